//! WIT → model.
//!
//! [`read`] finds and reads the files, [`scan`] and [`parse`] turn them into packages, [`link`] connects the
//! packages, [`select`] decides what is generated, and [`convert`] writes it down as our model. What `wit-parser`
//! finds wrong becomes data in [`parser_error`]; [`explain`] puts it in our words, and [`recover`] cuts it out, so
//! that the rest is checked, too. Only the modules below this one know the types of `wit-parser`.

mod convert;
mod definitions;
mod depth;
mod edits;
mod explain;
mod items;
mod link;
mod modules;
mod names;
mod options;
mod parse;
mod parser_error;
mod platform;
mod read;
mod recover;
mod references;
mod scan;
mod select;
mod spans;
mod types;
mod words;

pub(crate) use options::SchemaOptions;

use std::any::Any;
use std::path::Path;
use std::sync::Mutex;
use std::thread;

use wit_codegen_core::ErrorKind;
use wit_codegen_core::diagnostic::{Diagnostic, Diagnostics, Sources};
use wit_codegen_core::front_end::{FrontEnd, Loaded};

/// A `.wit` file or package folder.
#[derive(Debug)]
pub(crate) struct Wit<'a> {
    pub(crate) path: &'a Path,
    pub(crate) options: SchemaOptions,
}

impl FrontEnd for Wit<'_> {
    fn load(&self, sources: &mut Sources, problems: &mut Diagnostics) -> Option<Loaded> {
        load(self.path, &self.options, sources, problems)
    }
}

/// Reads the `.wit` file or package folder at `path`. Without a result, at least one problem was reported; with
/// one, there may still be problems, and then the model is good for further checks only.
fn load(
    path: &Path,
    options: &SchemaOptions,
    sources: &mut Sources,
    problems: &mut Diagnostics,
) -> Option<Loaded> {
    let input = read::read(path, &options.deps_paths, sources, problems)?;
    let loaded = on_big_stack(|| {
        let linked = link::link(&input, options, sources, problems)?;
        let selection = select::select(&linked, options.world.as_deref(), problems)?;
        Some(convert::convert(&linked, &selection, problems))
    });
    let schema = match loaded {
        Ok(schema) => schema?,
        Err(panic) => {
            problems.error(gave_up(path, panic.as_ref()));
            return None;
        }
    };
    Some(Loaded {
        layouts: Default::default(),
        rust: Default::default(),
        taken: Default::default(),
        schema,
        folders: input.folders,
    })
}

/// `wit-parser` walks some structures recursively: packages that refer to packages, types made of types.
/// [`link`] bounds their depth; this much stack is enough for that depth, also without optimisation.
const STACK: usize = 256 << 20;

/// Runs `work` on a thread of its own with a big stack; gives the payload back when it panics.
fn on_big_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, Box<dyn Any + Send>> {
    let work = Mutex::new(Some(work));
    let run = || {
        let work = work.lock().ok().and_then(|mut work| work.take());
        work.map(|work| work())
    };
    let done = thread::scope(|scope| {
        match thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, run)
        {
            Ok(thread) => thread.join(),
            // No such thread to be had; this one's stack does for any ordinary schema.
            Err(_) => Ok(run()),
        }
    })?;
    done.ok_or_else(|| Box::new("the work was not done") as Box<dyn Any + Send>)
}

fn gave_up(path: &Path, panic: &(dyn Any + Send)) -> Diagnostic {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or(panic.downcast_ref::<&str>().copied());
    Diagnostic::new(
        ErrorKind::Internal,
        format!(
            "the WIT parser failed on `{}`: {}",
            path.display(),
            text.unwrap_or("no reason given")
        ),
    )
    .help("this is a bug: please report it with the schema that leads to it")
}

#[cfg(test)]
mod tests;
