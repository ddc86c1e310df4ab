//! What a file says of modules: those it has, what it imports, which paths it uses. From its tokens alone, so that
//! text and comments are no code, and what is inside a macro is.

use std::collections::BTreeSet;

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The code of one module.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// It is for tests alone: `#![cfg(test)]`.
    pub(super) for_tests: bool,
    pub(super) modules: Vec<Module>,
    /// Names of its items.
    pub(super) items: BTreeSet<String>,
    /// It includes another file, which has items of it.
    pub(super) includes: bool,
    /// Names of its macros that are at the root of the crate.
    pub(super) exported_macros: BTreeSet<String>,
    pub(super) uses: Vec<Use>,
    /// Paths in code, of two names or more.
    pub(super) paths: Vec<Vec<String>>,
}

/// `mod name;` or `mod name { … }`.
#[derive(Debug)]
pub(super) struct Module {
    pub(super) name: String,
    /// Of the attribute `path`.
    pub(super) path: Option<String>,
    /// What is between the braces.
    pub(super) inline: Option<Source>,
}

/// One name that a `use` imports.
#[derive(Debug)]
pub(super) struct Use {
    pub(super) path: Vec<String>,
    /// The name that it has here; none for `*`.
    pub(super) name: Option<String>,
    /// Others can import it from here.
    pub(super) reexported: bool,
}

impl Source {
    /// # Errors
    ///
    /// When `text` is not Rust.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let tokens: TokenStream = text.parse().map_err(|error| anyhow!("{error}"))?;
        Ok(Self::of(tokens))
    }

    fn of(tokens: TokenStream) -> Self {
        let mut source = Self::default();
        source.read(&tokens.into_iter().collect::<Vec<_>>(), true);
        source
    }

    /// Reads `tokens`, which are items of the module itself if they are `outermost`.
    fn read(&mut self, tokens: &[TokenTree], outermost: bool) {
        let mut at = 0;
        let mut path_attribute = None;
        let mut exported = false;
        let mut public = false;
        while at < tokens.len() {
            let rest = &tokens[at..];
            if let [hash, bang, group, ..] = rest
                && is(hash, '#')
                && is(bang, '!')
                && let TokenTree::Group(attribute) = group
            {
                self.for_tests |= outermost && is_for_tests(attribute.stream());
                at += 3;
                continue;
            }
            if let [hash, TokenTree::Group(attribute), ..] = rest
                && is(hash, '#')
                && attribute.delimiter() == Delimiter::Bracket
            {
                if is_for_tests(attribute.stream()) {
                    at += 2 + item_length(&rest[2..]);
                } else {
                    path_attribute = path_of(attribute.stream()).or(path_attribute);
                    exported |= attribute.stream().to_string() == "macro_export";
                    at += 2;
                }
                continue;
            }
            at += match rest {
                [TokenTree::Ident(word), TokenTree::Ident(name), end, ..]
                    if word == "mod" && outermost =>
                {
                    let inline = match end {
                        TokenTree::Group(body) => Some(Self::of(body.stream())),
                        _ => None,
                    };
                    self.modules.push(Module {
                        name: plain(name),
                        path: path_attribute.take(),
                        inline,
                    });
                    3
                }
                [TokenTree::Ident(word), ..] if word == "use" => {
                    let length = rest.iter().take_while(|token| !is(token, ';')).count();
                    self.read_use(&rest[1..length], Vec::new(), outermost && public);
                    length
                }
                [TokenTree::Ident(word), TokenTree::Ident(name), ..]
                    if outermost && ITEMS.iter().any(|item| word == item) =>
                {
                    // `const fn name` and `unsafe trait Name` are read at their second word.
                    self.items.insert(plain(name));
                    1
                }
                [TokenTree::Ident(word), bang, TokenTree::Ident(name), _, ..]
                    if word == "macro_rules" && is(bang, '!') =>
                {
                    self.items.insert(plain(name));
                    if exported {
                        self.exported_macros.insert(plain(name));
                        // And its body, which is code of whoever uses it.
                        4
                    } else {
                        3
                    }
                }
                [TokenTree::Ident(_), ..] => {
                    let path = leading_path(rest);
                    let length = path.len() * 3 - 2;
                    let is_macro = rest.get(length).is_some_and(|next| is(next, '!'));
                    let includes = path.last().is_some_and(|name| name.starts_with("include"));
                    self.includes |= outermost && is_macro && includes;
                    if path.len() > 1 && !follows_colons(&tokens[..at]) {
                        self.paths.push(path);
                    }
                    length
                }
                [TokenTree::Group(group), ..] => {
                    self.read(&group.stream().into_iter().collect::<Vec<_>>(), false);
                    1
                }
                _ => 1,
            };
            // What stands before an item is of that item, and of none after it.
            match &tokens[at - 1] {
                TokenTree::Ident(word) if word == "pub" => public = true,
                TokenTree::Group(group)
                    if group.delimiter() == Delimiter::Parenthesis && public => {}
                TokenTree::Punct(punct) if punct.as_char() == '#' => {}
                _ => public = false,
            }
            if ends_item(&tokens[at - 1]) {
                (path_attribute, exported) = (None, false);
            }
        }
    }

    /// Reads what follows the word `use`, after what `path` has of it already.
    fn read_use(&mut self, tokens: &[TokenTree], mut path: Vec<String>, reexported: bool) {
        let mut tokens = tokens;
        // A path that begins with `::` is of another crate.
        if let [first, second, ..] = tokens
            && is(first, ':')
            && is(second, ':')
            && path.is_empty()
        {
            return;
        }
        loop {
            match tokens {
                [dollar, rest @ ..] if is(dollar, '$') => tokens = rest,
                [TokenTree::Ident(name), first, second, rest @ ..]
                    if is(first, ':') && is(second, ':') =>
                {
                    path.push(plain(name));
                    tokens = rest;
                }
                [TokenTree::Group(group)] => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    for part in inner.split(|token| is(token, ',')) {
                        self.read_use(part, path.clone(), reexported);
                    }
                    return;
                }
                [star] if is(star, '*') => {
                    let name = None;
                    self.uses.push(Use {
                        path,
                        name,
                        reexported,
                    });
                    return;
                }
                [TokenTree::Ident(last), alias @ ..] => {
                    if last != "self" || path.is_empty() {
                        path.push(plain(last));
                    }
                    let name = match alias {
                        // Also `_`, which names nothing.
                        [_, TokenTree::Ident(alias)] => Some(plain(alias)),
                        _ => path.last().cloned(),
                    };
                    self.uses.push(Use {
                        path,
                        name,
                        reexported,
                    });
                    return;
                }
                _ => return,
            }
        }
    }
}

/// The words that a name of an item follows.
const ITEMS: [&str; 8] = [
    "struct", "enum", "union", "trait", "type", "fn", "const", "static",
];

fn is(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

/// `r#name` is `name`.
fn plain(name: &proc_macro2::Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map_or(name.clone(), str::to_owned)
}

/// The names at the start of `tokens`, which begins with one, that `::` joins.
fn leading_path(tokens: &[TokenTree]) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = tokens;
    while let [TokenTree::Ident(name), after @ ..] = rest {
        names.push(plain(name));
        match after {
            [first, second, next @ ..] if is(first, ':') && is(second, ':') => rest = next,
            _ => break,
        }
    }
    names
}

/// Whether what comes next is the end of a longer path: of another crate, or of a type.
fn follows_colons(before: &[TokenTree]) -> bool {
    matches!(before, [.., first, second] if is(first, ':') && is(second, ':'))
}

/// Whether an attribute is `cfg(test)`, or a `cfg` that needs `test` among others.
fn is_for_tests(attribute: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = attribute.into_iter().collect();
    matches!(&tokens[..], [TokenTree::Ident(cfg), TokenTree::Group(condition)]
        if cfg == "cfg" && needs_test(condition.stream()))
}

fn needs_test(condition: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = condition.into_iter().collect();
    tokens.split(|token| is(token, ',')).any(|part| match part {
        [TokenTree::Ident(test)] => test == "test",
        [TokenTree::Ident(all), TokenTree::Group(group)] => {
            all == "all" && needs_test(group.stream())
        }
        _ => false,
    })
}

/// The text of `path = "text"`.
fn path_of(attribute: TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = attribute.into_iter().collect();
    match &tokens[..] {
        [TokenTree::Ident(path), _, TokenTree::Literal(text)] if path == "path" => {
            Some(text.to_string().trim_matches('"').to_owned())
        }
        _ => None,
    }
}

/// How many tokens the item has that `tokens` begin with.
fn item_length(tokens: &[TokenTree]) -> usize {
    let before = tokens.iter().take_while(|token| !ends_item(token)).count();
    (before + 1).min(tokens.len())
}

/// A `;`, or braces. What is after those of a `use` is a `;`, which harms nothing.
fn ends_item(token: &TokenTree) -> bool {
    is(token, ';')
        || matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}
