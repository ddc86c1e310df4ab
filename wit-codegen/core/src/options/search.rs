//! Looking for what a selector names.

use std::collections::HashMap;

use super::{Selector, closest};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Schema, TypeDef, TypeKind};

/// A selector on its way through the items it may name. Every item that is asked about may be suggested when
/// none fits.
#[derive(Debug)]
pub struct Search<'a> {
    selector: &'a Selector,
    found: bool,
    known: Vec<String>,
    /// What would fit if it were not taken from elsewhere, and the option that says so.
    taken: Option<(String, String)>,
}

impl<'a> Search<'a> {
    /// The search for what `selector` names.
    #[must_use]
    pub fn new(selector: &'a Selector) -> Search<'a> {
        Search {
            selector,
            found: false,
            known: Vec::new(),
            taken: None,
        }
    }

    /// Tells whether exactly this item is meant.
    pub fn names(&mut self, item: &Selector) -> bool {
        let names = self.selector.names(item);
        self.note(item, names)
    }

    /// Tells whether this item, or something that holds it, is meant.
    pub fn covers(&mut self, item: &Selector) -> bool {
        let covers = self.selector.covers(item);
        self.note(item, covers)
    }

    /// Something else that may be meant.
    pub fn suggest(&mut self, item: &str) {
        self.known.push(item.to_owned());
    }

    /// Remembers an item that fits but is not generated here, as `option` says.
    pub fn note_taken(&mut self, item: Option<Selector>, option: &str) {
        if let Some(item) = item {
            self.taken = Some((item.to_string(), option.to_owned()));
        }
    }

    fn note(&mut self, item: &Selector, fits: bool) -> bool {
        self.found |= fits;
        self.known.push(item.to_string());
        fits
    }

    /// Reports the selector if it named nothing; `option` takes selectors of `what`.
    pub fn finish(self, option: &str, what: &str, schema: &Schema, problems: &mut Diagnostics) {
        let mut names = self.selector.path().iter();
        if self.found || names.any(|name| problems.is_left_out(name)) {
            return;
        }
        let selector = self.selector.to_string();
        let message = format!("`{selector}`, given to `{option}`, selects nothing");
        let problem = Diagnostic::config(message).rule(format!(
            "`{option}` takes the selector of {what} that is generated"
        ));
        let help = match (self.origin(schema), &self.taken) {
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

/// What an option was given for each item.
#[derive(Debug)]
pub struct Seen {
    option: &'static str,
    values: HashMap<String, String>,
}

impl Seen {
    /// Nothing yet, of an option of this name.
    #[must_use]
    pub fn new(option: &'static str) -> Seen {
        Seen {
            option,
            values: HashMap::new(),
        }
    }

    /// Reports an item that was given another value before: only one of both can be meant.
    pub fn note(&mut self, item: &Selector, value: &str, problems: &mut Diagnostics) {
        let option = self.option;
        match self.values.get(&item.to_string()) {
            None => drop(self.values.insert(item.to_string(), value.to_owned())),
            Some(first) if first == value => {}
            Some(first) => problems.error(
                Diagnostic::config(format!(
                    "`{item}` is given to `{option}` twice, with `{first}` and with `{value}`"
                ))
                .rule(format!("`{option}` takes one value for each item"))
                .help("take one of them out"),
            ),
        }
    }
}

/// Selectors of the model are well formed; one that is not would select nothing.
pub(crate) fn parse(selector: &str) -> Option<Selector> {
    Selector::parse(selector).ok()
}

fn quoted(names: &[impl AsRef<str>]) -> Vec<String> {
    let names = names.iter();
    names.map(|name| format!("`{}`", name.as_ref())).collect()
}
