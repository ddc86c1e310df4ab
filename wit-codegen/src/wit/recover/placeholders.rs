//! Cutting out what is wrong, and what is put in its place: a placeholder that declares the same names, so that what
//! refers to them is not wrong as well.

use std::collections::HashSet;
use std::ops::Range;

use wit_codegen_core::diagnostic::{Diagnostics, FileId, Sources, Span};

use crate::wit::edits::Edits;
use crate::wit::items::{self, Item};
use crate::wit::words::{
    bare, declared_name, is_closing, is_declaration, is_use_member, item_words, last_token,
    used_names,
};

/// What was cut out of the texts of a run.
pub(in crate::wit) struct Placeholders<'a> {
    pub(in crate::wit) edits: Edits<'a>,
    /// The names that placeholders declare, in each file.
    names: HashSet<(FileId, String)>,
}

impl<'a> Placeholders<'a> {
    pub(super) fn none(sources: &'a Sources) -> Placeholders<'a> {
        Placeholders {
            edits: Edits::none(sources),
            names: HashSet::new(),
        }
    }

    fn text(&self, file: FileId) -> &'a str {
        self.edits.sources.text(file)
    }

    /// Whether a placeholder declares `name`, which may be escaped.
    pub(super) fn declares(&self, file: FileId, name: &str) -> bool {
        self.names.contains(&(file, bare(name).to_owned()))
    }

    /// Replaces the declaration around a span; tells whether there is one, and whether that makes a difference.
    pub(super) fn replace_declaration(&mut self, span: &Span, problems: &mut Diagnostics) -> bool {
        let mut around = items::around(self.text(span.file), span.range.start).into_iter();
        let declaration = around.find(|item| is_declaration(&item.head));
        declaration.is_some_and(|item| self.replace_item(span.file, &item, problems))
    }

    /// Cuts the item around a span, whose `name` is that of a type elsewhere.
    pub(super) fn cut_named(
        &mut self,
        span: &Span,
        name: &str,
        problems: &mut Diagnostics,
    ) -> bool {
        self.names.insert((span.file, bare(name).to_owned()));
        self.cut(span, problems)
    }

    /// Cuts what refers to an interface, a world or something in one that is not there.
    pub(super) fn cut_reference(&mut self, span: &Span, problems: &mut Diagnostics) -> bool {
        let text = self.text(span.file);
        if is_use_member(text, span.range.start) {
            return self.cut_used_name(span, true, problems);
        }
        let items = items::around(text, span.range.start);
        let refers =
            |item: &&Item| matches!(item.head.as_str(), "use" | "include" | "import" | "export");
        match items.iter().find(refers) {
            Some(item) => self.replace_item(span.file, item, problems),
            None => false,
        }
    }

    /// Cuts a name out of a `use`, and declares one of the same name instead, if it is to.
    pub(super) fn cut_used_name(
        &mut self,
        span: &Span,
        declare: bool,
        problems: &mut Diagnostics,
    ) -> bool {
        let file = span.file;
        let text = self.text(file);
        let items = items::around(text, span.range.start);
        let [member, item, ..] = items.as_slice() else {
            return false;
        };
        let names = item_words(text, member);
        let Some(name) = names.last().copied() else {
            return false;
        };
        problems.left_out(names);
        self.edits.replace(file, member.range.clone(), " ")
            && (!declare || {
                self.names.insert((file, name.to_owned()));
                self.declare_behind(file, item.range.end, name)
            })
    }

    /// Declares a name behind the item that ends at `end`, with those which are declared there already; tells
    /// whether that makes a difference.
    fn declare_behind(&mut self, file: FileId, end: usize, name: &str) -> bool {
        match self.edits.at_mut(file, &(end..end)) {
            None => self.edits.replace(file, end..end, &declaration(name)),
            Some(edit) if edit.with.contains(&declaration(name)) => false,
            Some(edit) => {
                edit.with.push_str(&declaration(name));
                true
            }
        }
    }

    /// Cuts what connects an interface or a world, which is declared at a span, with others.
    pub(super) fn cut_uses_of(&mut self, span: &Span, problems: &mut Diagnostics) -> bool {
        let text = self.text(span.file);
        let Some(outer) = items::around(text, span.range.start)
            .into_iter()
            .find(|item| matches!(item.head.as_str(), "interface" | "world"))
        else {
            return false;
        };
        let inner = items::inside(text, &outer).into_iter();
        let uses = inner.filter(|item| matches!(item.head.as_str(), "use" | "include"));
        let mut done = false;
        for item in uses {
            done |= self.replace_item(span.file, &item, problems);
        }
        done
    }

    /// Cuts the item around a span, or the one that it is in when that was tried before; tells whether there was any.
    pub(super) fn cut(&mut self, span: &Span, problems: &mut Diagnostics) -> bool {
        let text = self.text(span.file);
        let mut at = span.range.start.min(text.len().saturating_sub(1));
        if is_closing(text, at) || span.range.start >= text.trim_end().len() {
            at = last_token(text, at).unwrap_or(at);
        }
        for mut item in items::around(text, at) {
            // A `;` that was missing parts items, too.
            let edits = self.edits.of(span.file).iter();
            let mut ends = edits
                .filter(|edit| edit.with == ";")
                .map(|edit| edit.range.end);
            if let Some(start) = ends.rfind(|at| item.range.contains(at) && *at <= span.range.start)
            {
                item.range.start = start;
                item.head = item_words(text, &item)
                    .first()
                    .copied()
                    .unwrap_or_default()
                    .to_owned();
            }
            if self.replace_item(span.file, &item, problems) {
                return true;
            }
        }
        false
    }

    /// Replaces an item by the shortest one that declares the same names; tells whether that makes a difference.
    fn replace_item(&mut self, file: FileId, item: &Item, problems: &mut Diagnostics) -> bool {
        let text = self.text(file);
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
                let names = used_names(text, item);
                (
                    self.missing_declarations(file, item.range.end, &names),
                    names,
                )
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
        self.names.extend(names);
        let with = if with.is_empty() { " " } else { &with };
        self.edits.replace(file, item.range.clone(), with)
    }

    /// Declares those of `names` that are not declared behind the item which ends at `end`.
    fn missing_declarations(&self, file: FileId, end: usize, names: &[&str]) -> String {
        let behind = self.edits.at(file, &(end..end));
        let behind = behind.map_or("", |edit| &edit.with);
        let declarations = names.iter().map(|name| declaration(name));
        declarations
            .filter(|text| !behind.contains(text.as_str()))
            .collect()
    }

    /// Replaces a stretch of a text; tells whether that makes a difference.
    pub(super) fn replace(&mut self, file: FileId, range: Range<usize>, with: &str) -> bool {
        self.edits.replace(file, range, with)
    }
}

/// The shortest declaration of a type.
fn declaration(name: &str) -> String {
    format!("type %{name}=u8;")
}
