//! What was measured: rows, and their form as JSON.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::bench::statistics::Spread;

/// Who calls whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    JsJs,
    JsRust,
    RustJs,
    RustRust,
}

/// How.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wire {
    /// JavaScript's own values; between Workers in JavaScript, what they do without anybody's help.
    Object,
    /// Cap'n Proto messages.
    Message,
    /// Glue that a user writes, with wasm-bindgen.
    HandWritten,
    /// A client that `worker-codegen` made.
    WorkerCodegen,
    ConnectRpc,
    CapnWeb,
    /// As `Object`, built from the commit before all this was measured.
    Before,
    /// As `Message`, built from it.
    BeforeMessage,
}

impl Direction {
    pub(crate) const ALL: [Self; 4] = [Self::JsJs, Self::JsRust, Self::RustJs, Self::RustRust];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::JsJs => "js-js",
            Self::JsRust => "js-rust",
            Self::RustJs => "rust-js",
            Self::RustRust => "rust-rust",
        }
    }
}

impl Wire {
    pub(crate) const ALL: [Self; 8] = [
        Self::Object,
        Self::Message,
        Self::HandWritten,
        Self::WorkerCodegen,
        Self::ConnectRpc,
        Self::CapnWeb,
        Self::Before,
        Self::BeforeMessage,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Message => "message",
            Self::HandWritten => "hand-written",
            Self::WorkerCodegen => "worker-codegen",
            Self::ConnectRpc => "connectrpc",
            Self::CapnWeb => "capnweb",
            Self::Before => "before",
            Self::BeforeMessage => "before-message",
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One work, done in one way.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) work: String,
    pub(crate) direction: Direction,
    pub(crate) wire: Wire,
    /// In microseconds.
    pub(crate) us: Spread,
}

/// What a run measured, in the order in which it did.
#[derive(Debug, Default)]
pub(crate) struct Results {
    rows: Vec<Row>,
    /// Works that are compared with another work done in the same way, and not with JavaScript's.
    compared: BTreeMap<String, String>,
    /// Why something was not measured.
    notes: Vec<String>,
}

impl Results {
    /// Adds a row: microseconds of one work, as often as they were measured.
    ///
    /// # Errors
    ///
    /// When there is none, or it was measured before.
    pub(crate) fn add(
        &mut self,
        work: &str,
        direction: Direction,
        wire: Wire,
        samples: &[f64],
    ) -> Result<()> {
        if self.find(work, direction, wire).is_some() {
            bail!("{work} {direction} {wire} is measured twice");
        }
        let us = Spread::of(samples)
            .with_context(|| format!("{work} {direction} {wire} was not measured at all"))?;
        self.rows.push(Row {
            work: work.to_owned(),
            direction,
            wire,
            us,
        });
        Ok(())
    }

    /// Has the ratio of `work` be that to `other`, in the same direction and on the same wire.
    pub(crate) fn compare(&mut self, work: &str, other: &str) {
        self.compared.insert(work.to_owned(), other.to_owned());
    }

    /// Has the table say why something is missing.
    pub(crate) fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    pub(crate) fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Works in the order in which they were measured.
    pub(crate) fn works(&self) -> Vec<&str> {
        let mut works = Vec::new();
        for row in &self.rows {
            if !works.contains(&row.work.as_str()) {
                works.push(&row.work);
            }
        }
        works
    }

    pub(crate) fn find(&self, work: &str, direction: Direction, wire: Wire) -> Option<&Row> {
        let is = |row: &&Row| row.work == work && row.direction == direction && row.wire == wire;
        self.rows.iter().find(is)
    }

    /// How long a row takes, to JavaScript calling JavaScript; nothing where that was not measured.
    pub(crate) fn ratio(&self, row: &Row) -> Option<f64> {
        let base = match self.compared.get(&row.work) {
            Some(other) => self.find(other, row.direction, row.wire),
            None => self.find(&row.work, Direction::JsJs, Wire::Object),
        };
        Some(row.us.median / base?.us.median)
    }

    /// The ratio of the row that is meant, if it was measured.
    pub(crate) fn ratio_of(&self, work: &str, direction: Direction, wire: Wire) -> Option<f64> {
        self.ratio(self.find(work, direction, wire)?)
    }

    /// An array with an object for each row.
    pub(crate) fn json(&self) -> Value {
        let rows = self.rows.iter().map(|row| {
            json!({
                "work": row.work,
                "direction": row.direction.name(),
                "wire": row.wire.name(),
                "us": rounded(row.us.median),
                "ratio": self.ratio(row).map(rounded),
            })
        });
        rows.collect()
    }
}

/// With as many places as mean something.
fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured() -> Result<Results> {
        let mut results = Results::default();
        results.add("add", Direction::JsJs, Wire::Object, &[40.0])?;
        results.add(
            "add",
            Direction::RustRust,
            Wire::Object,
            &[49.0, 50.0, 70.0],
        )?;
        results.add("tree", Direction::RustRust, Wire::Message, &[5.0])?;
        results.add("awaits-3", Direction::RustJs, Wire::Object, &[15.0])?;
        results.add("pipeline-3", Direction::JsJs, Wire::Object, &[5.0])?;
        results.add("pipeline-3", Direction::RustJs, Wire::Object, &[6.0])?;
        results.compare("pipeline-3", "awaits-3");
        Ok(results)
    }

    #[test]
    fn a_row_is_five_keys_and_its_ratio_is_to_javascript() -> Result<()> {
        let json = measured()?.json();
        let row = |work, direction, wire, us, ratio: Option<f64>| json!({ "work": work, "direction": direction, "wire": wire, "us": us, "ratio": ratio });
        assert_eq!(json[0], row("add", "js-js", "object", 40.0, Some(1.0)));
        assert_eq!(json[1], row("add", "rust-rust", "object", 50.0, Some(1.25)));
        assert_eq!(json[2], row("tree", "rust-rust", "message", 5.0, None));
        Ok(())
    }

    #[test]
    fn a_work_can_be_compared_with_another() -> Result<()> {
        let results = measured()?;
        let ratio = |direction| results.ratio_of("pipeline-3", direction, Wire::Object);
        assert_eq!(ratio(Direction::RustJs), Some(0.4));
        assert_eq!(ratio(Direction::JsJs), None);
        Ok(())
    }

    #[test]
    fn nothing_is_measured_twice_or_not_at_all() -> Result<()> {
        let mut results = measured()?;
        assert!(
            results
                .add("add", Direction::JsJs, Wire::Object, &[1.0])
                .is_err()
        );
        assert!(
            results
                .add("add", Direction::JsRust, Wire::Object, &[])
                .is_err()
        );
        Ok(())
    }

    #[test]
    fn names_are_not_shared() {
        let names: Vec<&str> = Wire::ALL.iter().map(|wire| wire.name()).collect();
        let mut unique = names.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), names.len());
    }
}
