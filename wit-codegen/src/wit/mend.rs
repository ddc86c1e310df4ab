//! Going on after an error: `wit-parser` stops at the first one.
//!
//! What was reported is taken out of the text, or replaced by something that stands for it, and the text is parsed
//! again, until nothing is found any more. Then the rest can be checked, too. What follows from a replacement is no
//! error of its own and not reported.

pub(super) mod keys;
pub(super) mod words;

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use self::keys::Key;
use self::words::{
    bare, behind_token_before, bracketed, declaration, declared_name, is_closing, is_declaration,
    is_declared_type, is_use_member, item_words, last_token, used_from, used_names,
    whole_reference,
};
use super::explain::kebab_case;
use super::items::{self, Item};
use wit_codegen_core::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Sources};

/// How often a schema is parsed again, and how many bytes that may be: nobody reads more errors than that.
const MOST_ATTEMPTS: usize = 200;
const MOST_BYTES: usize = 8 << 20;

/// What `wit-parser` says of a key that is a name, or no key at all.
const INVALID_KEY: &str = "invalid map key type";

/// A stretch of a source that was replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// In the source.
    pub(super) range: Range<usize>,
    pub(super) with: String,
}

/// The texts of a run without what is wrong with them.
pub(super) struct Mended<'a> {
    pub(super) sources: &'a Sources,
    /// Those of a file are in order and do not overlap.
    edits: BTreeMap<FileId, Vec<Edit>>,
    /// Names whose declarations were replaced, in each file.
    stand_ins: HashSet<(FileId, String)>,
    /// Interfaces and worlds of which something was left out that nobody could read.
    incomplete: HashSet<String>,
    /// What was reported, and where.
    reported: HashSet<(FileId, usize)>,
    messages: HashSet<String>,
    /// Names that were keys of maps, and what they stand for is not known yet.
    keys: Vec<Key>,
    attempts: usize,
    bytes: usize,
}

impl<'a> Mended<'a> {
    pub(super) fn new(sources: &'a Sources) -> Mended<'a> {
        Mended {
            sources,
            edits: BTreeMap::new(),
            stand_ins: HashSet::new(),
            incomplete: HashSet::new(),
            reported: HashSet::new(),
            messages: HashSet::new(),
            keys: Vec::new(),
            attempts: 0,
            bytes: 0,
        }
    }

    pub(super) fn edits(&self, file: FileId) -> &[Edit] {
        self.edits.get(&file).map_or(&[], Vec::as_slice)
    }

    /// The text to parse.
    pub(super) fn text(&mut self, file: FileId) -> String {
        let source = self.sources.text(file);
        let mut text = String::with_capacity(source.len());
        let mut end = 0;
        for Edit { range, with } in self.edits(file) {
            text.push_str(source.get(end..range.start).unwrap_or_default());
            text.push_str(with);
            end = range.end;
        }
        text.push_str(source.get(end..).unwrap_or_default());
        self.bytes += text.len();
        text
    }

    /// Reports a problem in a package's own text, and mends it; tells whether it can be parsed again.
    pub(super) fn parse_error(
        &mut self,
        problem: Diagnostic,
        place: &Place,
        message: &str,
        problems: &mut Diagnostics,
    ) -> bool {
        if message.starts_with(INVALID_KEY) && self.stand_in_for_keys(place.file) {
            return self.may_go_on();
        }
        let is_first =
            self.reported.insert((place.file, place.range.start)) && !self.touches(place);
        if is_first && self.is_new(place, message) {
            problems.error(problem);
        }
        if !self.may_go_on() {
            return false;
        }
        if is_first && self.mend(place, message, problems) {
            return true;
        }
        if message.starts_with("expected") {
            self.note_incomplete(place.file, place.range.start);
        }
        self.cut(place, problems)
    }

    /// Reports that something refers to what is not there, and mends it; tells whether it can be parsed again.
    pub(super) fn reference(&mut self, problem: Diagnostic, problems: &mut Diagnostics) -> bool {
        let Some(place) = problem.place().cloned() else {
            problems.error(problem);
            return false;
        };
        let place = &place;
        // What is not there is missed once, however often it is named.
        let message = problem.message();
        let is_again =
            message.starts_with("there is no ") && !self.messages.insert(message.to_owned());
        if !self.touches(place) && !is_again && !self.is_of_incomplete(place) {
            problems.error(problem);
        }
        self.may_go_on() && {
            let is_first = self.reported.insert((place.file, place.range.start));
            (is_first && self.mend_path(place, problems)) || self.cut(place, problems)
        }
    }

    fn may_go_on(&mut self) -> bool {
        self.attempts += 1;
        self.attempts < MOST_ATTEMPTS && self.bytes < MOST_BYTES
    }

    /// Whether a problem does not follow from another one.
    fn is_new(&self, place: &Place, message: &str) -> bool {
        let text = self.sources.text(place.file);
        let word = text.get(place.range.clone()).unwrap_or_default();
        let missing = ["does not exist", "must be a resource", "cannot use "];
        let is_stand_in = || {
            missing.iter().any(|part| message.contains(part))
                && self
                    .stand_ins
                    .contains(&(place.file, bare(word).to_owned()))
        };
        // What is left of something that was mended is not right yet.
        let is_rest = || {
            let item = || items::around(text, place.range.start).into_iter().next();
            let is_at_end = place.range.start >= text.trim_end().len()
                || word == "}" && message.starts_with("expected `world`");
            let is_broken = match message {
                _ if message.starts_with("expected") && is_at_end => Some(0..text.len()),
                _ if message.starts_with("empty ") => item().map(|item| item.range),
                _ => None,
            };
            is_broken.is_some_and(|broken| {
                let mut edits = self.edits(place.file).iter();
                edits.any(|edit| broken.start <= edit.range.start && edit.range.end <= broken.end)
            })
        };
        !is_stand_in() && !is_rest() && !self.is_of_incomplete(place)
    }

    /// Whether a name is used from an interface that may well have it.
    fn is_of_incomplete(&self, place: &Place) -> bool {
        let path = used_from(self.sources.text(place.file), place.range.start);
        let interface = path.map(|path| {
            let name = path.rsplit('/').next().unwrap_or_default();
            name.split('@').next().unwrap_or_default()
        });
        interface.is_some_and(|name| self.incomplete.contains(bare(name)))
    }

    fn note_incomplete(&mut self, file: FileId, at: usize) {
        let text = self.sources.text(file);
        let around = items::around(text, at).into_iter();
        let around = around.filter(|item| matches!(item.head.as_str(), "interface" | "world"));
        let names = around.filter_map(|item| declared_name(text, &item).map(str::to_owned));
        self.incomplete.extend(names);
    }

    fn touches(&self, place: &Place) -> bool {
        let Range { start, end } = place.range;
        let end = end.max(start + 1);
        self.edits(place.file)
            .iter()
            .any(|edit| edit.range.start < end && start < edit.range.end)
    }

    /// Replaces what a problem is about by something that is right; tells whether it did.
    fn mend(&mut self, place: &Place, message: &str, problems: &mut Diagnostics) -> bool {
        let text = self.sources.text(place.file);
        let file = place.file;
        let Range { start, end } = place.range.clone();
        let word = text.get(start..end).unwrap_or_default();
        let has = |part: &str| message.contains(part);
        let item = items::around(text, start).into_iter().next();
        let is_use =
            item.as_ref().is_some_and(|item| item.head == "use") || is_use_member(text, start);
        if has("in identifier") || message.starts_with("identifiers ") {
            let ascii: String = word
                .chars()
                .map(|c| if c.is_ascii() { c } else { 'x' })
                .collect();
            let name = kebab_case(&ascii).filter(|name| name != word);
            return self.replace(file, start..end, &name.unwrap_or_else(|| "x".to_owned()));
        }
        if message.starts_with("unexpected character") {
            return self.replace(file, start..end, "x");
        }
        if ["Control code", "Codepoint", "Input contains"]
            .iter()
            .any(|start| message.starts_with(start))
        {
            return self.replace(file, start..end, " ");
        }
        if message == "unterminated block comment" {
            return self.replace(file, start..text.len(), " ");
        }
        if has("interface or world `") && has("does not exist")
            || has("is defined as a world, not an interface")
            || has("is defined as an interface, not a world")
        {
            return self.mend_path(place, problems);
        }
        if message.starts_with("interface or world") && has("depends on itself") {
            return self.cut_uses_of(place, problems);
        }
        if message.starts_with("cannot import ")
            || is_use && (has("does not exist") || has("defined more than once"))
        {
            return self.cut_used_name(place, !has("defined more than once"), problems);
        }
        if has("does not exist")
            || has("depends on itself")
            || message.starts_with("cannot use ")
            || has("used in a handle must be a resource")
        {
            return self.replace(file, whole_reference(text, &place.range), "u8");
        }
        if message.starts_with(INVALID_KEY) || message == "empty tuple" {
            let whole = bracketed(text, start);
            return self.replace(file, whole, "u8");
        }
        if message.starts_with("empty ") || has("more than 32 flags") {
            return items::around(text, start)
                .into_iter()
                .find(|item| is_declaration(&item.head))
                .is_some_and(|item| self.stand_in(file, &item, problems));
        }
        let members = ["duplicate field", "duplicate case", "duplicate flag"];
        let member_conflicts = [
            "conflicts with previous field",
            "conflicts with previous case",
            "conflicts with previous flag",
        ];
        if message.starts_with("duplicate item named")
            || has("is defined more than once")
            || members.iter().any(|start| message.starts_with(start))
            || member_conflicts.iter().any(|part| has(part))
        {
            let name = format!("{word}-again{}", "x".repeat(self.attempts));
            problems.say_instead(&name, word);
            return self.replace(file, start..end, &name);
        }
        if message.starts_with("name `") && is_declared_type(text, item.as_ref(), start) {
            self.stand_ins.insert((file, bare(word).to_owned()));
            return self.cut(place, problems);
        }
        if message.starts_with("expected ';'") {
            return self.replace(file, behind_token_before(text, start), ";");
        }
        if message.starts_with("expected '{'") {
            return self.replace(file, behind_token_before(text, start), "{");
        }
        if message.starts_with("expected '}', found keyword") {
            return self.replace(file, behind_token_before(text, start), "}");
        }
        let depth = items::depth(text, start);
        if message.starts_with("expected ") && start >= text.trim_end().len() && depth > 0 {
            self.note_incomplete(file, last_token(text, text.len()).unwrap_or_default());
            return self.replace(file, text.len()..text.len(), &"}".repeat(depth));
        }
        // A declaration in an interface: the brace before it is missing.
        if message.starts_with("expected ") && matches!(word, "interface" | "world") && depth > 0 {
            return self.replace(file, behind_token_before(text, start), &"}".repeat(depth));
        }
        false
    }

    /// Replaces what refers to an interface, a world or something in one that is not there.
    fn mend_path(&mut self, place: &Place, problems: &mut Diagnostics) -> bool {
        let text = self.sources.text(place.file);
        if is_use_member(text, place.range.start) {
            return self.cut_used_name(place, true, problems);
        }
        let items = items::around(text, place.range.start);
        let refers =
            |item: &&Item| matches!(item.head.as_str(), "use" | "include" | "import" | "export");
        match items.iter().find(refers) {
            Some(item) => self.stand_in(place.file, item, problems),
            None => false,
        }
    }

    /// Takes a name out of a `use`; what is declared instead is one of the same name.
    fn cut_used_name(&mut self, place: &Place, declare: bool, problems: &mut Diagnostics) -> bool {
        let file = place.file;
        let text = self.sources.text(file);
        let items = items::around(text, place.range.start);
        let [member, item, ..] = items.as_slice() else {
            return false;
        };
        let names = item_words(text, member);
        let Some(name) = names.last().copied() else {
            return false;
        };
        problems.left_out(names);
        self.replace(file, member.range.clone(), " ")
            && (!declare || {
                self.stand_ins.insert((file, name.to_owned()));
                self.declare_behind(file, item.range.end, name)
            })
    }

    /// Declares a name behind the item that ends at `end`, beside those which are declared there already; tells
    /// whether it makes a difference.
    fn declare_behind(&mut self, file: FileId, end: usize, name: &str) -> bool {
        let edits = self.edits.entry(file).or_default();
        match edits.iter_mut().find(|edit| edit.range == (end..end)) {
            None => self.replace(file, end..end, &declaration(name)),
            Some(edit) if edit.with.contains(&declaration(name)) => false,
            Some(edit) => {
                edit.with.push_str(&declaration(name));
                true
            }
        }
    }

    /// Takes out what connects an interface or a world, which is declared at `place`, with others.
    fn cut_uses_of(&mut self, place: &Place, problems: &mut Diagnostics) -> bool {
        let text = self.sources.text(place.file);
        let Some(outer) = items::around(text, place.range.start)
            .into_iter()
            .find(|item| matches!(item.head.as_str(), "interface" | "world"))
        else {
            return false;
        };
        let inner = items::inside(text, &outer).into_iter();
        let uses = inner.filter(|item| matches!(item.head.as_str(), "use" | "include"));
        let mut done = false;
        for item in uses {
            done |= self.stand_in(place.file, &item, problems);
        }
        done
    }

    /// Takes out the item at `place`, or what it is in when that was tried before; tells whether there was any.
    fn cut(&mut self, place: &Place, problems: &mut Diagnostics) -> bool {
        let text = self.sources.text(place.file);
        let mut at = place.range.start.min(text.len().saturating_sub(1));
        if is_closing(text, at) || place.range.start >= text.trim_end().len() {
            at = last_token(text, at).unwrap_or(at);
        }
        for mut item in items::around(text, at) {
            // A `;` that was missing parts items, too.
            let parts = self
                .edits(place.file)
                .iter()
                .filter(|edit| edit.with == ";");
            let mut parts = parts.map(|edit| edit.range.end);
            if let Some(start) =
                parts.rfind(|at| item.range.contains(at) && *at <= place.range.start)
            {
                item.range.start = start;
                item.head = item_words(text, &item)
                    .first()
                    .copied()
                    .unwrap_or_default()
                    .to_owned();
            }
            if self.stand_in(place.file, &item, problems) {
                return true;
            }
        }
        false
    }

    /// Replaces an item by the shortest one that declares the same names; tells whether that makes a difference.
    fn stand_in(&mut self, file: FileId, item: &Item, problems: &mut Diagnostics) -> bool {
        let text = self.sources.text(file);
        let words = item_words(text, item);
        let name = declared_name(text, item);
        let (with, names) = match (item.head.as_str(), name) {
            ("record" | "variant" | "enum" | "flags" | "type", Some(name)) => {
                (declaration(name), vec![name])
            }
            ("resource", Some(name)) => (format!("resource %{name};"), vec![name]),
            ("interface" | "world", Some(name)) => {
                (format!("{} %{name} {{}}", item.head), vec![name])
            }
            ("use", _) if item.depth > 0 => {
                let end = item.range.end;
                let mut edits = self.edits(file).iter();
                let behind = edits.find(|edit| edit.range == (end..end));
                let behind = behind.map_or("", |edit| &edit.with);
                let names = used_names(text, item);
                let declarations = names.iter().map(|name| declaration(name));
                let missing = declarations.filter(|text| !behind.contains(text.as_str()));
                (missing.collect(), names)
            }
            ("use", _) => (String::new(), words.last().copied().into_iter().collect()),
            // Without its name there is no package.
            ("package", _) => return false,
            ("include" | "import" | "export", _) => (String::new(), Vec::new()),
            // A declaration with a mistyped keyword, perhaps.
            _ => (String::new(), words.iter().copied().take(2).collect()),
        };
        problems.left_out(words);
        let names = names.into_iter().map(|name| (file, name.to_owned()));
        self.stand_ins.extend(names);
        let with = if with.is_empty() { " " } else { &with };
        self.replace(file, item.range.clone(), with)
    }

    /// Tells whether it makes a difference.
    fn replace(&mut self, file: FileId, range: Range<usize>, with: &str) -> bool {
        let edits = self.edits.entry(file).or_default();
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

/// Reports attributes that contradict each other, and takes them out; `wit-parser` would panic.
pub(super) fn without_contradictions(
    file: FileId,
    found: Vec<(Range<usize>, String)>,
    mended: &mut Mended<'_>,
    problems: &mut Diagnostics,
) {
    let text = mended.sources.text(file);
    for (range, message) in found {
        let rule = "an item has one `@since` or one `@unstable`, and `@deprecated` beside it";
        let end = bracketed(text, range.start).end;
        let start = last_token(text, range.start).unwrap_or(range.start);
        let problem = Diagnostic::schema(Place { file, range }, message).rule(rule);
        problems.error(problem.help("take one out, or add the one that is missing"));
        mended.replace(file, start..end, " ");
    }
}

/// Keeps positions in what `wit-parser` sees and in the source apart; see [`explain::key`].
pub(super) fn original(position: usize, edits: &[(usize, usize, usize)], is_end: bool) -> usize {
    let mut delta: isize = 0;
    for &(at, removed, inserted) in edits {
        let start = at.saturating_add_signed(delta);
        let is_before = if is_end {
            position <= start
        } else {
            position < start
        };
        if is_before {
            break;
        }
        if position < start + inserted || (is_end && position == start + inserted) {
            return if is_end { at + removed } else { at };
        }
        delta += isize::try_from(inserted).unwrap_or_default()
            - isize::try_from(removed).unwrap_or_default();
    }
    position.saturating_add_signed(-delta)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_those_of_the_source() {
        // `f: func(x: foo) g: func(y: a);` → `f: func(x: u8); g: func(y: u8);`
        let edits = [(11, 3, 2), (15, 0, 1), (27, 1, 2)];
        for (start, end, expected) in [
            (0, 1, 0..1),
            (8, 9, 8..9),
            (11, 13, 11..14),
            (13, 14, 14..15),
            (16, 17, 16..17),
            (24, 25, 24..25),
            (27, 29, 27..28),
            (29, 30, 28..29),
        ] {
            let found = original(start, &edits, false)..original(end, &edits, true);
            assert_eq!(found, expected, "{start}..{end}");
        }
    }
}
