//! What we want to be under, beside what was measured. To know, not to fail.

use std::fmt::Write as _;

use crate::bench::results::{Direction, Results, Wire};

/// Of one row, the ratio that it should not exceed.
const BARS: [(&str, Direction, Wire, f64); 9] = [
    ("add", Direction::RustRust, Wire::Object, 1.15),
    ("order-100", Direction::RustRust, Wire::Object, 1.25),
    ("order-100", Direction::RustRust, Wire::Message, 0.35),
    ("order-10000", Direction::RustRust, Wire::Message, 0.25),
    ("bytes-1mib", Direction::RustRust, Wire::Object, 0.45),
    ("f64-100k", Direction::RustRust, Wire::Object, 0.25),
    ("pipeline-3", Direction::RustRust, Wire::Object, 0.40),
    ("order-100", Direction::JsRust, Wire::Object, 1.15),
    ("cold-start", Direction::RustRust, Wire::Object, 1.5),
];

/// What part of the time of glue written by hand each row should take.
const OF_HAND_WRITTEN: f64 = 0.95;

/// A line for each bar whose row was measured.
pub(crate) fn of(results: &Results) -> String {
    let mut text = String::new();
    for (work, direction, wire, bar) in BARS {
        if let Some(ratio) = results.ratio_of(work, direction, wire) {
            let what = format!("{work} {direction} {wire}");
            line(&mut text, &what, ratio, bar);
        }
    }
    for row in results.rows() {
        let by_hand = results.find(&row.work, row.direction, Wire::HandWritten);
        if let (Wire::Object, Some(by_hand)) = (row.wire, by_hand) {
            let what = format!("{} {} to by hand", row.work, row.direction);
            let ratio = row.us.median / by_hand.us.median;
            line(&mut text, &what, ratio, OF_HAND_WRITTEN);
        }
    }
    if text.is_empty() {
        text
    } else {
        format!("\nBars\n{text}")
    }
}

fn line(text: &mut String, what: &str, ratio: f64, bar: f64) {
    let met = if ratio <= bar { "met" } else { "not met" };
    let _ = writeln!(text, "  {what:<36}{ratio:>6.2}   ≤ {bar:.2}   {met}");
}

#[cfg(test)]
mod tests {
    use anyhow::Result;

    use super::*;

    #[test]
    fn a_bar_is_met_or_not_or_was_not_measured() -> Result<()> {
        let mut results = Results::default();
        results.add("add", Direction::JsJs, Wire::Object, &[40.0])?;
        results.add("add", Direction::RustRust, Wire::Object, &[44.0])?;
        results.add("add", Direction::RustRust, Wire::HandWritten, &[44.0])?;
        let text = of(&results);
        let lines: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(
            lines[0].contains("1.10") && lines[0].ends_with(" met"),
            "{text}"
        );
        assert!(
            lines[1].contains("1.00") && lines[1].ends_with("not met"),
            "{text}"
        );
        Ok(())
    }
}
