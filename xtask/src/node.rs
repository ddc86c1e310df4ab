//! Runs scripts of `xtask/node` which start workerd, so that none of it is left behind.

use std::io::Read;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::tools::Tools;
use crate::{process, workspace};

/// Runs `script` with `input` as its argument, and gives the JSON that it prints; its standard error is shown.
///
/// It ends itself when its standard input does (`parent.mjs`), which is when this process ends, in whatever way. What
/// it started is ended with it, in whatever way that ends.
///
/// # Errors
///
/// When it cannot be started, fails, or prints no JSON.
pub(crate) fn run(tools: &Tools, script: &str, input: &Value) -> Result<Value> {
    let mut command = process::command(tools.node()?);
    command
        .arg(workspace::node_dir().join(script))
        .arg(input.to_string())
        .env("WORKERS_RPC_NODE_MODULES", tools.node_modules()?)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    apart(&mut command);
    let child = command
        .spawn()
        .with_context(|| format!("cannot start {script}"))?;
    let mut group = Group(child);
    let mut printed = String::new();
    if let Some(stdout) = &mut group.0.stdout {
        stdout
            .read_to_string(&mut printed)
            .with_context(|| format!("cannot read what {script} prints"))?;
    }
    let status = group.0.wait().with_context(|| format!("lost {script}"))?;
    if !status.success() {
        bail!("{script} failed ({status})");
    }
    serde_json::from_str(&printed).with_context(|| format!("{script} printed no JSON"))
}

/// A process and those that it started.
struct Group(Child);

/// Has `command` and what it starts be a group of processes.
fn apart(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

impl Drop for Group {
    fn drop(&mut self) {
        // Some of it may have ended, or all, which is as well.
        #[cfg(unix)]
        let _ = process::output(process::command("kill").args([
            "-KILL",
            "--",
            &format!("-{}", self.0.id()),
        ]));
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
