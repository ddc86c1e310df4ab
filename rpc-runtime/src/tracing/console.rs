//! Where lines are written: the console.

use std::io;

use tracing::{Level, Metadata};
use tracing_subscriber::fmt::MakeWriter;

/// Writes each event to the console, as a line of its own, by the function that stands for its level. On the host, to
/// standard error.
///
/// What `tracing-subscriber` writes for an event it writes in one piece.
#[derive(Clone, Copy, Debug, Default)]
pub struct Console;

impl<'a> MakeWriter<'a> for Console {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line(Level::INFO)
    }

    fn make_writer_for(&'a self, meta: &Metadata<'_>) -> Line {
        Line(*meta.level())
    }
}

/// One line.
#[derive(Debug)]
pub struct Line(Level);

impl io::Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        write(self.0, String::from_utf8_lossy(bytes).trim_end());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn write(_: Level, line: &str) {
    eprintln!("{line}");
}

#[cfg(target_arch = "wasm32")]
fn write(level: Level, line: &str) {
    match level {
        Level::ERROR => js::error(line),
        Level::WARN => js::warn(line),
        Level::INFO => js::log(line),
        Level::DEBUG | Level::TRACE => js::debug(line),
    }
}

#[cfg(target_arch = "wasm32")]
mod js {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = console)]
        pub(super) fn error(line: &str);
        #[wasm_bindgen(js_namespace = console)]
        pub(super) fn warn(line: &str);
        #[wasm_bindgen(js_namespace = console)]
        pub(super) fn log(line: &str);
        #[wasm_bindgen(js_namespace = console)]
        pub(super) fn debug(line: &str);
    }
}
