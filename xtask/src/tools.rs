//! Every program that the commands use: each is found, or installed, when it is first asked for.
//!
//! Installed programs live in the [cache](crate::cache), one entry per version. Nothing is ever
//! installed into the checkout or where the user keeps programs, save one thing that has only
//! one place to be: the compiler's wasm32 target.

mod cargo;
mod npm;
mod program;
mod python;
mod target;

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::cache::Cache;
use crate::{process, workspace};

use cargo::CargoTool;
use program::{executable, named_by};
use python::Python;

pub(crate) use npm::fnv1a;
pub(crate) use program::is_on_path;

/// The bundler the project is made for; `wrangler.toml` files ask for the same minor version.
const WORKER_BUILD_VERSION: &str = "0.8.7";

/// The programs found so far.
#[derive(Debug)]
pub(crate) struct Tools {
    cache: Cache,
    wasm_target: OnceCell<()>,
    wasm_bindgen: OnceCell<PathBuf>,
    worker_build: OnceCell<PathBuf>,
    node: OnceCell<PathBuf>,
    node_modules: OnceCell<PathBuf>,
    python: OnceCell<Python>,
}

impl Tools {
    /// Knows where to look, and has looked for nothing yet.
    ///
    /// # Errors
    ///
    /// When there is no place for a cache.
    pub(crate) fn new() -> Result<Self> {
        Ok(Self {
            cache: Cache::locate()?,
            wasm_target: OnceCell::new(),
            wasm_bindgen: OnceCell::new(),
            worker_build: OnceCell::new(),
            node: OnceCell::new(),
            node_modules: OnceCell::new(),
            python: OnceCell::new(),
        })
    }

    /// Where they are kept.
    pub(crate) fn cache(&self) -> &Cache {
        &self.cache
    }

    /// Finds or installs every tool, and prints where each is.
    ///
    /// # Errors
    ///
    /// When one is missing and cannot be installed.
    pub(crate) fn set_up(&self) -> Result<()> {
        self.check_prerequisites()?;
        let found = [
            ("node", self.node()?.to_owned()),
            ("miniflare", self.node_modules()?.join("miniflare")),
            (
                "workerd-newest",
                self.node_modules()?.join("workerd-newest"),
            ),
            ("esbuild", self.esbuild()?),
            ("wasm-opt", self.wasm_opt()?),
            ("wasm-bindgen", self.wasm_bindgen()?.to_owned()),
            ("wasm-bindgen-test-runner", self.wasm_bindgen_test_runner()?),
            ("worker-build", self.worker_build()?.to_owned()),
        ];
        println!("Everything is set up:");
        for (name, path) in found {
            println!("  {name:<25} {}", path.display());
        }
        match self.python() {
            Ok(python) => println!("  {:<25} {}", "pycapnp", python.packages.display()),
            Err(error) => println!(
                "  {:<25} missing, for the step `interop`: {error:#}",
                "pycapnp"
            ),
        }
        Ok(())
    }

    /// Checks what takes no time and what `xtask` cannot install: so that a missing Node.js is told
    /// before minutes of compiling.
    ///
    /// # Errors
    ///
    /// When one of these is missing.
    pub(crate) fn check_prerequisites(&self) -> Result<()> {
        self.node()?;
        self.wasm_target()
    }

    /// Makes sure that the compiler can build for wasm32-unknown-unknown.
    ///
    /// # Errors
    ///
    /// When it cannot, and rustup cannot add the target.
    pub(crate) fn wasm_target(&self) -> Result<()> {
        once(&self.wasm_target, target::ensure_wasm32).copied()
    }

    /// `wasm-bindgen`, of exactly the version in `Cargo.lock`.
    pub(crate) fn wasm_bindgen(&self) -> Result<&Path> {
        let find = || {
            self.wasm_bindgen_cli("wasm-bindgen")?
                .find_or_install(&self.cache)
        };
        once(&self.wasm_bindgen, find).map(PathBuf::as_path)
    }

    /// `wasm-bindgen-test-runner`, which comes with [`wasm_bindgen`](Self::wasm_bindgen).
    pub(crate) fn wasm_bindgen_test_runner(&self) -> Result<PathBuf> {
        let beside = self
            .wasm_bindgen()?
            .with_file_name(executable("wasm-bindgen-test-runner"));
        if beside.is_file() {
            return Ok(beside);
        }
        let tool = CargoTool {
            variable: None,
            ..self.wasm_bindgen_cli("wasm-bindgen-test-runner")?
        };
        tool.find_or_install(&self.cache)
    }

    fn wasm_bindgen_cli(&self, binary: &'static str) -> Result<CargoTool> {
        Ok(CargoTool {
            package: "wasm-bindgen-cli",
            binary,
            version: workspace::locked_version("wasm-bindgen")?,
            variable: Some("WASM_BINDGEN_BIN"),
            // Not `--locked`: its lock file names a pre-release that can no longer be fetched.
            arguments: &[],
            takes: "2 minutes",
        })
    }

    /// `worker-build`, the stock bundler.
    pub(crate) fn worker_build(&self) -> Result<&Path> {
        let tool = CargoTool {
            package: "worker-build",
            binary: "worker-build",
            version: WORKER_BUILD_VERSION.to_owned(),
            variable: None,
            // Without optimisations it is here in a third of the time, and has little to compute.
            arguments: &["--locked", "--debug"],
            takes: "2 minutes",
        };
        once(&self.worker_build, || tool.find_or_install(&self.cache)).map(PathBuf::as_path)
    }

    /// Node.js, recent enough for Miniflare.
    pub(crate) fn node(&self) -> Result<&Path> {
        once(&self.node, npm::find_node).map(PathBuf::as_path)
    }

    /// A command of npm.
    pub(crate) fn npm(&self) -> Result<Command> {
        self.node()?;
        Ok(process::command(npm::find_npm()?))
    }

    /// The `node_modules` with the packages that `xtask/node/package.json` names.
    pub(crate) fn node_modules(&self) -> Result<&Path> {
        self.node()?;
        once(&self.node_modules, || npm::packages(&self.cache)).map(PathBuf::as_path)
    }

    /// Python with pycapnp.
    pub(crate) fn python(&self) -> Result<&Python> {
        once(&self.python, || python::with_pycapnp(&self.cache))
    }

    /// The compiler's own platform.
    pub(crate) fn host(&self) -> Result<String> {
        target::host()
    }

    /// `wasm-opt`.
    pub(crate) fn wasm_opt(&self) -> Result<PathBuf> {
        self.npm_binary("wasm-opt", "WASM_OPT_BIN")
    }

    /// `esbuild`.
    pub(crate) fn esbuild(&self) -> Result<PathBuf> {
        self.npm_binary("esbuild", "ESBUILD_BIN")
    }

    fn npm_binary(&self, binary: &str, variable: &str) -> Result<PathBuf> {
        match named_by(variable)? {
            Some(path) => Ok(path),
            None => Ok(npm::binary(self.node_modules()?, binary)),
        }
    }
}

/// The value in `cell`, which `find` gives when it is first asked for.
fn once<T>(cell: &OnceCell<T>, find: impl FnOnce() -> Result<T>) -> Result<&T> {
    if let Some(found) = cell.get() {
        return Ok(found);
    }
    let found = find()?;
    Ok(cell.get_or_init(|| found))
}
