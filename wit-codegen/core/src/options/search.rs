//! Looking for what a selector names.

use super::{Selector, closest};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::elsewhere::Mapped;
use crate::model::{Schema, TypeDef, TypeKind};

/// A selector on its way through the items it may name. Every item that is asked about may be suggested when
/// none fits.
pub(super) struct Search<'a> {
    selector: &'a Selector,
    found: bool,
    known: Vec<String>,
    /// What would fit if it were not taken from elsewhere, and the option that says so.
    mapped: Option<(String, String)>,
}

impl<'a> Search<'a> {
    pub(super) fn new(selector: &'a Selector) -> Search<'a> {
        Search {
            selector,
            found: false,
            known: Vec::new(),
            mapped: None,
        }
    }

    /// Tells whether exactly this item is meant.
    pub(super) fn names(&mut self, item: &Selector) -> bool {
        let names = self.selector.names(item);
        self.note(item, names)
    }

    /// Tells whether this item, or something that holds it, is meant.
    pub(super) fn covers(&mut self, item: &Selector) -> bool {
        let covers = self.selector.covers(item);
        self.note(item, covers)
    }

    /// Something else that may be meant.
    pub(super) fn suggest(&mut self, item: &str) {
        self.known.push(item.to_owned());
    }

    /// Remembers an item that fits but is not generated here.
    pub(super) fn note_mapped(&mut self, item: Option<Selector>, mapped: &Mapped) {
        if let Some(item) = item {
            self.mapped = Some((item.to_string(), mapped.option.clone()));
        }
    }

    fn note(&mut self, item: &Selector, fits: bool) -> bool {
        self.found |= fits;
        self.known.push(item.to_string());
        fits
    }

    /// Reports the selector if it named nothing; `option` takes selectors of `what`.
    pub(super) fn finish(
        self,
        option: &str,
        what: &str,
        schema: &Schema,
        problems: &mut Diagnostics,
    ) {
        let mut names = self.selector.path().iter();
        if self.found || names.any(|name| problems.is_left_out(name)) {
            return;
        }
        let selector = self.selector.to_string();
        let message = format!("`{selector}`, given to `{option}`, selects nothing");
        let problem = Diagnostic::config(message).rule(format!(
            "`{option}` takes the selector of {what} that is generated"
        ));
        let help = match (self.origin(schema), &self.mapped) {
            (_, Some((item, option))) => format!(
                "`{item}` is taken from elsewhere by `{option}`: give the option where it is generated"
            ),
            (Some(origin), _) => {
                format!("`{selector}` is another name for `{origin}`: select that")
            }
            (None, _) => self.suggestion(&selector),
        };
        problems.error(problem.help(help));
    }

    fn suggestion(&self, wanted: &str) -> String {
        // Versions make names look less alike, and need not be given.
        let plain = |name: &String| match (wanted.contains('@'), name.split_once('@')) {
            (false, Some((start, rest))) => {
                let end = rest.find('/').and_then(|at| rest.get(at..));
                format!("{start}{}", end.unwrap_or_default())
            }
            _ => name.clone(),
        };
        let mut known: Vec<String> = self.known.iter().map(plain).collect();
        known.dedup();
        match closest(wanted, known.iter().map(String::as_str)).as_slice() {
            [] if known.is_empty() => "nothing of that kind is generated".to_owned(),
            [] => {
                let more = if known.len() > 8 { ", …" } else { "" };
                known.truncate(8);
                format!("there is {}{more}", quoted(&known).join(", "))
            }
            near => format!("did you mean {}?", quoted(near).join(" or ")),
        }
    }

    /// Where a type is declared that is selected where it is only used.
    fn origin<'s>(&self, schema: &'s Schema) -> Option<&'s str> {
        let named = |definition: &&TypeDef| {
            let item = Selector::parse(&definition.selector);
            item.is_ok_and(|item| self.selector.names(&item))
        };
        let mut definition = schema.types.iter().find(named)?;
        let TypeKind::Use(_) = definition.kind else {
            return None;
        };
        // A chain of uses is no longer than the list.
        for _ in &schema.types {
            if let TypeKind::Use(id) = definition.kind {
                definition = schema.types.get(id.0)?;
            }
        }
        Some(&definition.selector)
    }
}

fn quoted(names: &[impl AsRef<str>]) -> Vec<String> {
    let names = names.iter();
    names.map(|name| format!("`{}`", name.as_ref())).collect()
}
