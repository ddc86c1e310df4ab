//! Going on after an error: `wit-parser` stops at the first one.
//!
//! What was reported is cut out of the text, or replaced by a placeholder, and the text is parsed again, until
//! nothing is found any more. Then the rest can be checked, too. What follows from a placeholder is no error of its
//! own and not reported.

mod keys;
mod placeholders;

use std::collections::HashSet;
use std::ops::Range;

use wit_codegen_core::diagnostic::{Diagnostic, Diagnostics, FileId, Sources, Span};
use wit_parser::Resolve;

use self::keys::Keys;
use self::placeholders::Placeholders;
use super::edits::Edits;
use super::explain::kebab_case;
use super::items;
use super::parser_error::{Composite, Expected, Found, Kind, Sort};
use super::words::{
    bare, behind_token_before, bracketed, declared_name, is_declared_type, is_use_member,
    last_token, used_from, whole_reference,
};

/// How often a schema is parsed again, and how many bytes that may be: nobody reads more errors than that.
const MOST_ATTEMPTS: usize = 200;
const MOST_BYTES: usize = 8 << 20;

/// The texts of a run without what is wrong with them.
pub(super) struct Recovery<'a> {
    placeholders: Placeholders<'a>,
    keys: Keys,
    /// Interfaces and worlds of which something was cut that nobody could read.
    incomplete: HashSet<String>,
    /// What was reported, and where.
    reported: HashSet<(FileId, usize)>,
    missing: HashSet<String>,
    attempts: usize,
    bytes: usize,
}

impl<'a> Recovery<'a> {
    pub(super) fn new(sources: &'a Sources) -> Recovery<'a> {
        Recovery {
            placeholders: Placeholders::none(sources),
            keys: Keys::default(),
            incomplete: HashSet::new(),
            reported: HashSet::new(),
            missing: HashSet::new(),
            attempts: 0,
            bytes: 0,
        }
    }

    pub(super) fn sources(&self) -> &'a Sources {
        self.edits().sources
    }

    pub(super) fn edits(&self) -> &Edits<'a> {
        &self.placeholders.edits
    }

    /// The text to parse.
    pub(super) fn text(&mut self, file: FileId) -> String {
        let text = self.edits().text(file);
        self.bytes += text.len();
        text
    }

    /// Reports a problem of a package's own text, and recovers from it; tells whether it can be parsed again.
    pub(super) fn after_parser(
        &mut self,
        kind: &Kind,
        problem: Diagnostic,
        span: &Span,
        problems: &mut Diagnostics,
    ) -> bool {
        if *kind == Kind::InvalidMapKey && self.keys.replace(span.file, &mut self.placeholders) {
            return self.may_go_on();
        }
        let is_first =
            self.reported.insert((span.file, span.range.start)) && !self.edits().touches(span);
        if is_first && self.is_new(span, kind) {
            problems.error(problem);
        }
        if !self.may_go_on() {
            return false;
        }
        if is_first && self.put_right(span, kind, problems) {
            return true;
        }
        if is_syntax(kind) {
            self.note_incomplete(span.file, span.range.start);
        }
        self.placeholders.cut(span, problems)
    }

    /// Reports what an error between packages is about, and recovers from it; tells whether they can be parsed
    /// again.
    pub(super) fn after_connecting(
        &mut self,
        problem: Diagnostic,
        problems: &mut Diagnostics,
    ) -> bool {
        let Some(span) = problem.span().cloned() else {
            problems.error(problem);
            return false;
        };
        let span = &span;
        if !self.edits().touches(span) && !self.is_of_incomplete(span) {
            problems.error(problem);
        }
        self.cut_reference(span, problems)
    }

    /// Reports that something refers to what is not there, and recovers from it; tells whether it can be parsed
    /// again. What is not there is reported once, however often it is named.
    pub(super) fn after_missing(
        &mut self,
        problem: Diagnostic,
        problems: &mut Diagnostics,
    ) -> bool {
        let is_known = !self.missing.insert(problem.message().to_owned());
        match problem.span().cloned() {
            Some(span) if is_known => self.cut_reference(&span, problems),
            _ => self.after_connecting(problem, problems),
        }
    }

    fn cut_reference(&mut self, span: &Span, problems: &mut Diagnostics) -> bool {
        self.may_go_on() && {
            let is_first = self.reported.insert((span.file, span.range.start));
            (is_first && self.placeholders.cut_reference(span, problems))
                || self.placeholders.cut(span, problems)
        }
    }

    /// Reports attributes that contradict each other, and cuts them; `wit-parser` would panic.
    pub(super) fn after_contradictions(
        &mut self,
        file: FileId,
        found: Vec<(Range<usize>, String)>,
        problems: &mut Diagnostics,
    ) {
        let text = self.sources().text(file);
        for (range, message) in found {
            let rule = "an item has one `@since` or one `@unstable`, and `@deprecated` beside it";
            let end = bracketed(text, range.start).end;
            let start = last_token(text, range.start).unwrap_or(range.start);
            let problem = Diagnostic::schema(Span { file, range }, message).rule(rule);
            problems.error(problem.help("take one out, or add the one that is missing"));
            self.placeholders.replace(file, start..end, " ");
        }
    }

    /// Puts the right types where names are the keys of maps, now that all is connected; tells whether it has to be
    /// parsed again.
    pub(super) fn resolve_keys(&mut self, resolve: &Resolve, problems: &mut Diagnostics) -> bool {
        self.keys.resolve(resolve, &mut self.placeholders, problems)
    }

    fn may_go_on(&mut self) -> bool {
        self.attempts += 1;
        self.attempts < MOST_ATTEMPTS && self.bytes < MOST_BYTES
    }

    /// Whether a problem does not follow from another one.
    fn is_new(&self, span: &Span, kind: &Kind) -> bool {
        let text = self.sources().text(span.file);
        let word = text.get(span.range.clone()).unwrap_or_default();
        let is_placeholder = || {
            let misses = matches!(
                kind,
                Kind::Missing { .. } | Kind::NoType { .. } | Kind::NoResource { .. }
            );
            misses && self.placeholders.declares(span.file, word)
        };
        // What is left of something that was cut is not right yet.
        let is_rest = || {
            let item = || items::around(text, span.range.start).into_iter().next();
            let is_at_end = || {
                let is_file_item = matches!(
                    kind,
                    Kind::Expected {
                        expected: Expected::FileItem,
                        ..
                    }
                );
                span.range.start >= text.trim_end().len() || word == "}" && is_file_item
            };
            let broken = match kind {
                Kind::Expected { .. } if is_at_end() => Some(0..text.len()),
                Kind::Empty(_) => item().map(|item| item.range),
                _ => None,
            };
            broken.is_some_and(|broken| {
                let mut edits = self.edits().of(span.file).iter();
                edits.any(|edit| broken.start <= edit.range.start && edit.range.end <= broken.end)
            })
        };
        !is_placeholder() && !is_rest() && !self.is_of_incomplete(span)
    }

    /// Whether a name is used from an interface that may well have it.
    fn is_of_incomplete(&self, span: &Span) -> bool {
        let path = used_from(self.sources().text(span.file), span.range.start);
        let interface = path.map(|path| {
            let name = path.rsplit('/').next().unwrap_or_default();
            name.split('@').next().unwrap_or_default()
        });
        interface.is_some_and(|name| self.incomplete.contains(bare(name)))
    }

    fn note_incomplete(&mut self, file: FileId, at: usize) {
        let text = self.sources().text(file);
        let around = items::around(text, at).into_iter();
        let around = around.filter(|item| matches!(item.head.as_str(), "interface" | "world"));
        let names = around.filter_map(|item| declared_name(text, &item).map(str::to_owned));
        self.incomplete.extend(names);
    }

    /// Replaces what a problem is about by something that is right; tells whether it did.
    fn put_right(&mut self, span: &Span, kind: &Kind, problems: &mut Diagnostics) -> bool {
        let text = self.sources().text(span.file);
        let file = span.file;
        let Range { start, end } = span.range.clone();
        let word = text.get(start..end).unwrap_or_default();
        let item = items::around(text, start).into_iter().next();
        let is_use =
            item.as_ref().is_some_and(|item| item.head == "use") || is_use_member(text, start);
        let placeholders = &mut self.placeholders;
        match kind {
            Kind::InvalidName => {
                let ascii = word.chars().map(|c| if c.is_ascii() { c } else { 'x' });
                let name = kebab_case(&ascii.collect::<String>()).filter(|name| name != word);
                placeholders.replace(file, start..end, name.as_deref().unwrap_or("x"))
            }
            Kind::UnexpectedCharacter => placeholders.replace(file, start..end, "x"),
            Kind::RefusedCharacter => placeholders.replace(file, start..end, " "),
            Kind::UnterminatedComment => placeholders.replace(file, start..text.len(), " "),
            Kind::Missing {
                sort: Sort::InterfaceOrWorld,
                ..
            }
            | Kind::WorldAsInterface { .. }
            | Kind::InterfaceAsWorld { .. } => placeholders.cut_reference(span, problems),
            Kind::Cycle {
                sort: Sort::InterfaceOrWorld,
                ..
            } => placeholders.cut_uses_of(span, problems),
            Kind::UsedNoType { .. } => placeholders.cut_used_name(span, true, problems),
            Kind::Missing { .. } if is_use => placeholders.cut_used_name(span, true, problems),
            Kind::TypeTwice { .. } if is_use => placeholders.cut_used_name(span, false, problems),
            Kind::Missing { .. }
            | Kind::Cycle { .. }
            | Kind::NoType { .. }
            | Kind::NoResource { .. } => {
                placeholders.replace(file, whole_reference(text, &span.range), "u8")
            }
            Kind::InvalidMapKey | Kind::Empty(Composite::Tuple) => {
                placeholders.replace(file, bracketed(text, start), "u8")
            }
            Kind::Empty(_) | Kind::TooManyFlags => placeholders.replace_declaration(span, problems),
            Kind::TypeTwice { .. }
            | Kind::ParamTwice { .. }
            | Kind::InterfaceOrWorldTwice { .. }
            | Kind::MemberTwice { .. }
            | Kind::MembersConflict { .. } => {
                let name = format!("{word}-again{}", "x".repeat(self.attempts));
                problems.say_instead(&name, word);
                placeholders.replace(file, start..end, &name)
            }
            Kind::NamesConflict { .. } if is_declared_type(text, item.as_ref(), start) => {
                placeholders.cut_named(span, word, problems)
            }
            Kind::Expected { expected, found } => {
                self.insert_expected(span, *expected, found, word)
            }
            // The item around it is cut.
            _ => false,
        }
    }

    /// Inserts what is missing, where that is clear.
    fn insert_expected(
        &mut self,
        span: &Span,
        expected: Expected,
        found: &Found,
        word: &str,
    ) -> bool {
        let file = span.file;
        let text = self.sources().text(file);
        let start = span.range.start;
        let braces = items::depth(text, start);
        let missing = match (expected, found) {
            (Expected::Semicolon, _) => ";".to_owned(),
            (Expected::OpeningBrace, _) => "{".to_owned(),
            (Expected::ClosingBrace, Found::Keyword(_)) => "}".to_owned(),
            _ if start >= text.trim_end().len() && braces > 0 => {
                self.note_incomplete(file, last_token(text, text.len()).unwrap_or_default());
                let end = text.len()..text.len();
                return self.placeholders.replace(file, end, &"}".repeat(braces));
            }
            // A declaration in an interface: the brace before it is missing.
            _ if matches!(word, "interface" | "world") && braces > 0 => "}".repeat(braces),
            _ => return false,
        };
        let behind = behind_token_before(text, start);
        self.placeholders.replace(file, behind, &missing)
    }
}

/// Whether nobody could read on from there.
fn is_syntax(kind: &Kind) -> bool {
    matches!(kind, Kind::Expected { .. })
}
