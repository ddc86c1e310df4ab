//! Where in a schema file something is declared.
//!
//! What the compiler tells about spans depends on its version, and covers whole declarations; a message about a
//! declaration marks its name.

use std::collections::HashMap;
use std::ops::Range;

use crate::text::{Kind, Token, tokens};

/// Where the names are that a file declares.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// By path: `Person`, `PhoneNumber`, `type`; for parameters, the path of their method and their name.
    names: HashMap<Vec<String>, Range<usize>>,
}

impl Outline {
    /// Reads the declarations in `text`. Of text that is no schema, it makes something or nothing.
    pub(crate) fn of(text: &str) -> Outline {
        let mut outline = Outline::default();
        let tokens = tokens(text);
        // One entry for each open brace: how many names it adds to the path.
        let mut open: Vec<usize> = Vec::new();
        let mut path: Vec<String> = Vec::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            if token.is('}') {
                let names = open.pop().unwrap_or_default();
                path.truncate(path.len().saturating_sub(names));
                at += 1;
                continue;
            }
            let next = tokens.get(at + 1);
            let name = match (token.word(), next) {
                (Some("struct" | "interface" | "enum" | "const" | "annotation"), Some(next)) => {
                    next.word().map(|_| next)
                }
                (Some(_), Some(next)) if next.is('@') || next.is(':') => Some(token),
                _ => None,
            };
            if let Some(name) = name {
                path.extend(name.word().map(str::to_owned));
                outline.add(&path, name);
            }
            // The rest of the declaration: up to its end, or into its braces.
            let mut depth = 0_usize;
            while let Some(token) = tokens.get(at) {
                match token.kind {
                    Kind::Mark('(' | '[') => depth += 1,
                    Kind::Mark(')' | ']') => depth = depth.saturating_sub(1),
                    Kind::Mark(';' | '{' | '}') if depth == 0 => break,
                    Kind::Word(word) if depth == 1 && name.is_some() => {
                        let starts = at.checked_sub(1).and_then(|before| tokens.get(before));
                        let starts = starts.is_some_and(|it| it.is('(') || it.is(','));
                        if starts && tokens.get(at + 1).is_some_and(|it| it.is(':')) {
                            path.push(word.to_owned());
                            outline.add(&path, token);
                            path.pop();
                        }
                    }
                    _ => {}
                }
                at += 1;
            }
            let names = usize::from(name.is_some());
            match tokens.get(at) {
                Some(token) if token.is('{') => {
                    open.push(names);
                    at += 1;
                }
                Some(token) => {
                    path.truncate(path.len().saturating_sub(names));
                    at += usize::from(token.is(';'));
                }
                None => break,
            }
        }
        outline
    }

    /// Where the name at the end of `path` is declared.
    pub(crate) fn span(&self, path: &[String]) -> Option<Range<usize>> {
        self.names.get(path).cloned()
    }

    fn add(&mut self, path: &[String], name: &Token<'_>) {
        let range = name.range.clone();
        self.names.entry(path.to_vec()).or_insert(range);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found_by_path() {
        let text = "@0xff; using X = import \"x.capnp\"; $X.a(b = (c :d));
            struct A(T) $X.b(\"struct Z\") { # struct Y
              a @0 :Text = \"a\"; union { b @1! :Int8; c :group { a @2 :List(A); } }
              struct B { a @0 :A; } enum E { e @0; }
            }
            interface I extends(J(Text)) { a @0 [T] (a :T, b :List(Map(X, Y)) = [1]) -> (c :T); b @1 A -> stream; }
            const k :UInt8 = 1;";
        let outline = Outline::of(text);
        let at = |path: &str| {
            let path: Vec<String> = path.split('.').map(str::to_owned).collect();
            let range = outline.span(&path);
            range.map(|range| &text[range.start..range.end + 3])
        };
        for (path, expected) in [
            ("A", "A(T)"),
            ("A.a", "a @0"),
            ("A.b", "b @1"),
            ("A.c", "c :g"),
            ("A.c.a", "a @2"),
            ("A.B", "B { "),
            ("A.B.a", "a @0"),
            ("A.E.e", "e @0"),
            ("I", "I ex"),
            ("I.a.a", "a :T"),
            ("I.a.b", "b :L"),
            ("I.b", "b @1"),
            ("k", "k :U"),
        ] {
            assert_eq!(at(path), Some(expected), "{path}");
        }
        assert_eq!(at("Z"), None);
        assert_eq!(at("Y"), None);
    }

    #[test]
    fn any_text_has_an_outline() {
        for text in [
            "}",
            "struct",
            "struct {",
            "struct A {",
            "a @",
            "((((",
            "]]]]};{",
        ] {
            Outline::of(text);
        }
    }
}
