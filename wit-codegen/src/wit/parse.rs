//! Text → packages whose references to other packages are still open.

use wit_parser::{ParseErrorKind, SourceMap, UnresolvedPackageGroup};

use super::explain;
use super::mend::{Mended, without_contradictions};
use super::read::Group;
use super::scan;
use wit_codegen_core::diagnostic::{Diagnostics, FileId};

/// Parses the files of one package. What is wrong in them is reported and mended; there is no result if that cannot
/// be done.
pub(super) fn parse(
    group: &Group,
    mended: &mut Mended<'_>,
    problems: &mut Diagnostics,
) -> Option<UnresolvedPackageGroup> {
    let mut are_sound = true;
    for file in &group.files {
        are_sound &= is_sound(*file, mended, problems);
    }
    if !are_sound {
        return None;
    }
    loop {
        match source_map(&group.files, mended).parse() {
            Ok(group) => return Some(group),
            Err((map, error)) => {
                let problem = explain::parse_error(&error, &map, group, mended.sources);
                let Some(place) = explain::parse_place(&error, &map, mended.sources) else {
                    problems.error(problem);
                    return None;
                };
                let message = error.kind().to_string();
                if !mended.parse_error(problem, &place, &message, problems) {
                    return None;
                }
            }
        }
    }
}

/// Parses one file by itself, to find what is wrong with it whatever else is wrong; tells whether that was mended.
/// Names that it leaves open may well be defined in another file of its package.
fn is_sound(file: FileId, mended: &mut Mended<'_>, problems: &mut Diagnostics) -> bool {
    let attributes = scan::contradicting_attributes(mended.sources.text(file));
    without_contradictions(file, attributes, mended, problems);
    let alone = Group {
        path: mended.sources.path(file).to_path_buf(),
        files: vec![file],
    };
    loop {
        let Err((map, error)) = source_map(&alone.files, mended).parse() else {
            return true;
        };
        let is_own = matches!(
            error.kind(),
            ParseErrorKind::Lex(_) | ParseErrorKind::Syntax { .. }
        );
        // An unknown place stands for a missing `package` header, which may be in another file.
        let place = explain::parse_place(&error, &map, mended.sources);
        let Some(place) = place.filter(|_| is_own) else {
            return true;
        };
        let problem = explain::parse_error(&error, &map, &alone, mended.sources);
        let message = error.kind().to_string();
        if !mended.parse_error(problem, &place, &message, problems) {
            return false;
        }
    }
}

fn source_map(files: &[FileId], mended: &mut Mended<'_>) -> SourceMap {
    let mut map = SourceMap::new();
    for file in files {
        let text = mended.text(*file);
        let key = explain::key(*file, mended.edits(*file));
        map.push_str(&key, scan::without_plain_comments(&text));
    }
    map
}
