//! Why packages cannot be connected.

use wit_parser::{Resolve, ResolveError, ResolveErrorKind, SourceMap, Span};

use super::{Group, SAME_NAME, place, quoted, rules};
use wit_codegen_core::diagnostic::{Diagnostic, FileId, Place};

/// Explains why packages cannot be connected. `main` is where a problem is shown that has no place.
pub(in crate::wit) fn resolve_error(
    error: &ResolveError,
    resolve: &Resolve,
    main: &Group,
) -> Diagnostic {
    let kind = error.kind();
    let map = &resolve.source_map;
    let start = || Place::start_of(main.files.first().copied().unwrap_or(FileId(0)));
    let at = place(kind.span(), map)
        .or_else(|| world_in(&kind.to_string(), resolve))
        .unwrap_or_else(start);
    match kind {
        ResolveErrorKind::DuplicatePackage { name, span1, span2 } => {
            duplicate(&name.to_string(), [*span1, *span2], map, at)
        }
        ResolveErrorKind::PackageCycle { package, .. } => {
            Diagnostic::schema(at, format!("package `{package}` depends on itself"))
                .rule("packages cannot refer to each other in a circle")
                .help("in a package, name an interface without the package: `use store.{item}`")
        }
        ResolveErrorKind::InvalidTransitiveDependency { name, .. } => Diagnostic::schema(
            at,
            format!("`{name}` would need a type from both an import and an export of this world"),
        )
        .rule("an exported interface takes a type either from an export or from an import")
        .help(format!(
            "export the interfaces in between, too: those that `{name}` uses"
        )),
        ResolveErrorKind::ItemShadowing {
            item_type, name, ..
        } => Diagnostic::schema(
            at,
            format!("`{name}` is {item_type}ed by this world already"),
        )
        .rule("what a world includes must not have the name of something it has")
        .help(format!(
            "rename it: `include … with {{ {name} as other-name }}`"
        )),
        ResolveErrorKind::StabilityMismatch { .. } => Diagnostic::schema(
            at,
            "the included worlds disagree about the `@since` or `@unstable` of an interface",
        )
        .rule("worlds that import the same interface mark it in the same way")
        .help("give both the same `@since` or `@unstable`"),
        ResolveErrorKind::Semantic { message, .. } => semantic(at, message),
        kind => generic(at, &kind.to_string()),
    }
}

/// What refers to an `@unstable` item whose feature is not switched on; `feature` is its name, where that is known.
pub(in crate::wit) fn switched_off(at: Place, feature: Option<&str>) -> Diagnostic {
    let problem = Diagnostic::schema(
        at,
        "this refers to an item of a feature that is not switched on",
    )
    .rule("what refers to an `@unstable` item is `@unstable` itself, with its feature");
    problem.help(match feature {
        Some(name) => format!(
            "switch it on: `.features([\"{name}\"])` in build.rs, `--features {name}` on the command line"
        ),
        None => {
            "switch it on: `.features([…])` in build.rs, `--features …` on the command line".to_owned()
        }
    })
}

fn duplicate(name: &str, spans: [Span; 2], map: &SourceMap, otherwise: Place) -> Diagnostic {
    let mut places: Vec<Place> = spans.iter().filter_map(|span| place(*span, map)).collect();
    places.sort();
    let last = places.pop().unwrap_or(otherwise);
    let problem = Diagnostic::schema(last, format!("package `{name}` is defined twice"))
        .rule("a package is defined in one file, or in the files of one folder")
        .help("rename one of them, or make one of both");
    places.into_iter().fold(problem, |problem, place| {
        problem.related(place, "first defined here")
    })
}

fn semantic(at: Place, message: &str) -> Diagnostic {
    if message.contains("feature not being activated") {
        return switched_off(at, None);
    }
    if let Some(name) = quoted(message, "kebab-name `") {
        let message = format!("the included world has nothing that is named `{name}`");
        return Diagnostic::schema(at, message)
            .rule("what has a name in the world can be renamed: not an interface named by its path")
            .help("take it out of `with`");
    }
    if let Some((_, versions)) = message.split_once("unreleased version ")
        && let Some((since, package)) = versions.split_once(" of package ")
    {
        let package = package.split(['[', ']']).nth(1).unwrap_or_default();
        return Diagnostic::schema(
            at,
            format!("`@since` version {since} is later than `{package}`"),
        )
        .rule("`@since` names the version of the package or an earlier one")
        .help("what is not released is `@unstable(feature = …)`");
    }
    if let Some(message) = message.strip_suffix(" (names must be strongly unique)") {
        return Diagnostic::schema(at, message)
            .rule(SAME_NAME)
            .help("rename one of them: `include … with { name as other-name }`");
    }
    if message.contains("feature gate with a version") {
        let package = message.split(['[', ']']).nth(1).unwrap_or_default();
        return Diagnostic::schema(
            at,
            format!("`@since` names a version, but package `{package}` has none"),
        )
        .rule("what is `@since` a version is in a package that has one")
        .help(format!("give it one: `package {package}@1.0.0;`"));
    }
    if message.contains("contains a `borrow<T>`") {
        let name = message.split('`').nth(1).unwrap_or_default();
        let what = rules::spoken(name).unwrap_or_else(|| format!("`{name}`"));
        return Diagnostic::schema(at, format!("{what} returns a `borrow<…>`"))
            .rule(
                "what is borrowed goes back when the call ends, so it can be no result, nor in one",
            )
            .help("return the resource itself: `own<…>`, or its name");
    }
    generic(at, message)
}

fn generic(at: Place, message: &str) -> Diagnostic {
    match rules::explain(message) {
        Some(explained) => Diagnostic::schema(at, explained.message)
            .rule(explained.rule)
            .help(explained.help),
        None => Diagnostic::schema(at, message)
            .rule("packages fit together as WIT says")
            .help("see https://component-model.bytecodealliance.org/design/wit.html"),
    }
}

/// Where the world is that a message speaks of.
fn world_in(message: &str, resolve: &Resolve) -> Option<Place> {
    let name = quoted(message, "in world `")?;
    let (_, world) = resolve
        .worlds
        .iter()
        .find(|(_, world)| world.name == name)?;
    place(world.span, &resolve.source_map)
}
