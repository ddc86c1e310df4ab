//! The table of a run, for people.

use std::fmt::Write as _;

use crate::bench::results::{Direction, Results, Row, Wire};

/// How wide a column is.
const WIDTH: usize = 11;

/// Ratios by work: for each direction, with a column for each wire that was measured.
pub(crate) fn of(results: &Results) -> String {
    let mut text = String::from(
        "\nTime of a work, as its ratio to JavaScript → JavaScript (µs: how long that takes); behind ±, how far half of\n\
         the rounds are from the median, in per cent of it\n",
    );
    for direction in Direction::ALL {
        let mut rows = results.rows().iter();
        if rows.any(|row| row.direction == direction) {
            add(&mut text, results, direction);
        }
    }
    if !results.notes().is_empty() {
        text.push_str("\n–: not measured\n");
    }
    for note in results.notes() {
        let _ = writeln!(text, "  {note}");
    }
    text
}

/// Adds what was measured in one direction.
fn add(text: &mut String, results: &Results, direction: Direction) {
    let was_measured = |wire: &Wire| {
        let mut rows = results.rows().iter();
        rows.any(|row| row.direction == direction && row.wire == *wire)
    };
    let wires: Vec<Wire> = Wire::ALL.into_iter().filter(was_measured).collect();
    let _ = write!(text, "\n{:16}{:>WIDTH$}", direction.name(), "µs");
    for wire in &wires {
        let _ = write!(text, "{:>WIDTH$}", heading(*wire));
    }
    text.push('\n');
    for work in results.works() {
        let found = wires
            .iter()
            .map(|wire| results.find(work, direction, *wire));
        let found: Vec<Option<&Row>> = found.collect();
        if found.iter().all(Option::is_none) {
            continue;
        }
        let js = results.find(work, Direction::JsJs, Wire::Object);
        let us = js.map_or("–".to_owned(), |row| micros(row.us.median));
        let _ = write!(text, "{work:16}{us:>WIDTH$}");
        for row in found {
            let cell = row.map_or("–".to_owned(), |row| cell(results, row));
            let _ = write!(text, "{cell:>WIDTH$}");
        }
        text.push('\n');
    }
}

fn heading(wire: Wire) -> &'static str {
    match wire {
        Wire::HandWritten => "by hand",
        Wire::WorkerCodegen => "codegen",
        Wire::BeforeMessage => "before msg",
        other => other.name(),
    }
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
        results.add("add", Direction::RustRust, Wire::Object, &[40.0])?;
        results.add("tree", Direction::RustRust, Wire::Object, &[800.0])?;
        results.note("worker-codegen knows primitive types alone");
        let text = of(&results);
        let lines: Vec<Vec<&str>> = text
            .lines()
            .map(|line| line.split_whitespace().collect())
            .collect();
        let has = |line: &[&str]| assert!(lines.iter().any(|it| it == line), "{text}");
        has(&["js-js", "µs", "object"]);
        has(&["tree", "400", "1.00", "±0"]);
        has(&["rust-rust", "µs", "object", "codegen"]);
        has(&["add", "40.0", "1.00", "±0", "1.50", "±12"]);
        has(&["tree", "400", "2.00", "±0", "–"]);
        assert!(
            text.ends_with("worker-codegen knows primitive types alone\n"),
            "{text}"
        );
        Ok(())
    }
}
