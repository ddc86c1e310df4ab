//! The texts of a run as `wit-parser` sees them: the sources, with some stretches replaced.

use std::collections::BTreeMap;
use std::ops::Range;

use wit_codegen_core::diagnostic::{FileId, Sources, Span};

/// A stretch of a source that is replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// In the source.
    pub(super) range: Range<usize>,
    pub(super) with: String,
}

/// What is replaced in the sources of a run.
pub(super) struct Edits<'a> {
    pub(super) sources: &'a Sources,
    /// Those of a file are in order and do not overlap.
    files: BTreeMap<FileId, Vec<Edit>>,
}

impl<'a> Edits<'a> {
    pub(super) fn none(sources: &'a Sources) -> Edits<'a> {
        Edits {
            sources,
            files: BTreeMap::new(),
        }
    }

    pub(super) fn of(&self, file: FileId) -> &[Edit] {
        self.files.get(&file).map_or(&[], Vec::as_slice)
    }

    /// The edit of exactly this range.
    pub(super) fn at(&self, file: FileId, range: &Range<usize>) -> Option<&Edit> {
        self.of(file).iter().find(|edit| edit.range == *range)
    }

    pub(super) fn at_mut(&mut self, file: FileId, range: &Range<usize>) -> Option<&mut Edit> {
        let edits = self.files.get_mut(&file)?;
        edits.iter_mut().find(|edit| edit.range == *range)
    }

    /// The text of a file after its edits.
    pub(super) fn text(&self, file: FileId) -> String {
        let source = self.sources.text(file);
        let mut text = String::with_capacity(source.len());
        let mut end = 0;
        for Edit { range, with } in self.of(file) {
            text.push_str(source.get(end..range.start).unwrap_or_default());
            text.push_str(with);
            end = range.end;
        }
        text.push_str(source.get(end..).unwrap_or_default());
        text
    }

    pub(super) fn touches(&self, span: &Span) -> bool {
        let Range { start, end } = span.range;
        let end = end.max(start + 1);
        let mut edits = self.of(span.file).iter();
        edits.any(|edit| edit.range.start < end && start < edit.range.end)
    }

    /// Replaces a stretch and what was replaced in it before; tells whether that makes a difference.
    pub(super) fn replace(&mut self, file: FileId, range: Range<usize>, with: &str) -> bool {
        let edits = self.files.entry(file).or_default();
        let is_known = |edit: &Edit| {
            edit.range.start <= range.start && range.end <= edit.range.end && !edit.range.is_empty()
                || edit.range == range
        };
        if edits.iter().any(is_known) {
            return false;
        }
        edits.retain(|edit| edit.range.end <= range.start || range.end <= edit.range.start);
        let at = edits
            .partition_point(|edit| (edit.range.start, edit.range.end) < (range.start, range.end));
        let with = with.to_owned();
        edits.insert(at, Edit { range, with });
        true
    }
}
