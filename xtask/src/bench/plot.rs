//! A plot (SVG) of what a call costs against the size of what it carries, for each wire.
//!
//! Both axes are logarithmic, so that a cost in proportion to size is a straight line. Colours follow the reader's
//! scheme, light or dark.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::bench::results::{Direction, Results, Wire};

/// Works of one sort, each with how much it carries.
struct Sort {
    title: &'static str,
    works: &'static [(&'static str, f64, &'static str)],
}

const SORTS: [Sort; 2] = [
    Sort {
        title: "an order, by its items",
        works: &[
            ("order-1", 1.0, "1"),
            ("order-100", 100.0, "100"),
            ("order-10000", 10_000.0, "10,000"),
        ],
    },
    Sort {
        title: "bytes",
        works: &[
            ("bytes-1kib", 1024.0, "1 KiB"),
            ("bytes-1mib", 1_048_576.0, "1 MiB"),
            ("bytes-16mib", 16_777_216.0, "16 MiB"),
        ],
    },
];

/// What has a line, with its colours in a light and in a dark scheme, from back to front.
const LINES: [(Direction, Wire, &str, &str, &str); 9] = [
    (
        Direction::RustRust,
        Wire::BeforeMessage,
        "Rust, messages, before",
        "#b3a6dd",
        "#5d4f93",
    ),
    (
        Direction::RustRust,
        Wire::Before,
        "Rust, objects, before",
        "#94bce8",
        "#2f5c91",
    ),
    (
        Direction::JsJs,
        Wire::CapnWeb,
        "JavaScript, Cap'n Web",
        "#7d8794",
        "#8d97a5",
    ),
    (
        Direction::RustRust,
        Wire::ConnectRpc,
        "Rust, connectrpc",
        "#a8641b",
        "#d08a3e",
    ),
    (
        Direction::RustRust,
        Wire::WorkerCodegen,
        "Rust, worker-codegen",
        "#b0487e",
        "#d873a6",
    ),
    (
        Direction::RustRust,
        Wire::HandWritten,
        "Rust, by hand",
        "#c4372c",
        "#ee6a5e",
    ),
    (
        Direction::JsJs,
        Wire::Object,
        "JavaScript",
        "#1c1c1c",
        "#f2f2f2",
    ),
    (
        Direction::RustRust,
        Wire::Object,
        "Rust, objects",
        "#1f6fc4",
        "#5aa5f2",
    ),
    (
        Direction::RustRust,
        Wire::Message,
        "Rust, messages",
        "#5b3fb8",
        "#a58df0",
    ),
];

// One panel, in the units of the drawing.
const LEFT: f64 = 64.0;
const TOP: f64 = 84.0;
const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 340.0;
/// Beside it are the names of the lines.
const NAMES: f64 = 200.0;
const PANEL: f64 = LEFT + WIDTH + NAMES;
/// How far apart names are at least.
const LEADING: f64 = 17.0;

/// The drawing of everything that was measured at two sizes at least; nothing if nothing was.
pub(crate) fn of(results: &Results) -> Option<String> {
    let panels: Vec<(&Sort, Vec<Line>)> = SORTS
        .iter()
        .map(|sort| (sort, lines_of(sort, results)))
        .filter(|(_, lines)| !lines.is_empty())
        .collect();
    if panels.is_empty() {
        return None;
    }
    let costs = || {
        panels
            .iter()
            .flat_map(|(_, lines)| lines)
            .flat_map(|line| &line.points)
            .map(|(_, us)| *us)
    };
    let costs = Axis::around(
        costs().fold(f64::MAX, f64::min),
        costs().fold(f64::MIN, f64::max),
    );

    #[allow(clippy::cast_precision_loss)] // There are two at most.
    let width = PANEL * panels.len() as f64;
    let height = TOP + HEIGHT + 56.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"12\">\n{}",
        style()
    );
    svg += "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n";
    text(
        &mut svg,
        20.0,
        30.0,
        "start",
        "title",
        "Time of a call that sends a value and gets it back",
    );
    let mut left = 0.0;
    for (sort, lines) in &panels {
        panel(&mut svg, left + LEFT, sort, lines, costs);
        left += PANEL;
    }
    svg += "</svg>\n";
    Some(svg)
}

/// What was measured of one way to call: sizes and microseconds.
struct Line {
    /// Its place in [`LINES`].
    index: usize,
    points: Vec<(f64, f64)>,
}

fn lines_of(sort: &Sort, results: &Results) -> Vec<Line> {
    let lines = LINES
        .iter()
        .enumerate()
        .map(|(index, (direction, wire, ..))| {
            let points = sort.works.iter().filter_map(|(work, size, _)| {
                let row = results.find(work, *direction, *wire)?;
                Some((*size, row.us.median))
            });
            Line {
                index,
                points: points.collect(),
            }
        });
    lines.filter(|line| line.points.len() > 1).collect()
}

/// A logarithmic axis, from one power of ten to another.
#[derive(Clone, Copy)]
struct Axis {
    least: i32,
    most: i32,
}

impl Axis {
    #[allow(clippy::cast_possible_truncation)] // Logarithms are small.
    fn around(least: f64, most: f64) -> Self {
        Self {
            least: least.log10().floor() as i32,
            most: most.log10().ceil() as i32,
        }
    }

    /// Where `value` is, from 0 to 1.
    fn place(self, value: f64) -> f64 {
        (value.log10() - f64::from(self.least)) / f64::from((self.most - self.least).max(1))
    }
}

fn panel(svg: &mut String, left: f64, sort: &Sort, lines: &[Line], costs: Axis) {
    let sizes = sort.works;
    let (first, last) = (sizes[0].1.log10(), sizes[sizes.len() - 1].1.log10());
    let x = |size: f64| left + (size.log10() - first) / (last - first) * WIDTH;
    let y = |us: f64| TOP + HEIGHT - costs.place(us) * HEIGHT;

    text(svg, left, TOP - 20.0, "start", "heading", sort.title);
    for power in costs.least..=costs.most {
        let us = 10_f64.powi(power);
        rule(svg, "grid", (left, y(us)), (left + WIDTH, y(us)));
        text(svg, left - 8.0, y(us) + 4.0, "end", "tick", &time(us));
    }
    for (_, size, label) in sizes {
        rule(
            svg,
            "grid",
            (x(*size), TOP + HEIGHT),
            (x(*size), TOP + HEIGHT + 5.0),
        );
        text(svg, x(*size), TOP + HEIGHT + 22.0, "middle", "tick", label);
    }
    for Line { index, points } in lines {
        let path: Vec<String> = points
            .iter()
            .map(|(size, us)| format!("{:.1},{:.1}", x(*size), y(*us)))
            .collect();
        let _ = writeln!(
            svg,
            "<polyline class=\"line l{index}\" points=\"{}\"/>",
            path.join(" ")
        );
        for (size, us) in points {
            let _ = writeln!(
                svg,
                "<circle class=\"dot d{index}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.5\"/>",
                x(*size),
                y(*us)
            );
        }
    }
    // Names are at the ends of their lines, from top to bottom, as far as they have room.
    let ends = lines
        .iter()
        .filter_map(|line| Some((line.index, y(line.points.last()?.1))));
    for (index, end, place) in apart(ends.collect()) {
        let name = LINES[index].2;
        let from = left + WIDTH;
        rule(
            svg,
            &format!("lead l{index}"),
            (from + 5.0, end),
            (from + 24.0, place),
        );
        text(svg, from + 29.0, place + 4.0, "start", "name", name);
    }
}

/// Places for names, each as near to the end of its line as the others let it be.
fn apart(mut ends: Vec<(usize, f64)>) -> Vec<(usize, f64, f64)> {
    ends.sort_by(|one, other| one.1.total_cmp(&other.1));
    let mut places: BTreeMap<usize, f64> = BTreeMap::new();
    // Those above push down …
    let mut free = TOP;
    for (index, end) in &ends {
        let place = end.max(free);
        places.insert(*index, place);
        free = place + LEADING;
    }
    // … and what is pushed out below pushes up.
    let mut free = TOP + HEIGHT;
    for (index, _) in ends.iter().rev() {
        if let Some(place) = places.get_mut(index) {
            *place = place.min(free);
            free = *place - LEADING;
        }
    }
    ends.into_iter()
        .map(|(index, end)| (index, end, places[&index]))
        .collect()
}

fn time(us: f64) -> String {
    match us {
        us if us < 1000.0 => format!("{us} µs"),
        us if us < 1_000_000.0 => format!("{} ms", us / 1000.0),
        us => format!("{} s", us / 1_000_000.0),
    }
}

fn rule(svg: &mut String, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
    let _ = writeln!(
        svg,
        "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
    );
}

/// `words` have nothing in them that XML would take for its own.
fn text(svg: &mut String, x: f64, y: f64, anchor: &str, class: &str, words: &str) {
    let _ = writeln!(
        svg,
        "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>"
    );
}

fn style() -> String {
    let scheme = |dark: bool| {
        let (paper, ink, faint, grid) = if dark {
            ("#16191d", "#eceff2", "#a3abb5", "#333a42")
        } else {
            ("#ffffff", "#1c1c1c", "#5c6570", "#dfe3e8")
        };
        let mut css = format!(
            ".paper {{ fill: {paper} }} text {{ fill: {ink} }} .tick {{ fill: {faint} }} .grid {{ stroke: {grid} }} \
             .dot {{ stroke: {paper} }}\n"
        );
        for (index, (_, _, _, light, dark_colour)) in LINES.iter().enumerate() {
            let colour = if dark { dark_colour } else { light };
            let _ = writeln!(
                css,
                ".l{index} {{ stroke: {colour} }} .d{index} {{ fill: {colour} }}"
            );
        }
        css
    };
    format!(
        "<style>\n{}@media (prefers-color-scheme: dark) {{\n{}}}\n\
         .title {{ font-size: 16px; font-weight: 600 }} .heading {{ font-weight: 600 }}\n\
         .line {{ fill: none; stroke-width: 2; stroke-linejoin: round }} .lead {{ stroke-width: 1.5 }} \
         .dot {{ stroke-width: 1.5 }}\n</style>\n",
        scheme(false),
        scheme(true)
    )
}

#[cfg(test)]
mod tests {
    use anyhow::Result;

    use super::*;

    #[test]
    fn a_line_needs_two_sizes() -> Result<()> {
        let mut results = Results::default();
        assert!(of(&results).is_none());
        results.add("order-1", Direction::JsJs, Wire::Object, &[50.0])?;
        assert!(of(&results).is_none());
        results.add("order-100", Direction::JsJs, Wire::Object, &[250.0])?;
        results.add("order-100", Direction::RustRust, Wire::Object, &[500.0])?;
        let svg = of(&results).unwrap_or_default();
        assert_eq!(svg.matches("<polyline").count(), 1, "{svg}");
        assert!(svg.contains(">JavaScript</text>"), "{svg}");
        assert!(!svg.contains(">bytes</text>"), "{svg}");
        Ok(())
    }

    #[test]
    fn names_do_not_cover_each_other() {
        let bottom = TOP + HEIGHT;
        let places = apart(vec![(0, bottom), (1, bottom - 1.0), (2, bottom), (3, TOP)]);
        let mut last = f64::MIN;
        for (_, _, place) in places {
            assert!(
                place - last >= LEADING && place <= bottom,
                "{place} after {last}"
            );
            last = place;
        }
    }
}
