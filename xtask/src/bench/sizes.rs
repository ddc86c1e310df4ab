//! How large Workers are: of the examples, beside the same ones with glue that is written by hand; and what one more
//! method of each kind adds.

use std::fmt::Write as _;
use std::ops::Sub;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::bench::results::Results;
use crate::bench::run::Bench;
use crate::bench::variants::{self, Glue, Variant};
use crate::node;
use crate::workers::{self, EXAMPLES};
use crate::workspace;

/// What asks for it.
pub(crate) const STEP: &str = "sizes";

/// Examples that are written by hand as well. A quick run has the first two.
const PAIRS: [&str; 4] = [
    "calculator-server",
    "calculator-client",
    "shop-server",
    "shop-client",
];

/// Features of `sizes/generated`, each of which is one more method. A quick run has the first alone.
const KINDS: [(&str, &str); 7] = [
    ("lists", "a list of records"),
    ("numbers", "numbers"),
    ("strings", "a string"),
    ("records", "a record"),
    ("variants", "a variant"),
    ("resources", "a resource"),
    ("streams", "a stream of numbers"),
];

/// What the first generated method may cost over one that is written by hand, and messages over objects, in KB.
const FIRST_METHOD_WASM: f64 = 12.0;
const FIRST_METHOD_JS: f64 = 2.0;
const MESSAGES_WASM: f64 = 40.0;

/// Builds Workers, prints how large they are, and writes it to `target/bench/sizes.json`.
///
/// # Errors
///
/// When one does not build.
pub(crate) fn run(bench: &Bench<'_>, _results: &mut Results) -> Result<()> {
    let pairs = if bench.quick { &PAIRS[..2] } else { &PAIRS };
    let kinds = if bench.quick { &KINDS[..1] } else { &KINDS };
    bench.build(workers::find(&[EXAMPLES])?, |worker| {
        pairs.contains(&worker.package())
    })?;
    // With no handler of requests, and with one.
    let smallest = [("add", &[] as &[&str]), ("add, fetch", &["fetch"])];
    let smallest = if bench.quick {
        &smallest[..1]
    } else {
        &smallest
    };
    let both_of = |features: &[&'static str]| {
        let by_hand = [&["add"], features].concat();
        [
            Variant::new(Glue::Generated, features),
            Variant::new(Glue::ByHand, &by_hand),
        ]
    };
    let mut wanted = Vec::new();
    for (_, features) in smallest {
        wanted.extend(both_of(features));
    }
    for pair in pairs {
        wanted.push(Variant::new(Glue::ByHand, &[*pair]));
    }
    for (kind, _) in kinds {
        wanted.push(Variant::new(Glue::Generated, &[*kind]));
        wanted.push(Variant::new(Glue::Generated, &[*kind, "messages"]));
    }
    wanted.push(Variant::new(Glue::Generated, &["messages"]));
    variants::build(bench, &wanted)?;

    let mut measured = Measured::default();
    for (name, features) in smallest {
        let [generated, by_hand] = both_of(features);
        let sizes = [
            of(bench, &generated.dir(bench))?,
            of(bench, &by_hand.dir(bench))?,
        ];
        measured.workers.push((name, sizes));
    }
    for pair in pairs {
        let example = workspace::root().join(format!("{EXAMPLES}/{pair}/build"));
        let by_hand = Variant::new(Glue::ByHand, &[*pair]).dir(bench);
        let sizes = [of(bench, &example)?, of(bench, &by_hand)?];
        measured.workers.push((pair, sizes));
    }
    for (feature, what) in kinds {
        let pair = |wire: &[&'static str]| -> Result<Pair> {
            let with = [&[*feature], wire].concat();
            Ok(Pair {
                without: of(bench, &Variant::new(Glue::Generated, wire).dir(bench))?,
                with: of(bench, &Variant::new(Glue::Generated, &with).dir(bench))?,
            })
        };
        measured.kinds.push(Kind {
            feature,
            what,
            objects: pair(&[])?,
            messages: pair(&["messages"])?,
        });
    }

    bench.write("sizes.json", &measured.json())?;
    print!("{}", measured.table());
    if bench.quick {
        println!(
            "  --quick leaves out: the Worker that handles requests as well, the shop, and methods of the other kinds"
        );
    }
    Ok(())
}

/// One file, in bytes. As a difference, it may be less than nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Size {
    raw: i64,
    gzip: i64,
    brotli: i64,
}

/// The two files of a Worker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sizes {
    wasm: Size,
    js: Size,
}

/// Everything that is printed and written.
#[derive(Debug, Default)]
struct Measured {
    /// Workers, generated and by hand.
    workers: Vec<(&'static str, [Sizes; 2])>,
    kinds: Vec<Kind>,
}

/// A kind of method.
#[derive(Clone, Copy, Debug)]
struct Kind {
    feature: &'static str,
    what: &'static str,
    /// The Worker on objects and on messages.
    objects: Pair,
    messages: Pair,
}

/// A Worker without a method and with it.
#[derive(Clone, Copy, Debug)]
struct Pair {
    without: Sizes,
    with: Sizes,
}

impl Pair {
    fn more(self) -> Sizes {
        self.with - self.without
    }
}

impl Kind {
    /// What messages add to the Worker that has such a method.
    fn of_messages(&self) -> Sizes {
        self.messages.with - self.objects.with
    }
}

/// How large the Worker in `dir` is.
fn of(bench: &Bench<'_>, dir: &Path) -> Result<Sizes> {
    let files = ["index_bg.wasm", "index.js"].map(|file| dir.join(file));
    let sizes = node::run(
        bench.tools,
        "bench/compress.mjs",
        &json!({ "files": files }),
    )?;
    let size = |index: usize| {
        let of = |key: &str| sizes[index][key].as_i64();
        Some(Size {
            raw: of("raw")?,
            gzip: of("gzip")?,
            brotli: of("brotli")?,
        })
    };
    let both = || {
        Some(Sizes {
            wasm: size(0)?,
            js: size(1)?,
        })
    };
    both().context("compress.mjs printed what is not known of it")
}

impl Measured {
    fn json(&self) -> Value {
        let mut workers = Vec::new();
        for (name, sizes) in &self.workers {
            for (glue, sizes) in Glue::BOTH.iter().zip(sizes) {
                workers.push(json!({
                    "worker": name, "glue": glue.name(), "wasm": sizes.wasm.json(), "js": sizes.js.json(),
                }));
            }
        }
        let more = |key: &str, name: &str, wire: Option<&str>, more: Sizes| {
            let mut row = json!({ key: name, "wasm": more.wasm.json(), "js": more.js.json() });
            if let Some(wire) = wire {
                row["wire"] = wire.into();
            }
            row
        };
        let mut methods = Vec::new();
        let mut messages = Vec::new();
        for kind in &self.kinds {
            let feature = kind.feature;
            methods.push(more("kind", feature, Some("object"), kind.objects.more()));
            methods.push(more("kind", feature, Some("message"), kind.messages.more()));
            messages.push(more("kind", feature, None, kind.of_messages()));
        }
        let firsts = self.workers.iter().take(2);
        let firsts = firsts
            .map(|(name, [generated, by_hand])| more("worker", name, None, *generated - *by_hand));
        json!({
            "workers": workers,
            // What a generated method adds to one that is written by hand.
            "first-method": firsts.collect::<Vec<_>>(),
            // What one more method adds.
            "methods": methods,
            // What messages add to the same Worker.
            "messages": messages,
        })
    }

    fn table(&self) -> String {
        let mut text = heading("Size of Workers");
        for (name, [generated, by_hand]) in &self.workers {
            line(&mut text, &format!("{name}, generated"), *generated);
            line(
                &mut text,
                &format!("{:w$}, by hand", "", w = name.len()),
                *by_hand,
            );
            let more = *generated - *by_hand;
            line(&mut text, &format!("{:w$}  more", "", w = name.len()), more);
        }
        text += &heading("What one more method adds");
        for kind in &self.kinds {
            line(&mut text, kind.what, kind.objects.more());
            let beside = format!("{}, with messages", kind.what);
            line(&mut text, &beside, kind.messages.more());
        }
        text += &heading("What messages add to such a Worker");
        for kind in &self.kinds {
            line(&mut text, kind.what, kind.of_messages());
        }
        text.push('\n');
        let mut bar = |what: &str, bytes: i64, bar: f64| {
            let kb = kilobytes(bytes);
            let met = if kb <= bar { "met" } else { "not met" };
            let _ = writeln!(text, "  {what:<36}{kb:>6.1} KB   ≤ {bar:.0} KB   {met}");
        };
        if let Some((_, [generated, by_hand])) = self.workers.first() {
            let more = *generated - *by_hand;
            bar("first method, wasm", more.wasm.raw, FIRST_METHOD_WASM);
            bar("first method, JavaScript", more.js.raw, FIRST_METHOD_JS);
        }
        if let Some(kind) = self.kinds.first() {
            let what = format!("messages, {}", kind.what);
            bar(&what, kind.of_messages().wasm.raw, MESSAGES_WASM);
        }
        text
    }
}

fn heading(what: &str) -> String {
    format!(
        "\n{what:<40}{:>9}{:>9}{:>9}{:>9}{:>9}\n{:<40}{:>9}{:>9}{:>9}{:>9}{:>9}\n",
        "wasm", "gzip", "Brotli", "JS", "gzip", "", "KB", "KB", "KB", "KB", "KB"
    )
}

fn line(text: &mut String, what: &str, sizes: Sizes) {
    let _ = write!(text, "  {what:<38}");
    let Sizes { wasm, js } = sizes;
    for bytes in [wasm.raw, wasm.gzip, wasm.brotli, js.raw, js.gzip] {
        let _ = write!(text, "{:>9.1}", kilobytes(bytes));
    }
    text.push('\n');
}

/// In units of 1000 bytes.
#[allow(clippy::cast_precision_loss)] // No Worker has so many bytes.
fn kilobytes(bytes: i64) -> f64 {
    bytes as f64 / 1000.0
}

impl Size {
    fn json(self) -> Value {
        json!({ "raw": self.raw, "gzip": self.gzip, "brotli": self.brotli })
    }
}

impl Sub for Size {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            raw: self.raw - other.raw,
            gzip: self.gzip - other.gzip,
            brotli: self.brotli - other.brotli,
        }
    }
}

impl Sub for Sizes {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            wasm: self.wasm - other.wasm,
            js: self.js - other.js,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(wasm: i64, js: i64) -> Sizes {
        let size = |raw: i64| Size {
            raw,
            gzip: raw / 2,
            brotli: raw / 3,
        };
        Sizes {
            wasm: size(wasm),
            js: size(js),
        }
    }

    #[test]
    fn what_is_more_is_a_difference_from_the_same_worker() {
        let measured = Measured {
            workers: vec![("add", [sizes(100_000, 20_000), sizes(90_000, 17_000)])],
            kinds: vec![Kind {
                feature: "lists",
                what: "a list of records",
                objects: Pair {
                    without: sizes(100_000, 20_000),
                    with: sizes(130_000, 21_000),
                },
                messages: Pair {
                    without: sizes(100_000, 20_000),
                    with: sizes(180_000, 22_000),
                },
            }],
        };
        let json = measured.json();
        assert_eq!(json["first-method"][0]["wasm"]["raw"], 10_000);
        assert_eq!(json["methods"][0]["wasm"]["raw"], 30_000);
        assert_eq!(json["methods"][1]["wasm"]["raw"], 80_000);
        assert_eq!(json["messages"][0]["wasm"]["raw"], 50_000);
        let table = measured.table();
        let last: Vec<&str> = table.lines().rev().take(3).collect();
        assert!(last[0].ends_with("50.0 KB   ≤ 40 KB   not met"), "{table}");
        assert!(last[1].ends_with("3.0 KB   ≤ 2 KB   not met"), "{table}");
        assert!(last[2].ends_with("10.0 KB   ≤ 12 KB   met"), "{table}");
    }
}
