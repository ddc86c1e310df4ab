//! Text → packages whose references to other packages are still open.

use wit_parser::{ParseErrorKind, SourceMap, UnresolvedPackageGroup};

use super::explain;
use super::read::Group;
use super::scan;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Sources};

/// Parses the files of one package; without a result, every independent problem in them was reported.
pub(super) fn parse(
    group: &Group,
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Option<UnresolvedPackageGroup> {
    let sound = group
        .files
        .iter()
        .filter(|file| is_sound(**file, sources, problems))
        .count();
    if sound < group.files.len() {
        return None;
    }
    match source_map(&group.files, sources).parse() {
        Ok(group) => Some(group),
        Err((map, error)) => {
            problems.error(explain::parse_error(&error, &map, group, sources));
            None
        }
    }
}

/// Parses one file by itself, to find what is wrong with it whatever else is wrong. Names that it leaves open
/// may well be defined in another file of its package.
fn is_sound(file: FileId, sources: &Sources, problems: &mut Diagnostics) -> bool {
    let attributes = scan::contradicting_attributes(sources.text(file));
    if !attributes.is_empty() {
        for (range, message) in attributes {
            let rule = "an item has one `@since` or one `@unstable`, and `@deprecated` beside it";
            problems.error(Diagnostic::schema(Place { file, range }, message).rule(rule));
        }
        return false;
    }
    let alone = Group {
        path: sources.path(file).to_path_buf(),
        files: vec![file],
    };
    match source_map(&alone.files, sources).parse() {
        Ok(_) => true,
        Err((map, error)) => {
            let own = match error.kind() {
                ParseErrorKind::Lex(_) => true,
                // An unknown place stands for a missing `package` header, which may be in another file.
                ParseErrorKind::Syntax { span, .. } => span.is_known(),
                _ => false,
            };
            if own {
                problems.error(explain::parse_error(&error, &map, &alone, sources));
            }
            !own
        }
    }
}

fn source_map(files: &[FileId], sources: &Sources) -> SourceMap {
    let mut map = SourceMap::new();
    for file in files {
        map.push_str(
            &explain::key(*file),
            scan::without_plain_comments(sources.text(*file)),
        );
    }
    map
}
