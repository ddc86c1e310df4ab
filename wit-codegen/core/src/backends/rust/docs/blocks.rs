//! Code in schema docs. rustdoc takes every block of code without another language for Rust, and compiles and runs it
//! as a test of the user's crate: so blocks of a schema's docs are marked as text.
//!
//! Where blocks are, the crate `pulldown-cmark` says, as it does for rustdoc. Only their lines change.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// `text` with no block that rustdoc would compile, and no blank line around it.
///
/// A carriage return is the end of a line here: rustc takes none in a comment.
pub(super) fn as_rustdoc(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<String> = text.lines().map(|it| it.trim_end().to_owned()).collect();
    // The text of a block comment is indented as a whole.
    let filled = lines.iter().filter(|line| !line.is_empty());
    let common = filled.map(|line| indent(line)).min().unwrap_or_default();
    for line in lines.iter_mut().filter(|_| common > 0) {
        let rest = indent(line).saturating_sub(common);
        *line = format!("{}{}", " ".repeat(rest), line.trim_start());
    }
    let text = lines.join("\n");
    let text = text.trim_matches('\n');
    let mut out = String::new();
    let mut done = 0;
    for Edit { range, becomes } in code_blocks(text).iter().flat_map(|it| it.edits(text)) {
        out.push_str(&text[done..range.start]);
        out.push_str(&becomes);
        done = range.end;
    }
    out.push_str(&text[done..]);
    out
}

/// A block of code.
struct CodeBlock {
    is_fenced: bool,
    range: Range<usize>,
    /// Where its text starts.
    content: Option<usize>,
    /// Where each of its lines is, from the first character that is no space to the last.
    lines: Vec<Range<usize>>,
}

/// The blocks of `text`, with the extensions of Markdown that rustdoc has.
fn code_blocks(text: &str) -> Vec<CodeBlock> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut blocks = Vec::new();
    let mut open: Option<CodeBlock> = None;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                open = Some(CodeBlock {
                    is_fenced: matches!(kind, CodeBlockKind::Fenced(_)),
                    range,
                    content: None,
                    lines: Vec::new(),
                });
            }
            Event::Text(_) => {
                if let Some(block) = &mut open {
                    block.content.get_or_insert(range.start);
                    block.lines.extend(filled_lines(text, range));
                }
            }
            Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
            _ => {}
        }
    }
    blocks
}

/// The lines in `range` that have something in them.
fn filled_lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = range.start;
    let lines = text[range].split_inclusive('\n').map(move |line| {
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        start..start + line.trim().len()
    });
    lines.filter(|line| !line.is_empty())
}

/// What becomes of a part of the text.
struct Edit {
    range: Range<usize>,
    becomes: String,
}

impl CodeBlock {
    fn edits(&self, text: &str) -> Vec<Edit> {
        match self.is_fenced {
            true => self.edits_of_fenced(text),
            false => self.edit_of_indented(text).into_iter().collect(),
        }
    }

    /// A language that is not Rust on the opening fence, and a closing one that is just as long; one that is missing is
    /// added.
    fn edits_of_fenced(&self, text: &str) -> Vec<Edit> {
        let opening = &text[self.range.start..line_end(text, self.range.start)];
        let start = self.range.start + opening.len() - opening.trim_start().len();
        let fence = opening.trim_start();
        let info = fence.trim_start_matches(['`', '~']);
        let marks = &fence[..fence.len() - info.len()];
        let opening = Edit {
            range: start..start + fence.len(),
            becomes: format!("{marks}{}", language(info)),
        };
        let end = self.lines.last().map_or(opening.range.end, |line| line.end);
        let after = text[end..self.range.end.max(end)].trim_end();
        let run = after.len() - after.trim_end_matches(['`', '~']).len();
        let closing = match run {
            0 => Edit {
                range: end..end,
                becomes: format!(
                    "\n{}{marks}",
                    further(&text[line_start(text, start)..start])
                ),
            },
            run => Edit {
                range: end + after.len() - run..end + after.len(),
                becomes: marks.to_owned(),
            },
        };
        vec![opening, closing]
    }

    /// The same lines between fences.
    fn edit_of_indented(&self, text: &str) -> Option<Edit> {
        let (first, last) = (self.lines.first()?, self.lines.last()?);
        let range = line_start(text, first.start)..last.end;
        let marks = self
            .lines
            .iter()
            .map(|line| longest_run(&text[line.clone()], '`'));
        let fence = "`".repeat(3.max(marks.max().unwrap_or_default() + 1));
        let content = self.content?;
        let before = unindented(&text[line_start(text, content)..content]);
        let mut becomes = format!("{before}{fence}text\n");
        let mut lines = self.lines.iter().peekable();
        let mut at = range.start;
        for line in text[range.clone()].split('\n') {
            match lines.next_if(|it| it.start <= at + line.len()) {
                Some(filled) => {
                    becomes.push_str(&further(&unindented(&text[at..filled.start])));
                    becomes.push_str(&text[filled.clone()]);
                }
                None => becomes.push_str(line),
            }
            becomes.push('\n');
            at += line.len() + 1;
        }
        becomes.push_str(&further(&before));
        becomes.push_str(&fence);
        Some(Edit { range, becomes })
    }
}

/// What stands before a line of an indented block, without that indentation.
fn unindented(before: &str) -> String {
    let marks = before.trim_end();
    let rest = columns(before).saturating_sub(columns(marks) + 4);
    format!("{marks}{}", " ".repeat(rest))
}

/// What stands before the further lines of a block, by what stands before the first: quotes go on, and an item of a list
/// is indented.
fn further(before: &str) -> String {
    let mut out = String::new();
    for c in before.chars() {
        match c {
            '>' => out.push('>'),
            '\t' => out.push_str(&" ".repeat(4 - out.len() % 4)),
            _ => out.push(' '),
        }
    }
    out
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end)
}

/// The language of a block, if that is one and not Rust: rustdoc compiles what has none, or nothing but its own words.
fn language(info: &str) -> &str {
    let is_end = |c: char| c.is_whitespace() || c == ',';
    let first = info.trim_start().split(is_end).next().unwrap_or_default();
    let is_language = first.starts_with(|c: char| c.is_ascii_alphabetic())
        && first
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '#' | '.'));
    let lower = first.to_ascii_lowercase();
    let of_rustdoc = [
        "rust",
        "ignore",
        "should",
        "no_run",
        "no-run",
        "norun",
        "test",
        "compile",
        "custom",
        "edition",
        "standalone",
    ];
    // `E0123` is an error that the code is to have.
    let is_error = first.starts_with('E') && first[1..].bytes().all(|byte| byte.is_ascii_digit());
    let is_of_rustdoc = is_error || of_rustdoc.iter().any(|word| lower.starts_with(word));
    match is_language && !is_of_rustdoc {
        true => first,
        false => "text",
    }
}

fn longest_run(line: &str, mark: char) -> usize {
    let runs = line.split(|c| c != mark).map(str::len);
    runs.max().unwrap_or_default()
}

/// How many columns a line is indented by.
fn indent(line: &str) -> usize {
    columns(&line[..line.len() - line.trim_start_matches([' ', '\t']).len()])
}

/// How many columns a text takes at the start of a line: tabs go to the next fourth.
fn columns(text: &str) -> usize {
    text.chars().fold(0, |at, c| match c {
        '\t' => at / 4 * 4 + 4,
        _ => at + 1,
    })
}

#[cfg(test)]
mod tests;
