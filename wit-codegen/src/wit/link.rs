//! Packages → one connected whole.

use std::collections::BTreeSet;

use wit_codegen_core::diagnostic::{Diagnostic, Diagnostics, Sources, Span};
use wit_parser::{PackageId, PackageName, Resolve, UnresolvedPackageGroup};

use super::depth;
use super::explain;
use super::options::SchemaOptions;
use super::parse::{packages, parse};
use super::parser_error::ParserError;
use super::platform;
use super::read::Input;
use super::recover::Recovery;
use super::references::{Wrong, did_you_mean, wrong_references};
use super::scan;
use super::spans;

/// Every package of a run, connected.
#[derive(Debug)]
pub(super) struct Linked {
    pub(super) resolve: Resolve,
    /// The package that was asked for.
    pub(super) main: PackageId,
    /// It, and the packages nested in its files.
    pub(super) main_group: Vec<PackageId>,
    /// The beginning of its first file: for problems that have no span of their own.
    pub(super) start: Span,
}

/// Parses every package of `input` and connects them.
pub(super) fn link(
    input: &Input,
    options: &SchemaOptions,
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Option<Linked> {
    if input.complete {
        check_features(input, options, sources, problems);
    }
    let mut recovery = Recovery::new(sources);
    loop {
        match attempt(input, options, &mut recovery, problems) {
            Attempt::Linked(linked) => return Some(*linked),
            Attempt::Again => {}
            Attempt::Failed => return None,
        }
    }
}

/// Reports features that no item of the schema has: nothing would tell a mistyped one from one that is switched on.
fn check_features(
    input: &Input,
    options: &SchemaOptions,
    sources: &Sources,
    problems: &mut Diagnostics,
) {
    let groups = std::iter::once(&input.main).chain(&input.deps);
    let files = groups.flat_map(|group| &group.files);
    let known: BTreeSet<&str> = files
        .flat_map(|file| scan::features(sources.text(*file)))
        .collect();
    for name in &options.features {
        if known.contains(name.as_str()) {
            continue;
        }
        let problem = Diagnostic::config(format!("there is no feature `{name}`"))
            .rule("a feature is one that an item of the schema is `@unstable` with");
        let names: Vec<&str> = known.iter().copied().collect();
        problems.error(match names.is_empty() {
            true => problem.help("no item of the schema is `@unstable`"),
            false => did_you_mean(problem, name, &names),
        });
    }
}

/// What became of trying to connect the packages.
enum Attempt {
    Linked(Box<Linked>),
    /// What stood in the way was reported and cut out.
    Again,
    Failed,
}

fn attempt(
    input: &Input,
    options: &SchemaOptions,
    recovery: &mut Recovery<'_>,
    problems: &mut Diagnostics,
) -> Attempt {
    let mut resolve = Resolve::new();
    resolve.features.extend(options.features.iter().cloned());
    resolve.all_features = options.all_features;

    let main = parse(&input.main, recovery, problems);
    let deps: Vec<_> = input
        .deps
        .iter()
        .map(|group| parse(group, recovery, problems))
        .collect();
    // With a package missing, every reference to it would be reported, too.
    let deps: Option<Vec<_>> = deps.into_iter().collect();
    let (Some(main), Some(deps), true) = (main, deps, input.complete) else {
        return Attempt::Failed;
    };
    let built_in = platform::missing_from(std::iter::once(&main).chain(&deps));
    let deps: Vec<_> = deps.into_iter().chain(built_in).collect();

    let groups: Vec<&UnresolvedPackageGroup> = std::iter::once(&main).chain(&deps).collect();
    let wrong = wrong_references(&groups, &resolve);
    if !wrong.is_empty() {
        let mut can_go_on = true;
        for reference in wrong {
            can_go_on &= match reference {
                Wrong::Missing(problem) => recovery.after_missing(problem, problems),
                Wrong::Off(problem) => recovery.after_connecting(problem, problems),
            };
        }
        return match can_go_on {
            true => Attempt::Again,
            false => Attempt::Failed,
        };
    }
    let before = problems.count();
    depth::check(&groups, problems);
    if problems.count() > before {
        return Attempt::Failed;
    }

    let names: Vec<PackageName> = packages(&main)
        .map(|package| package.name.clone())
        .collect();
    let main = match resolve.push_groups(main, deps) {
        Ok(main) => main,
        Err(error) => {
            let error = ParserError::of_packages(error.kind());
            let problem = explain::between_packages(&error, &resolve, &input.main);
            if spans::in_source(error.span, &resolve.source_map).is_none() {
                problems.error(problem);
                return Attempt::Failed;
            }
            return match recovery.after_connecting(problem, problems) {
                true => Attempt::Again,
                false => Attempt::Failed,
            };
        }
    };
    if recovery.resolve_keys(&resolve, problems) {
        return Attempt::Again;
    }
    let main_group = names
        .iter()
        .filter_map(|name| resolve.package_names.get(name).copied())
        .collect();
    let Some(first) = input.main.files.first() else {
        return Attempt::Failed;
    };
    Attempt::Linked(Box::new(Linked {
        resolve,
        main,
        main_group,
        start: Span::start_of(*first),
    }))
}
