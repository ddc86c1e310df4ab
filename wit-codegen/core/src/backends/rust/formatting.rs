//! The look of the text: blank lines between items, and parts that were written as text.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};

/// Parts that are written as text, and stand as an item in the tokens until the rest is formatted.
#[derive(Debug, Default)]
pub(crate) struct Inserts {
    texts: Vec<String>,
}

impl Inserts {
    /// The item that stands for `text`.
    pub(crate) fn add(&mut self, text: String) -> TokenStream {
        let index = Literal::usize_unsuffixed(self.texts.len());
        self.texts.push(text);
        quote!(__insert!(#index);)
    }

    /// The text that stands for what is on `line`, if it is one of ours.
    fn on(&self, line: &str) -> Option<&str> {
        let index = line.trim().strip_prefix("__insert!(")?.strip_suffix(");")?;
        self.texts
            .get(index.parse::<usize>().ok()?)
            .map(String::as_str)
    }
}

/// The text of a file. Items are formatted one by one: what is parsed of them lives no longer than that, where a whole file
/// of tokens and of syntax takes fifty times what its text takes.
#[derive(Debug, Default)]
pub(crate) struct Text {
    text: String,
    /// How many modules are open.
    depth: usize,
}

impl Text {
    /// Adds items.
    pub(crate) fn add(&mut self, items: impl ToTokens) {
        let tokens = items.into_token_stream();
        if tokens.is_empty() {
            return;
        }
        match syn::parse2::<syn::File>(tokens.clone()) {
            Ok(file) => self.text.push_str(&in_modules(file, self.depth)),
            // Only a mistake of ours gets here; the text is still the best thing to show to who finds it.
            Err(_) => {
                self.text.push_str(&tokens.to_string());
                self.text.push('\n');
            }
        }
    }

    /// Begins the module that `module` declares without any items.
    pub(crate) fn open(&mut self, module: TokenStream) {
        self.add(module);
        self.text.truncate(self.text.trim_end_matches("}\n").len());
        self.text.push('\n');
        self.depth += 1;
    }

    /// Ends the module that was begun last.
    pub(crate) fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.text.ends_with("{\n") {
            self.text.truncate(self.text.len() - 1);
        } else {
            self.text.push_str(&INDENT.repeat(self.depth));
        }
        self.text.push_str("}\n");
    }

    pub(crate) fn append(&mut self, other: Text) {
        self.text.push_str(&other.text);
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}

const INDENT: &str = "    ";

/// The text of items as it is where `depth` modules are around them: lines are so much shorter there.
fn in_modules(mut file: syn::File, depth: usize) -> String {
    for _ in 0..depth {
        let module = syn::ItemMod {
            attrs: Vec::new(),
            vis: syn::Visibility::Inherited,
            unsafety: None,
            mod_token: Default::default(),
            ident: Ident::new("m", Span::call_site()),
            content: Some((Default::default(), file.items)),
            semi: None,
        };
        file.items = vec![syn::Item::Mod(module)];
    }
    let text = prettyplease::unparse(&file);
    // A line opens each of them, and a line closes it.
    let start = text.match_indices('\n').take(depth).last();
    let start = start.map_or(0, |(at, _)| at + 1);
    let closing: usize = (0..depth).map(|outer| outer * INDENT.len() + 2).sum();
    text.get(start..text.len() - closing)
        .unwrap_or(&text)
        .to_owned()
}

/// The call of the macro `path` on what is almost an item: `alike` is formatted, then each line of it that is the first
/// of a pair in `differing` becomes the second.
pub(crate) fn macro_call(
    path: &TokenStream,
    alike: &TokenStream,
    differing: &[(String, String)],
) -> String {
    let alike = match syn::parse2::<syn::File>(alike.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        // As in `render`: only a mistake of ours gets here.
        Err(_) => alike.to_string(),
    };
    let mut out = format!("{}! {{\n", spelled(path));
    for line in lay_out(&alike, &Inserts::default()).lines() {
        let differs = differing.iter().find(|(wrong, _)| wrong == line);
        let line = differs.map_or(line, |(_, right)| right);
        if !line.is_empty() {
            out.push_str("    ");
            out.push_str(line);
        }
        out.push('\n');
    }
    out.push_str("}\n");
    out
}

/// The call of the macro `path` on a table: its head, a line for each row, and one for what may be said after them.
///
/// ```ignore
/// record! {
///     Order as "order" {
///         id: "id",
///     }
///     shape "…"
/// }
/// ```
pub(crate) fn table(
    path: &TokenStream,
    head: &str,
    rows: impl IntoIterator<Item = String>,
    after: Option<&str>,
) -> String {
    let mut out = format!("{}! {{\n    {head} {{", spelled(path));
    let mut rows = rows.into_iter().peekable();
    let is_empty = rows.peek().is_none();
    for row in rows {
        // An expression may be of several lines.
        let row = row.replace('\n', "\n        ");
        out.push_str(&format!("\n        {row},"));
    }
    out.push_str(if is_empty { "}\n" } else { "\n    }\n" });
    if let Some(after) = after {
        out.push_str(&format!("    {after}\n"));
    }
    out.push_str("}\n");
    out
}

/// How long a line may be, for the formatter.
const WIDTH: usize = 89;

/// Whether `code` fits on one line of a function's body, in an `impl` that is `depth` modules deep.
pub(crate) fn fits(code: &TokenStream, depth: usize) -> bool {
    // Tokens have spaces between them, of which the formatter keeps those after commas and around `=`.
    let code = code.to_string().replace(' ', "");
    let spaces = code.matches(',').count() + 3 * code.matches('=').count();
    (depth + 2) * 4 + code.len() + spaces <= WIDTH
}

/// An expression as it is written in a row of a table.
pub(crate) fn expression(expression: &TokenStream) -> String {
    let function = quote!(fn f() { #expression });
    let Ok(file) = syn::parse2::<syn::File>(function) else {
        // As in `render`: only a mistake of ours gets here.
        return expression.to_string();
    };
    let formatted = prettyplease::unparse(&file);
    let lines = formatted
        .lines()
        .filter_map(|line| line.strip_prefix("    "));
    lines.collect::<Vec<_>>().join("\n")
}

/// A path without the spaces that tokens have between them.
fn spelled(path: &TokenStream) -> String {
    path.to_string().replace(' ', "")
}

/// Puts `inserts` in their places, and a blank line between items.
pub(crate) fn lay_out(formatted: &str, inserts: &Inserts) -> String {
    let mut out = String::with_capacity(formatted.len() * 9 / 8);
    let mut last = "";
    for line in formatted.lines() {
        let insert = inserts.on(line);
        let opens = insert.is_some() || opens_item(line) || follows_block(last, line);
        if closes_item(last) && opens {
            out.push('\n');
        }
        match insert {
            Some(text) => {
                let indent = &line[..line.len() - line.trim_start().len()];
                for line in text.lines() {
                    if !line.is_empty() {
                        out.push_str(indent);
                        out.push_str(line);
                    }
                    out.push('\n');
                }
            }
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
        last = line;
    }
    out
}

/// The end of an item, not of a line of docs; a statement or a match arm that ends the same way is not followed by an
/// item.
fn closes_item(line: &str) -> bool {
    let line = line.trim();
    if line.starts_with("//") {
        return false;
    }
    line == "}" || line.ends_with("{}") || line.ends_with(';') || line.ends_with(");")
}

/// A constant after one whose value takes several lines.
fn follows_block(last: &str, line: &str) -> bool {
    last.trim() == "};" && line.trim_start().starts_with("const ")
}

fn opens_item(line: &str) -> bool {
    let line = line.trim_start();
    let starts = ["///", "#[", "pub ", "impl ", "impl<", "fn ", "async fn "];
    // An item that is a macro's call has an absolute path; a statement may start with one, too.
    starts.iter().any(|start| line.starts_with(start))
        || line.starts_with("::") && line.contains('!')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_stand_between_items_only() {
        let items = "/// Ends with;\n/// {}\n/// }\nstruct A {}\n/// B.\nstruct B {\n    a: u8,\n}\nimpl B {}\n";
        let expected = "/// Ends with;\n/// {}\n/// }\nstruct A {}\n\n/// B.\nstruct B {\n    a: u8,\n}\n\nimpl B {}\n";
        assert_eq!(lay_out(items, &Inserts::default()), expected);
    }
}
