//! One [`Diagnostic`] as text.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Sources, Span};

/// Lines longer than this are not quoted: nobody reads them, and carets would be off the screen.
const LONGEST_QUOTED_LINE: usize = 5_000;

/// The text for one problem, without a trailing line break.
pub(super) fn show(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let Diagnostic {
        kind: _,
        span,
        message,
        label,
        rule,
        help,
        related,
    } = diagnostic;
    let mut group = Group::with_title(Level::ERROR.primary_title(message.as_str()));
    if let Some(span) = span {
        group = quote(
            group,
            span,
            label.as_deref(),
            AnnotationKind::Primary,
            sources,
        );
    }
    for (span, label) in related {
        group = quote(group, span, Some(label), AnnotationKind::Context, sources);
    }
    if let Some(rule) = rule {
        group = group.element(Level::NOTE.with_name("rule").message(rule.as_str()));
    }
    for help in help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let text = Renderer::plain().render(&[group]);
    let lines: Vec<String> = text.lines().map(tidy).collect();
    lines.join("\n")
}

/// The renderer pads some lines, and does not indent a span without a quoted line.
fn tidy(line: &str) -> String {
    let indent = if line.starts_with("--> ") { " " } else { "" };
    format!("{indent}{}", line.trim_end())
}

/// Adds the line that `span` starts on, marked.
fn quote<'a>(
    group: Group<'a>,
    span: &Span,
    label: Option<&'a str>,
    kind: AnnotationKind,
    sources: &'a Sources,
) -> Group<'a> {
    let path = sources.path(span.file).display().to_string();
    let line = Line::around(sources.text(span.file), &span.range);
    if line.text.len() > LONGEST_QUOTED_LINE {
        let origin = Origin::path(path)
            .line(line.number)
            .char_column(line.column());
        let group = group.element(origin);
        return match label {
            Some(label) => group.element(Level::NOTE.message(label)),
            None => group,
        };
    }
    group.element(
        Snippet::source(line.text)
            .path(path)
            .line_start(line.number)
            .annotation(kind.span(line.marked).label(label)),
    )
}

/// One line of a source text, with the part of it that is marked.
#[derive(Debug, PartialEq, Eq)]
struct Line<'a> {
    /// Without its line break.
    text: &'a str,
    /// From 1.
    number: usize,
    /// Byte range in `text`, on character boundaries.
    marked: Range<usize>,
}

impl<'a> Line<'a> {
    /// The line that `range` starts on. A range that goes on after that line is cut at its end.
    fn around(source: &'a str, range: &Range<usize>) -> Line<'a> {
        let start = floor_char_boundary(source, range.start);
        let end = floor_char_boundary(source, range.end.max(start));
        let (before, after) = source.split_at(start);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line_end = after.find('\n').map_or(source.len(), |at| start + at);
        let text = source.get(line_start..line_end).unwrap_or_default();
        let text = text.strip_suffix('\r').unwrap_or(text);
        let clamp = |at: usize| floor_char_boundary(text, at.saturating_sub(line_start));
        Line {
            text,
            number: before.matches('\n').count() + 1,
            marked: clamp(start)..clamp(end),
        }
    }

    /// In characters, from 1.
    fn column(&self) -> usize {
        self.text
            .get(..self.marked.start)
            .unwrap_or_default()
            .chars()
            .count()
            + 1
    }
}

/// The last character boundary at or before `at`, which may be past the end.
fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::super::{Diagnostics, FileId};
    use super::*;

    fn render(text: &str, range: Range<usize>) -> String {
        let mut sources = Sources::default();
        let file = sources.add("x.wit".into(), text.to_owned());
        let diagnostic = Diagnostic::schema(Span { file, range }, "wrong")
            .label("here")
            .rule("be right")
            .help("do it");
        show(&diagnostic, &sources)
    }

    #[test]
    fn shows_place_line_rule_and_help() {
        let expected = "\
error: wrong
 --> x.wit:2:3
  |
2 |   two
  |   ^^^ here
  |
  = rule: be right
  = help: do it";
        assert_eq!(render("one\n  two\nthree", 6..9), expected);
    }

    #[test]
    fn columns_count_characters() {
        assert!(
            render("ß→ x", 6..7).contains("x.wit:1:4"),
            "{}",
            render("ß→ x", 6..7)
        );
        assert!(render("\tx", 1..2).contains("x.wit:1:2"));
    }

    #[test]
    fn line_breaks_of_windows_are_not_shown() {
        let text = render("one\r\ntwo\r\n", 5..8);
        assert!(text.contains("x.wit:2:1") && !text.contains('\r'), "{text}");
    }

    #[test]
    fn any_range_in_any_text_can_be_shown() {
        let texts = [
            "",
            "\n",
            "a",
            "a\n",
            "\r\n",
            "\r",
            "\t\tä\tb",
            "日本語\u{200d}\u{feff}\u{1b}[31m\0",
            "e\u{301}\r\nx\n\n",
        ];
        for text in texts {
            for start in 0..text.len() + 3 {
                for end in 0..text.len() + 3 {
                    let shown = render(text, start..end);
                    assert!(shown.contains("x.wit:"), "{text:?} {start}..{end}: {shown}");
                }
            }
        }
    }

    #[test]
    fn long_lines_are_located_but_not_quoted() {
        let text = "x".repeat(100_000);
        let shown = render(&text, 70_000..70_001);
        assert!(
            shown.contains("x.wit:1:70001") && shown.len() < 300,
            "{shown}"
        );
    }

    #[test]
    fn problems_are_ordered_and_shown_once() {
        let mut sources = Sources::default();
        let file = sources.add("x.wit".into(), "ab".to_owned());
        let mut all = Diagnostics::default();
        all.error(Diagnostic::config("no place"));
        all.error(Diagnostic::schema(Span { file, range: 1..2 }, "second"));
        all.error(Diagnostic::schema(Span { file, range: 0..1 }, "first"));
        all.error(Diagnostic::schema(Span { file, range: 1..2 }, "second"));
        let text = all.into_result(&sources).unwrap_err().to_string();
        let titles: Vec<_> = text
            .lines()
            .filter(|line| line.starts_with("error"))
            .collect();
        assert_eq!(titles, ["error: first", "error: second", "error: no place"]);
    }

    #[test]
    fn a_place_in_an_unknown_file_is_no_panic() {
        let shown = show(
            &Diagnostic::schema(
                Span {
                    file: FileId(7),
                    range: 3..9,
                },
                "wrong",
            ),
            &Sources::default(),
        );
        assert!(shown.contains("wrong"));
    }
}
