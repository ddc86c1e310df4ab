//! Workers that are built for their size: packages of `rpc-runtime/bench/sizes` with some of their features, each into a
//! folder of its own.

use std::path::PathBuf;
use std::thread;

use anyhow::{Result, bail};

use crate::bench::run::Bench;
use crate::{process, workers, workspace};

/// Who wrote what is between a method and the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glue {
    Generated,
    ByHand,
}

impl Glue {
    pub(crate) const BOTH: [Self; 2] = [Self::Generated, Self::ByHand];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Generated => "generated",
            Self::ByHand => "by hand",
        }
    }

    /// The folder of its package.
    fn folder(self) -> &'static str {
        match self {
            Self::Generated => "generated",
            Self::ByHand => "by-hand",
        }
    }
}

/// One Worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Variant {
    pub(crate) glue: Glue,
    pub(crate) features: Vec<&'static str>,
}

impl Variant {
    pub(crate) fn new(glue: Glue, features: &[&'static str]) -> Self {
        let features = features.to_vec();
        Self { glue, features }
    }

    /// Where it is once it is built, below `target/bench`.
    fn place(&self) -> String {
        let features = match self.features.join("+") {
            none if none.is_empty() => "plain".to_owned(),
            some => some,
        };
        format!("sizes/{}/{features}", self.glue.folder())
    }

    /// Where it is once it is built.
    pub(crate) fn dir(&self, bench: &Bench<'_>) -> PathBuf {
        bench.dir.join(self.place())
    }
}

/// Builds `variants`, those that this run has not built yet.
///
/// One after the other of each package, since Cargo would write them to the same file; both packages at once.
///
/// # Errors
///
/// When a tool is missing or one does not build.
pub(crate) fn build(bench: &Bench<'_>, variants: &[Variant]) -> Result<()> {
    bench.tools.wasm_target()?;
    let mut chains = [Vec::new(), Vec::new()];
    for variant in variants {
        if !bench.begins(&variant.place()) {
            continue;
        }
        let crate_dir = workspace::root().join("rpc-runtime/bench/sizes");
        let mut command = workers::worker_build(bench.tools)?;
        command
            .current_dir(crate_dir.join(variant.glue.folder()))
            .args(["--release", "--out-dir"])
            // `worker-build` wants it relative to the package.
            .arg(format!("../../../../target/bench/{}", variant.place()));
        if !variant.features.is_empty() {
            command.arg(format!("--features={}", variant.features.join(",")));
        }
        let what = format!("building target/bench/{}", variant.place());
        chains[usize::from(variant.glue == Glue::ByHand)].push((what, command));
    }
    thread::scope(|scope| {
        let threads = chains.map(|chain| {
            scope.spawn(|| {
                chain
                    .into_iter()
                    .try_for_each(|(what, mut command)| process::run_quietly(&what, &mut command))
            })
        });
        threads.into_iter().try_for_each(|thread| {
            thread
                .join()
                .unwrap_or_else(|_| bail!("a thread that built Workers panicked"))
        })
    })
}
