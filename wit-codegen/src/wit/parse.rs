//! Text → packages whose references to other packages are still open.

use wit_codegen_core::diagnostic::{Diagnostics, FileId, Span};
use wit_parser::{ParseErrorKind, SourceMap, UnresolvedPackage, UnresolvedPackageGroup};

use super::explain;
use super::parser_error::ParserError;
use super::read::Group;
use super::recover::Recovery;
use super::scan;
use super::spans;

/// Parses the files of one package. What is wrong in them is reported, and recovered from; there is no result
/// if that cannot be done.
pub(super) fn parse(
    group: &Group,
    recovery: &mut Recovery<'_>,
    problems: &mut Diagnostics,
) -> Option<UnresolvedPackageGroup> {
    let mut are_sound = true;
    for file in &group.files {
        are_sound &= is_sound(*file, recovery, problems);
    }
    if !are_sound {
        return None;
    }
    loop {
        let (map, error) = match source_map(&group.files, recovery).parse() {
            Ok(group) => return Some(group),
            Err(failed) => failed,
        };
        let error = ParserError::of_package(error.kind());
        let Some(span) = spans::of_error(error.span, &map, recovery.sources()) else {
            problems.error(explain::without_span(&error, group));
            return None;
        };
        if !recover(&error, span, recovery, problems) {
            return None;
        }
    }
}

/// The packages of a group: its own, and those nested in its files.
pub(super) fn packages(group: &UnresolvedPackageGroup) -> impl Iterator<Item = &UnresolvedPackage> {
    std::iter::once(&group.main).chain(&group.nested)
}

/// Parses one file by itself, to find what is wrong with it whatever else is wrong; tells whether it can be parsed
/// now. Names that it leaves open may well be defined in another file of its package.
fn is_sound(file: FileId, recovery: &mut Recovery<'_>, problems: &mut Diagnostics) -> bool {
    let attributes = scan::contradicting_attributes(recovery.sources().text(file));
    recovery.after_contradictions(file, attributes, problems);
    loop {
        let Err((map, error)) = source_map(&[file], recovery).parse() else {
            return true;
        };
        let is_own = matches!(
            error.kind(),
            ParseErrorKind::Lex(_) | ParseErrorKind::Syntax { .. }
        );
        let error = ParserError::of_package(error.kind());
        // Without a span it is a missing `package` header, which may be in another file.
        let span = spans::of_error(error.span, &map, recovery.sources());
        let Some(span) = span.filter(|_| is_own) else {
            return true;
        };
        if !recover(&error, span, recovery, problems) {
            return false;
        }
    }
}

/// Reports an error and takes it out of the text; tells whether the text can be parsed again.
fn recover(
    error: &ParserError,
    span: Span,
    recovery: &mut Recovery<'_>,
    problems: &mut Diagnostics,
) -> bool {
    let text = recovery.sources().text(span.file);
    let problem = explain::in_package(error, span.clone(), text);
    recovery.after_parser(&error.kind, problem, &span, problems)
}

fn source_map(files: &[FileId], recovery: &mut Recovery<'_>) -> SourceMap {
    let mut map = SourceMap::new();
    for file in files {
        let text = recovery.text(*file);
        let key = spans::key(*file, recovery.edits().of(*file));
        map.push_str(&key, scan::without_plain_comments(&text));
    }
    map
}
