//! The table of a run, for people.

use std::fmt::Write as _;

use crate::bench::results::{Direction, Results, Row, Wire};

/// How wide a column is.
const WIDTH: usize = 11;

/// Ratios by work; a column for each direction and wire that was measured.
pub(crate) fn of(results: &Results) -> String {
    let was_measured = |column: &(Direction, Wire)| {
        let mut rows = results.rows().iter();
        rows.any(|row| (row.direction, row.wire) == *column)
    };
    let columns: Vec<(Direction, Wire)> = Direction::ALL
        .into_iter()
        .flat_map(|direction| Wire::ALL.map(|wire| (direction, wire)))
        .filter(was_measured)
        .collect();
    let mut text = String::from(
        "\nTime of a work, as its ratio to JavaScript → JavaScript (µs: how long that takes); behind ±, how far half of\n\
         the rounds are from the median, in per cent of it\n\n",
    );
    for part in [first_word, second_word] {
        let _ = write!(text, "{:13}{:>WIDTH$}", "", "");
        for column in &columns {
            let _ = write!(text, "{:>WIDTH$}", part(*column));
        }
        text.push('\n');
    }
    for work in results.works() {
        let js = results.find(work, Direction::JsJs, Wire::Object);
        let us = js.map_or("–".to_owned(), |row| micros(row.us.median));
        let _ = write!(text, "{work:13}{us:>WIDTH$}");
        for (direction, wire) in &columns {
            let row = results.find(work, *direction, *wire);
            let cell = row.map_or("–".to_owned(), |row| cell(results, row));
            let _ = write!(text, "{cell:>WIDTH$}");
        }
        text.push('\n');
    }
    if !results.notes().is_empty() {
        text.push_str("\n–: not measured\n");
    }
    for note in results.notes() {
        let _ = writeln!(text, "  {note}");
    }
    text
}

fn first_word((direction, _): (Direction, Wire)) -> String {
    direction.to_string()
}

fn second_word((_, wire): (Direction, Wire)) -> String {
    let short = match wire {
        Wire::HandWritten => "by hand",
        Wire::WorkerCodegen => "w-codegen",
        Wire::BeforeMessage => "before-msg",
        other => other.name(),
    };
    short.to_owned()
}

fn cell(results: &Results, row: &Row) -> String {
    let spread = row.us.relative() * 100.0;
    match results.ratio(row) {
        Some(ratio) => format!("{ratio:.2} ±{spread:.0}"),
        None => format!("{} µs", micros(row.us.median)),
    }
}

fn micros(us: f64) -> String {
    if us < 100.0 {
        format!("{us:.1}")
    } else {
        format!("{us:.0}")
    }
}

#[cfg(test)]
mod tests {
    use anyhow::Result;

    use super::*;

    #[test]
    fn what_was_not_measured_is_a_dash_and_its_reason_is_below() -> Result<()> {
        let mut results = Results::default();
        results.add("add", Direction::JsJs, Wire::Object, &[40.0])?;
        results.add(
            "add",
            Direction::RustRust,
            Wire::WorkerCodegen,
            &[45.0, 60.0, 75.0],
        )?;
        results.add("tree", Direction::JsJs, Wire::Object, &[400.0])?;
        results.note("worker-codegen knows primitive types alone");
        let text = of(&results);
        let lines: Vec<Vec<&str>> = text
            .lines()
            .map(|line| line.split_whitespace().collect())
            .collect();
        assert!(lines.contains(&vec!["js-js", "rust-rust"]), "{text}");
        assert!(lines.contains(&vec!["object", "w-codegen"]), "{text}");
        assert!(
            lines.contains(&vec!["add", "40.0", "1.00", "±0", "1.50", "±12"]),
            "{text}"
        );
        assert!(
            lines.contains(&vec!["tree", "400", "1.00", "±0", "–"]),
            "{text}"
        );
        assert!(
            text.ends_with("worker-codegen knows primitive types alone\n"),
            "{text}"
        );
        Ok(())
    }
}
