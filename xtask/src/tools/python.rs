//! Python with pycapnp, which is Cap'n Proto's own implementation: what messages are checked against.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::cache::Cache;
use crate::process;
use crate::tools::program::{executable, on_path, version_of};

const PYCAPNP_VERSION: &str = "2.2.4";

/// The oldest Python that will do.
const MINIMUM_MINOR: u32 = 10;

/// A Python, and the folder of the packages that it is to find.
#[derive(Debug)]
pub(crate) struct Python {
    pub(crate) program: PathBuf,
    pub(crate) packages: PathBuf,
}

/// Finds Python, and installs pycapnp for it.
pub(super) fn with_pycapnp(cache: &Cache) -> Result<Python> {
    let Some(program) = on_path(&executable("python3")).into_iter().next() else {
        bail!(
            "Python was not found: install python3, version 3.{MINIMUM_MINOR} or newer, with pip \
             (Debian: python3-pip)"
        );
    };
    let version = version_of(&program)?;
    let mut numbers = version.split('.');
    let (major, minor) = (numbers.next(), numbers.next());
    let (Some("3"), Some(minor)) = (major, minor.and_then(|minor| minor.parse::<u32>().ok()))
    else {
        bail!("{} is Python {version}, not 3", program.display());
    };
    if minor < MINIMUM_MINOR {
        bail!("Python {version} is too old: install 3.{MINIMUM_MINOR} or newer");
    }
    // What is installed is compiled for one version of Python.
    let name = format!("pycapnp-{PYCAPNP_VERSION}-python3.{minor}");
    let packages = cache.get(&name, |dir| install(&program, dir))?;
    Ok(Python { program, packages })
}

fn install(python: &Path, dir: &Path) -> Result<()> {
    let mut pip = process::command(python);
    pip.args(["-m", "pip", "install", "--quiet", "--only-binary=:all:"]);
    pip.args(["--disable-pip-version-check", "--target"])
        .arg(dir);
    pip.arg(format!("pycapnp=={PYCAPNP_VERSION}"));
    process::run_quietly(&format!("installing pycapnp {PYCAPNP_VERSION}"), &mut pip).with_context(
        || {
            format!(
                "pycapnp could not be installed. This needs pip (Debian: python3-pip) and the network once: \
                 try `{} -m pip download pycapnp=={PYCAPNP_VERSION}`",
                python.display()
            )
        },
    )
}
