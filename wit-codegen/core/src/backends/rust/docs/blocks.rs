//! Code in schema docs. rustdoc takes every block of code without another language for Rust, and compiles and runs it
//! as a test of the user's crate: so blocks of a schema's docs are marked as text.
//!
//! Markdown is followed as far as blocks of code need it: fences, indented blocks, and the quotes and lists that they
//! may be in.

/// `text` with no block that rustdoc would compile, and no blank line around it.
///
/// A carriage return is the end of a line here: rustc takes none in a comment.
pub(super) fn as_rustdoc(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<String> = text.lines().map(|it| it.trim_end().to_owned()).collect();
    // The text of a block comment is indented as a whole.
    let filled = lines.iter().filter(|line| !line.is_empty());
    let common = filled.map(|line| indent(line)).min().unwrap_or_default();
    for line in &mut lines {
        *line = without_indent(line, common);
    }
    let mut out = Vec::new();
    blocks(&lines, DEEPEST, &mut out);
    let start = out.iter().take_while(|line| line.is_empty()).count();
    let end = out.len() - blank_at_end(&out[start..]);
    out[start..end].join("\n")
}

/// How deeply quotes and lists are looked into.
const DEEPEST: usize = 32;

/// The blocks of `lines`, one after the other; `levels` more may be in them.
fn blocks(lines: &[String], levels: usize, out: &mut Vec<String>) {
    let Some(levels) = levels.checked_sub(1) else {
        out.extend_from_slice(lines);
        return;
    };
    // An indented line that goes on with a paragraph is no code.
    let mut in_paragraph = false;
    let mut rest = lines;
    while let [line, after @ ..] = rest {
        if line.is_empty() {
            in_paragraph = false;
            out.push(String::new());
            rest = after;
        } else if indent(line) >= 4 && !in_paragraph {
            rest = indented_code(rest, out);
        } else if indent(line) >= 4 {
            out.push(line.clone());
            rest = after;
        } else if let Some(fence) = Fence::opened_by(line) {
            in_paragraph = false;
            rest = fenced_code(&fence, after, out);
        } else if let Some((container, others)) = Container::at(rest, in_paragraph) {
            in_paragraph = container.lines.last().is_some_and(|it| !it.is_empty());
            let mut content = Vec::new();
            blocks(&container.lines, levels, &mut content);
            for (index, line) in content.iter().enumerate() {
                let before = match index {
                    0 => &container.first,
                    _ => &container.further,
                };
                out.push(format!("{before}{line}").trim_end().to_owned());
            }
            rest = others;
        } else {
            in_paragraph = !ends_at_its_line(line);
            out.push(line.clone());
            rest = after;
        }
    }
}

fn split(lines: &[String], takes: impl Fn(&String) -> bool) -> (&[String], &[String]) {
    lines.split_at(lines.iter().take_while(|line| takes(line)).count())
}

fn blank_at_end(lines: &[String]) -> usize {
    let blank = lines.iter().rev().take_while(|line| line.is_empty());
    blank.count()
}

/// An indented block, as a fenced one.
fn indented_code<'l>(lines: &'l [String], out: &mut Vec<String>) -> &'l [String] {
    let (block, _) = split(lines, |line| line.is_empty() || indent(line) >= 4);
    let (block, rest) = lines.split_at(block.len() - blank_at_end(block));
    let longest = block.iter().map(|line| longest_run(line, '`')).max();
    let fence = "`".repeat(3.max(longest.unwrap_or_default() + 1));
    out.push(format!("{fence}text"));
    out.extend(block.iter().map(|line| without_indent(line, 4)));
    out.push(fence);
    rest
}

/// What follows on the opening fence, up to the closing one; one that is missing is added.
fn fenced_code<'l>(fence: &Fence<'_>, lines: &'l [String], out: &mut Vec<String>) -> &'l [String] {
    let Fence {
        indentation,
        marks,
        info,
    } = fence;
    out.push(format!("{indentation}{marks}{}", language(info)));
    let (code, rest) = split(lines, |line| !fence.is_closed_by(line));
    out.extend_from_slice(code);
    out.push(format!("{indentation}{marks}"));
    rest.get(1..).unwrap_or_default()
}

struct Fence<'l> {
    indentation: &'l str,
    marks: &'l str,
    info: &'l str,
}

impl<'l> Fence<'l> {
    fn opened_by(line: &'l str) -> Option<Self> {
        let start = line.trim_start();
        let mark = start
            .chars()
            .next()
            .filter(|mark| matches!(mark, '`' | '~'))?;
        let info = start.trim_start_matches(mark);
        let (indentation, marks) = (
            &line[..line.len() - start.len()],
            &start[..start.len() - info.len()],
        );
        // Backticks on the same line are code in a text.
        let is_fence = marks.len() >= 3 && !(mark == '`' && info.contains('`'));
        is_fence.then_some(Self {
            indentation,
            marks,
            info,
        })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let marks = line.trim();
        indent(line) < 4
            && marks.starts_with(self.marks)
            && marks.trim_start_matches(&self.marks[..1]).is_empty()
    }
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

/// A quote, or an item of a list: lines with something before each.
struct Container {
    /// What stands before the first line.
    first: String,
    /// What stands before the others.
    further: String,
    lines: Vec<String>,
}

impl Container {
    /// The container at the start of `lines`, and the lines after it.
    fn at(lines: &[String], in_paragraph: bool) -> Option<(Self, &[String])> {
        let [line, after @ ..] = lines else {
            return None;
        };
        if is_quoted(line) {
            let (quoted, others) = split(lines, |line| is_quoted(line));
            let quote = Self {
                first: "> ".to_owned(),
                further: "> ".to_owned(),
                lines: quoted.iter().map(|line| unquoted(line)).collect(),
            };
            return Some((quote, others));
        }
        let column = content_of_item(line, in_paragraph)?;
        let (inside, _) = split(after, |line| line.is_empty() || indent(line) >= column);
        // Blank lines at the end belong to what follows.
        let (inside, others) = after.split_at(inside.len() - blank_at_end(inside));
        let (marker, first) = item(line, column);
        let further = inside.iter().map(|line| without_indent(line, column));
        let item = Self {
            first: marker,
            further: " ".repeat(column),
            lines: std::iter::once(first).chain(further).collect(),
        };
        Some((item, others))
    }
}

fn is_quoted(line: &str) -> bool {
    indent(line) < 4 && line.trim_start().starts_with('>')
}

/// A line without the mark of its quote, and without that of one only.
fn unquoted(line: &str) -> String {
    let start = line.trim_start();
    let inner = start.strip_prefix('>').unwrap_or(start);
    inner.strip_prefix(' ').unwrap_or(inner).to_owned()
}

/// The column in which the content of a list's item starts, if `line` starts one.
fn content_of_item(line: &str, in_paragraph: bool) -> Option<usize> {
    let start = line.trim_start();
    if is_rule(start) {
        return None;
    }
    let digits = start.bytes().take_while(u8::is_ascii_digit).count();
    let marker = match start[digits..].chars().next()? {
        '-' | '*' | '+' if digits == 0 => 1,
        // In a paragraph, another number is one that happens to stand at the start of a line.
        '.' | ')' if (1..10).contains(&digits) && (!in_paragraph || &start[..digits] == "1") => {
            digits + 1
        }
        _ => return None,
    };
    let content = &start[marker..];
    let column = indent(line) + marker;
    let spaces = indent_from(content, column);
    match (content.is_empty(), spaces) {
        (true, _) | (false, 5..) => Some(column + 1),
        (false, 0) => None,
        (false, spaces) => Some(column + spaces),
    }
}

/// The marker of an item, up to `column`, and the rest of its line.
fn item(line: &str, column: usize) -> (String, String) {
    let start = line.trim_start();
    let content = start.trim_start_matches(|c: char| c.is_ascii_digit());
    let marker = start.len() - content.len() + 1;
    let width = indent(line) + marker;
    let rest = &start[marker..];
    let before = format!("{}{}", " ".repeat(indent(line)), &start[..marker]);
    let spaces = indent_from(rest, width);
    let rest = format!("{}{}", " ".repeat(spaces), rest.trim_start());
    (
        format!("{before}{}", " ".repeat(column - width)),
        without_indent(&rest, column - width),
    )
}

/// A heading, a line across the page, a link's target: no paragraph goes on after it.
fn ends_at_its_line(line: &str) -> bool {
    let line = line.trim();
    let is_underline = line.chars().all(|c| c == '=') || line.chars().all(|c| c == '-');
    let is_heading = line.trim_start_matches('#').starts_with(' ') && line.starts_with('#');
    is_underline || is_heading || is_rule(line) || line.starts_with('[') && line.contains("]:")
}

fn is_rule(line: &str) -> bool {
    let marks: Vec<char> = line.chars().filter(|c| !c.is_whitespace()).collect();
    marks.len() >= 3
        && ['-', '*', '_']
            .iter()
            .any(|mark| marks.iter().all(|it| it == mark))
}

fn longest_run(line: &str, mark: char) -> usize {
    let runs = line.split(|c| c != mark).map(str::len);
    runs.max().unwrap_or_default()
}

/// How many columns a line is indented by: tabs go to the next fourth.
fn indent(line: &str) -> usize {
    indent_from(line, 0)
}

/// The columns of the space at the start of `text`, which stands in the given column.
fn indent_from(text: &str, column: usize) -> usize {
    let spaces = text.chars().take_while(|c| matches!(c, ' ' | '\t'));
    let end = spaces.fold(column, |at, c| match c {
        '\t' => at / 4 * 4 + 4,
        _ => at + 1,
    });
    end - column
}

/// A line without that many columns of its indentation.
fn without_indent(line: &str, columns: usize) -> String {
    if columns == 0 {
        return line.to_owned();
    }
    let rest = indent(line).saturating_sub(columns);
    format!(
        "{}{}",
        " ".repeat(rest),
        line.trim_start_matches([' ', '\t'])
    )
}

#[cfg(test)]
mod tests;
