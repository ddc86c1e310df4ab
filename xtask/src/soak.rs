//! `cargo xtask soak [--seconds N] [--seed S]`: Workers that call each other for a while, while much goes wrong, and what
//! is left of it afterwards. `xtask/node/soak` has them call and looks at them; here they are built, and the figures are
//! shown.

use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::node;
use crate::tools::Tools;
use crate::workers::{self, SOAK};

/// How long it takes where nobody says, in seconds.
const SECONDS: u64 = 600;

/// In less time there is none for warming up, and for coming to rest.
const LEAST: u64 = 40;

/// How long it takes as a step of the tests.
const SECONDS_OF_STEP: u64 = 60;

/// From which everything comes that is chosen by chance, where nobody says.
const SEED: u64 = 1;

/// Builds the Workers, has them call for as long as `arguments` say, and prints the figures.
///
/// # Errors
///
/// When an argument is not known, a Worker does not build, or a figure is not what it has to be.
pub(crate) fn run(tools: &Tools, arguments: &[String]) -> Result<()> {
    let (seconds, seed) = parse(arguments)?;
    tools.node_modules()?;
    workers::build(tools, &workers::find(&[SOAK])?)?;
    soak(tools, seconds, seed)
}

/// The same for a minute, with Workers that are built.
///
/// # Errors
///
/// When a figure is not what it has to be.
pub(crate) fn step(tools: &Tools) -> Result<()> {
    soak(tools, SECONDS_OF_STEP, SEED)
}

fn soak(tools: &Tools, seconds: u64, seed: u64) -> Result<()> {
    eprintln!("   calling for {seconds} s, with the seed {seed} …");
    let input = json!({ "seconds": seconds, "seed": seed });
    let came = node::run(tools, "soak/soak.mjs", &input)?;
    let Told { text, missed } = told(&came).context("soak.mjs printed what is not known of it")?;
    print!("{text}");
    if missed > 0 {
        bail!("{missed} figures are not what they have to be (--seconds {seconds} --seed {seed})");
    }
    Ok(())
}

/// What is shown.
#[derive(Debug)]
struct Told {
    text: String,
    /// Figures that are not what they have to be.
    missed: usize,
}

/// Of `{ rows: [{ what, value, limit, met }], problems: [text] }`.
fn told(came: &Value) -> Option<Told> {
    let rows = came["rows"].as_array()?;
    let texts = rows
        .iter()
        .map(|row| Some((row["what"].as_str()?, row["value"].as_str()?)))
        .collect::<Option<Vec<_>>>()?;
    let width = |of: fn(&(&str, &str)) -> usize| texts.iter().map(of).max().unwrap_or_default();
    let (wide, wider) = (width(|text| text.0.len()), width(|text| text.1.len()));
    let (mut text, mut missed) = (String::new(), 0);
    for (row, (what, value)) in rows.iter().zip(&texts) {
        let _ = write!(text, "  {what:<wide$}  {value:>wider$}");
        if let Some(limit) = row["limit"].as_str() {
            let is_met = row["met"].as_bool()?;
            missed += usize::from(!is_met);
            let verdict = if is_met { "" } else { "   NOT MET" };
            let _ = write!(text, "   has to be {limit}{verdict}");
        }
        text.push('\n');
    }
    for problem in came["problems"].as_array()? {
        let _ = writeln!(text, "  ! {}", problem.as_str()?);
    }
    Some(Told { text, missed })
}

/// How long, and the seed.
fn parse(arguments: &[String]) -> Result<(u64, u64)> {
    let (mut seconds, mut seed) = (SECONDS, SEED);
    let mut arguments = arguments.iter();
    while let Some(flag) = arguments.next() {
        let number = match flag.as_str() {
            "--seconds" => &mut seconds,
            "--seed" => &mut seed,
            other => bail!(
                "`cargo xtask soak` has no argument `{other}`: it has `--seconds N` and `--seed S`"
            ),
        };
        let value = arguments.next().map_or("", String::as_str);
        let Ok(value) = value.parse() else {
            bail!("`{flag}` takes a whole number, got `{value}`");
        };
        *number = value;
    }
    if seconds < LEAST {
        bail!("`--seconds` takes at least {LEAST}: Workers have to warm up and to come to rest");
    }
    Ok((seconds, seed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<(u64, u64)> {
        parse(
            &arguments
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn arguments_say_how_long_and_from_which_seed() -> Result<()> {
        assert_eq!(parsed(&[])?, (SECONDS, SEED));
        assert_eq!(parsed(&["--seed", "7", "--seconds", "90"])?, (90, 7));
        for (arguments, text) in [
            (
                &["--seconds"][..],
                "`--seconds` takes a whole number, got ``",
            ),
            (&["--seconds", "1"], "at least"),
            (&["--minutes", "1"], "no argument `--minutes`"),
        ] {
            let error = parsed(arguments).unwrap_err().to_string();
            assert!(error.contains(text), "{error}");
        }
        Ok(())
    }

    #[test]
    fn a_figure_that_is_not_met_counts() -> Result<()> {
        let came = json!({
            "rows": [
                { "what": "calls", "value": "1,000" },
                { "what": "wrong values", "value": "0", "limit": "0", "met": true },
                { "what": "memory, MiB", "value": "3", "limit": "≤ 2", "met": false },
            ],
            "problems": ["add: 3 in place of 4"],
        });
        let Told { text, missed } = told(&came).context("it is what is printed")?;
        assert_eq!(missed, 1);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "  calls         1,000");
        assert_eq!(lines[1], "  wrong values      0   has to be 0");
        assert_eq!(lines[2], "  memory, MiB       3   has to be ≤ 2   NOT MET");
        assert_eq!(lines[3], "  ! add: 3 in place of 4");
        assert!(told(&json!({ "rows": [{ "what": 1 }], "problems": [] })).is_none());
        Ok(())
    }
}
