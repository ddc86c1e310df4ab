//! The compiler that is built in, as WebAssembly.

use super::stage::Stage;

/// Compiles what is on the stage; the error is what the compiler said.
pub(super) fn run(stage: &Stage) -> Result<Vec<u8>, String> {
    let mut command = capnpc_embedded::CompileCommand::new();
    command.no_standard_import();
    for path in &stage.import_paths {
        command.import_path(path);
    }
    command.src_prefix(stage.src_prefix());
    for file in &stage.files {
        command.file(file);
    }
    let (result, said) = listen(|| command.compile());
    result.map_err(|error| match said {
        Some(said) if !said.trim().is_empty() => said,
        _ => error.to_string(),
    })
}

/// Does `work`, and takes what it writes to standard error, which is where the compiler reports problems and where
/// its host lets it write.
///
/// Standard error is the whole process's: what other threads write in the meantime is taken, too. A build script
/// has no others.
#[cfg(unix)]
fn listen<T>(work: impl FnOnce() -> T) -> (T, Option<String>) {
    use std::io::{Read, Seek};
    use std::sync::{Mutex, PoisonError};

    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let (Ok(mut file), Ok(before)) = (
        tempfile::tempfile(),
        rustix::io::dup(rustix::stdio::stderr()),
    ) else {
        return (work(), None);
    };
    if rustix::stdio::dup2_stderr(&file).is_err() {
        return (work(), None);
    }
    let restore = Restore(before);
    let result = work();
    drop(restore);
    let mut said = Vec::new();
    let read = file.rewind().and_then(|()| file.read_to_end(&mut said));
    let said = read
        .is_ok()
        .then(|| String::from_utf8_lossy(&said).into_owned());
    (result, said)
}

/// Standard error as it was; put back also when the work panics.
#[cfg(unix)]
struct Restore(std::os::fd::OwnedFd);

#[cfg(unix)]
impl Drop for Restore {
    fn drop(&mut self) {
        // Without it, messages are lost; nothing that could be done about it would help.
        let _ = rustix::stdio::dup2_stderr(&self.0);
    }
}

/// Elsewhere the compiler's messages go to standard error as they are.
#[cfg(not(unix))]
fn listen<T>(work: impl FnOnce() -> T) -> (T, Option<String>) {
    (work(), None)
}
