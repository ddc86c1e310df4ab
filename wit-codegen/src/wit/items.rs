//! Where the items of a text begin and end, also when something in it is broken.

use std::ops::Range;

use super::scan::{Piece, Scanner};

/// An item around a position: a declaration, a function, a field, a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// Its `;`, `,` or braces included; comments in front of it are not.
    pub(super) range: Range<usize>,
    /// What it starts with, attributes left out: `interface`, `record`, the name of a function.
    pub(super) head: String,
    /// How many items it is in.
    pub(super) depth: usize,
}

/// The items that the byte `at` is in, the innermost first.
pub(super) fn around(text: &str, at: usize) -> Vec<Item> {
    let mut found = Vec::new();
    visit(text, |item| {
        if item.range.contains(&at) {
            found.push(item);
        }
    });
    found.sort_by_key(|item| item.range.len());
    found
}

/// The items that stand directly in the item `outer`.
pub(super) fn inside(text: &str, outer: &Item) -> Vec<Item> {
    let mut found = Vec::new();
    visit(text, |item| {
        let is_in = outer.range.start <= item.range.start && item.range.end <= outer.range.end;
        if is_in && item.depth == outer.depth + 1 {
            found.push(item);
        }
    });
    found
}

/// How many braces are open before the byte `at`.
pub(super) fn depth(text: &str, at: usize) -> usize {
    let before = tokens(text).take_while(|(_, range)| range.start < at);
    before.fold(0, |depth: usize, (_, range)| match text.get(range) {
        Some("{") => depth + 1,
        Some("}") => depth.saturating_sub(1),
        _ => depth,
    })
}

/// Everything but comments.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = (Piece, Range<usize>)> {
    Scanner::new(text)
        .filter(|(piece, _)| !matches!(piece, Piece::DocComment | Piece::PlainComment))
}

/// What is open at one level of braces.
#[derive(Default)]
struct Level {
    start: Option<usize>,
    head: String,
    /// Commas end items here, too.
    commas: bool,
    /// Parentheses and angle brackets.
    brackets: usize,
    in_attribute: bool,
}

fn visit(text: &str, mut found: impl FnMut(Item)) {
    let mut levels = vec![Level::default()];
    let mut last: Range<usize> = 0..0;
    for (piece, range) in tokens(text) {
        let word = text.get(range.clone()).unwrap_or_default();
        let before = text.get(last.clone()).unwrap_or_default();
        let depth = levels.len() - 1;
        let mut end = |level: &mut Level, end: usize| {
            let Level { start, head, .. } = std::mem::take(level);
            if let Some(start) = start {
                let range = start..end;
                found(Item { range, head, depth });
            }
        };
        if word == "}" && depth > 0 {
            if let Some(level) = levels.last_mut() {
                end(level, last.end);
            }
            levels.pop();
            let depth = depth - 1;
            // A `use` goes on to its `;`.
            if let Some(level) = levels.last_mut().filter(|level| level.head != "use") {
                let commas = level.commas;
                let Level { start, head, .. } = std::mem::take(level);
                level.commas = commas;
                let range = start.unwrap_or(range.start)..range.end;
                found(Item { range, head, depth });
            }
            last = range;
            continue;
        }
        let Some(level) = levels.last_mut() else {
            return;
        };
        level.start.get_or_insert(range.start);
        match word {
            "{" => {
                let members = ["record", "variant", "enum", "flags", "use", "include"];
                let commas = members.contains(&level.head.as_str());
                level.brackets = 0;
                levels.push(Level {
                    commas,
                    ..Level::default()
                });
            }
            ";" | "}" => {
                let commas = level.commas;
                end(level, range.end);
                level.commas = commas;
            }
            "," if level.commas && level.brackets == 0 => {
                end(level, range.end);
                level.commas = true;
            }
            "@" if level.head.is_empty() => level.in_attribute = true,
            "(" | "<" => level.brackets += 1,
            ")" | ">" if before != "-" => {
                level.brackets = level.brackets.saturating_sub(1);
                level.in_attribute &= word != ")";
            }
            _ if level.head.is_empty() && !level.in_attribute && piece == Piece::Word => {
                level.head = word.to_owned();
            }
            _ => {}
        }
        last = range;
    }
    // What is not finished goes on to the end.
    for (depth, level) in levels.into_iter().enumerate() {
        let Level { start, head, .. } = level;
        if let Some(start) = start {
            let range = start..text.len();
            found(Item { range, head, depth });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<'t>(text: &'t str, at: &str) -> Vec<&'t str> {
        let at = text.find(at).unwrap();
        let items = around(text, at).into_iter();
        items.map(|item| &text[item.range]).collect()
    }

    #[test]
    fn items_are_found_around_a_position() {
        let text = "package a:b; interface i { use c.{d as e, f}; /// g\n @since(version = 1.0.0) h: \
                    func(j: list<k, 2>) -> l; record m { n: tuple<o, p>, q: r } } world s { include \
                    t with { u as v } import w; }";
        assert_eq!(texts(text, "a:b"), ["package a:b;"]);
        let interface = &text[13..text.find(" world").unwrap()];
        assert_eq!(texts(text, "f}"), ["f", "use c.{d as e, f};", interface]);
        let function = "@since(version = 1.0.0) h: func(j: list<k, 2>) -> l;";
        assert_eq!(texts(text, "k, 2"), [function, interface]);
        let record = "record m { n: tuple<o, p>, q: r }";
        assert_eq!(texts(text, "o, p"), ["n: tuple<o, p>,", record, interface]);
        assert_eq!(texts(text, "r }"), ["q: r", record, interface]);
        assert_eq!(texts(text, "w;")[0], "import w;");
        let heads: Vec<String> = around(text, text.find("h:").unwrap())
            .into_iter()
            .map(|item| item.head)
            .collect();
        assert_eq!(heads, ["h", "interface"]);
    }

    #[test]
    fn broken_text_has_items_too() {
        assert_eq!(
            texts("interface a { f: func(", "f:"),
            ["f: func(", "interface a { f: func("]
        );
        assert_eq!(texts("} interface a {}", "}"), ["}"]);
        assert_eq!(texts("f: func(x: ; g: func();", "g:"), ["g: func();"]);
        assert!(around("", 0).is_empty());
    }

    #[test]
    fn items_inside_are_one_level_deeper() {
        let text = "interface a { use b.{c}; f: func(); }";
        let outer = around(text, 0).pop().unwrap();
        let heads: Vec<String> = inside(text, &outer).into_iter().map(|it| it.head).collect();
        assert_eq!(heads, ["use", "f"]);
    }
}
