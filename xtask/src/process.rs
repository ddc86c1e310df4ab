//! Running other programs: quietly with progress lines, or with their output shown.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::num::NonZero;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

/// How long a quiet command may go without a progress line.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How many lines of a failed quiet command are shown.
const SHOWN_LINES: usize = 60;

/// A command without standard input and without what `cargo run` added to the environment for
/// `xtask` itself, so that child builds see the environment of a plain terminal.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.stdin(Stdio::null());
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(is_about_xtask) {
            command.env_remove(name);
        }
    }
    command
}

/// Variables by which Cargo describes to a program the package it comes from.
fn is_about_xtask(variable: &str) -> bool {
    variable.starts_with("CARGO_PKG_")
        || matches!(
            variable,
            "CARGO"
                | "CARGO_BIN_NAME"
                | "CARGO_CRATE_NAME"
                | "CARGO_MANIFEST_DIR"
                | "CARGO_MANIFEST_PATH"
                | "CARGO_PRIMARY_PACKAGE"
        )
}

/// Runs `command` with its output shown.
///
/// # Errors
///
/// When it cannot be started or does not exit with status 0.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", shown(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs `command` and returns what it printed, without surrounding white space.
///
/// # Errors
///
/// When it cannot be started or does not exit with status 0.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let Output {
        status,
        stdout,
        stderr,
    } = command
        .output()
        .with_context(|| format!("cannot start {}", shown(command)))?;
    if !status.success() {
        let stderr = String::from_utf8_lossy(&stderr);
        bail!(
            "{} failed ({status})\n{}",
            shown(command),
            stderr.trim_end()
        );
    }
    Ok(String::from_utf8_lossy(&stdout).trim().to_owned())
}

/// Runs `command` with its output kept back: prints a line with `what` when it starts, its
/// newest line of output every [`HEARTBEAT`], and a line with the time it took. Its output is
/// shown if it fails.
///
/// # Errors
///
/// When it cannot be started or does not exit with status 0.
pub(crate) fn run_quietly(what: &str, command: &mut Command) -> Result<()> {
    eprintln!("   {what} …");
    let started = Instant::now();
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot start {}", shown(command)))?;

    let lines = gather(&mut child, started);
    let status = child
        .wait()
        .with_context(|| format!("lost {}", shown(command)))?;
    if !status.success() {
        let skipped = lines.len().saturating_sub(SHOWN_LINES);
        for line in &lines[skipped..] {
            eprintln!("   | {line}");
        }
        return Err(anyhow!("{what}: {} failed ({status})", shown(command)));
    }
    eprintln!("   {what}: done in {}", seconds(started.elapsed()));
    Ok(())
}

/// How many processors there are.
pub(crate) fn at_once() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Runs `commands`, each with what it does, as [`run_quietly`] does, as many at a time as there are processors.
///
/// # Errors
///
/// When one cannot be started or fails. What has not begun then is not begun.
pub(crate) fn run_quietly_at_once(commands: Vec<(String, Command)>) -> Result<()> {
    let next = Mutex::new(commands.into_iter());
    let work = || -> Result<()> {
        // The lock is not held while the command runs.
        let take = || next.lock().map_or(None, |mut next| next.next());
        while let Some((what, mut command)) = take() {
            if let Err(error) = run_quietly(&what, &mut command) {
                while take().is_some() {}
                return Err(error);
            }
        }
        Ok(())
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..at_once()).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| {
            thread
                .join()
                .unwrap_or_else(|_| bail!("a thread that ran commands panicked"))
        })
    })
}

/// Everything `child` prints, line by line, with a progress line now and then.
fn gather(child: &mut Child, started: Instant) -> Vec<String> {
    let (sender, receiver) = mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        forward(stdout, sender.clone());
    }
    if let Some(stderr) = child.stderr.take() {
        forward(stderr, sender);
    }

    let mut lines = Vec::new();
    let mut next = HEARTBEAT;
    loop {
        match receiver.recv_timeout(next.saturating_sub(started.elapsed())) {
            Ok(line) => lines.push(line),
            Err(RecvTimeoutError::Disconnected) => return lines,
            Err(RecvTimeoutError::Timeout) => {
                let newest = lines.last().map_or("", |line| line.trim());
                eprintln!("     {:>5}  {newest}", seconds(started.elapsed()));
                next += HEARTBEAT;
            }
        }
    }
}

fn forward(output: impl Read + Send + 'static, lines: Sender<String>) {
    thread::spawn(move || {
        let mut output = BufReader::new(output);
        let mut line = Vec::new();
        while output
            .read_until(b'\n', &mut line)
            .is_ok_and(|read| read > 0)
        {
            let text = String::from_utf8_lossy(&line).trim_end().to_owned();
            line.clear();
            if lines.send(text).is_err() {
                return;
            }
        }
    });
}

/// A time as it is shown to people: `0.4 s`, `12 s`, `3 min 5 s`.
pub(crate) fn seconds(time: Duration) -> String {
    let whole = time.as_secs();
    match whole {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        10..60 => format!("{whole} s"),
        _ => format!("{} min {} s", whole / 60, whole % 60),
    }
}

/// The command as one would type it, shortened to its program's name.
fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut shown = program
        .file_name()
        .unwrap_or(program.as_os_str())
        .to_string_lossy()
        .into_owned();
    for argument in command.get_args() {
        shown.push(' ');
        shown.push_str(&argument.to_string_lossy());
    }
    format!("`{shown}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_like_times() {
        assert_eq!(seconds(Duration::from_millis(420)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(12)), "12 s");
        assert_eq!(seconds(Duration::from_secs(185)), "3 min 5 s");
    }

    #[test]
    fn commands_run_at_once_and_one_that_fails_is_told() {
        let command = |argument: &str| {
            let mut command = command(env::current_exe().unwrap_or_default());
            command.arg(argument);
            (format!("asking for {argument}"), command)
        };
        let lists = || command("--list");
        assert!(run_quietly_at_once(vec![lists(), lists(), lists()]).is_ok());
        let failed = run_quietly_at_once(vec![lists(), command("--no-such-option"), lists()]);
        let error = failed.unwrap_err().to_string();
        assert!(error.contains("asking for --no-such-option"), "{error}");
    }

    #[test]
    fn settings_for_cargo_stay() {
        assert!(is_about_xtask("CARGO_PKG_NAME"));
        for setting in [
            "CARGO_HOME",
            "CARGO_TARGET_DIR",
            "CARGO_NET_OFFLINE",
            "CARGO_TERM_COLOR",
        ] {
            assert!(!is_about_xtask(setting), "{setting}");
        }
    }
}
