//! The compiler that is built in, as WebAssembly. It runs in an interpreter, sees the files of the stage alone, and
//! what it writes stays in memory.

mod files;
mod host;

use std::sync::OnceLock;

use wasmi::{
    Caller, CompilationMode, Config, Engine, Error, Extern, Func, Linker, Module, Store,
    StoreLimits, StoreLimitsBuilder, Val,
};

use self::files::Files;
use self::host::Host;
use super::stage::{self, Stage};

/// What it may have for its memory. A schema of ten thousand types takes a tenth of it.
const MEMORY: usize = 1 << 30;

static COMPILER: &[u8] = include_bytes!("embedded/capnp.wasm");

/// Compiles what is on the stage; the error is what the compiler said.
pub(super) fn run(stage: &Stage) -> Result<Vec<u8>, String> {
    let host = Host::new(Files::new(stage), arguments(stage), environment());
    outcome(module().as_ref(), host)
}

/// Runs the compiler: what it wrote, or what is to be said instead.
fn outcome(module: Result<&Module, &Error>, host: Host) -> Result<Vec<u8>, String> {
    let (ended, host) = match module {
        Ok(module) => interpret(module, host),
        Err(error) => (Err(Error::new(error.to_string())), host),
    };
    let said = String::from_utf8_lossy(&host.said).into_owned();
    match ended {
        Ok(()) if !host.output.is_empty() => Ok(host.output),
        _ if !said.trim().is_empty() => Err(said),
        Ok(()) => Err("error: the built-in schema compiler wrote nothing".to_owned()),
        Err(error) => Err(format!(
            "error: the built-in schema compiler stopped: {error}"
        )),
    }
}

fn arguments(stage: &Stage) -> Vec<String> {
    let mut arguments: Vec<String> = ["capnp", "compile", "-o-", "--no-standard-import"]
        .map(str::to_owned)
        .to_vec();
    for path in &stage.import_paths {
        arguments.push(format!("--import-path={}", stage::absolute(path)));
    }
    let prefix = stage::absolute(&stage.src_prefix());
    arguments.push(format!("--src-prefix={prefix}"));
    arguments.extend(stage.files.iter().map(|path| stage::absolute(path)));
    arguments
}

/// The one variable that the compiler knows, and where it is.
fn environment() -> Vec<String> {
    const KNOWN: &str = "CAPNP_IGNORE_ISSUE_344";
    let mut environment = vec!["PWD=/".to_owned()];
    if let Some(value) = std::env::var_os(KNOWN) {
        environment.push(format!("{KNOWN}={}", value.to_string_lossy()));
    }
    environment
}

struct State {
    host: Host,
    limits: StoreLimits,
}

/// Runs the compiler to its end, which is an error if it says so.
fn interpret(module: &Module, host: Host) -> (Result<(), Error>, Host) {
    let limits = StoreLimitsBuilder::new().memory_size(MEMORY).build();
    let mut store = Store::new(module.engine(), State { host, limits });
    store.limiter(|state| &mut state.limits);
    let ended = start(module, &mut store);
    (ended, store.into_data().host)
}

/// The compiler. What one run has translated of it, the next ones find done.
fn module() -> Result<Module, Error> {
    static KNOWN: OnceLock<Module> = OnceLock::new();
    if let Some(module) = KNOWN.get() {
        return Ok(module.clone());
    }
    // It is known to be valid: what of it is not run, is not looked at.
    let engine = Engine::new(Config::default().compilation_mode(CompilationMode::Lazy));
    let module = Module::new(&engine, COMPILER)?;
    Ok(KNOWN.get_or_init(|| module).clone())
}

fn start(module: &Module, store: &mut Store<State>) -> Result<(), Error> {
    let mut linker = Linker::new(module.engine());
    for import in module.imports() {
        let (Some(kind), name) = (import.ty().func(), import.name().to_owned()) else {
            continue;
        };
        let function = Func::new(&mut *store, kind.clone(), move |caller, given, results| {
            call(&name, caller, given, results)
        });
        linker.define(import.module(), import.name(), function)?;
    }
    let instance = linker.instantiate_and_start(&mut *store, module)?;
    let start = instance.get_typed_func::<(), ()>(&*store, "_start")?;
    match start.call(&mut *store, ()) {
        Err(error) if error.i32_exit_status() == Some(0) => Ok(()),
        ended => ended,
    }
}

/// Does a call that the compiler makes.
fn call(
    name: &str,
    mut caller: Caller<'_, State>,
    given: &[Val],
    results: &mut [Val],
) -> Result<(), Error> {
    let number = |value: &Val| match value {
        Val::I32(value) => u64::from(value.cast_unsigned()),
        Val::I64(value) => value.cast_unsigned(),
        _ => 0,
    };
    if let ("proc_exit", [Val::I32(status)]) = (name, given) {
        return Err(Error::i32_exit(*status));
    }
    let Some(memory) = caller.get_export("memory").and_then(Extern::into_memory) else {
        return Err(Error::new("it has no memory"));
    };
    let given: Vec<u64> = given.iter().map(number).collect();
    let (memory, state) = memory.data_and_store_mut(&mut caller);
    let done = state.host.call(name, &given, memory);
    if let [result] = results {
        *result = Val::I32(done.map_or_else(|errno| errno as i32, |()| 0));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program whose `_start` is `unreachable`.
    const TRAPS: &[u8] = b"\0asm\x01\0\0\0\
        \x01\x04\x01\x60\0\0\
        \x03\x02\x01\0\
        \x07\x0a\x01\x06_start\0\0\
        \x0a\x05\x01\x03\0\0\x0b";

    /// The same, without the function that is called.
    const HAS_NO_START: &[u8] = b"\0asm\x01\0\0\0";

    #[test]
    fn a_compiler_that_stops_is_an_error() {
        let why = |program| {
            let module = Module::new(&Engine::default(), program);
            let host = Host::new(Files::new(&Stage::default()), Vec::new(), Vec::new());
            outcome(module.as_ref(), host).unwrap_err()
        };
        for (program, said) in [
            (TRAPS, "wasm `unreachable` instruction executed"),
            (HAS_NO_START, "exported function"),
        ] {
            let why = why(program);
            assert!(
                why.starts_with("error: the built-in schema compiler stopped: ")
                    && why.contains(said),
                "{why}"
            );
        }
    }
}
