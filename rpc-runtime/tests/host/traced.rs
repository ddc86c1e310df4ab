//! Spans and events of calls, as a subscriber on the host gets them. Against the runtime: `e2e/tracing`.

#[allow(missing_docs, unreachable_pub)]
mod generated {
    include!("../../../wit-codegen/tests/golden/calculator.rs");
}

use std::io;
use std::sync::{Arc, Mutex};

use generated::calculator::{Calculator, CalculatorClient};
use pollster::block_on;
use rpc_runtime::testing::{Fault, faults};
use rpc_runtime::tracing::TraceCalls;
use rpc_runtime::{CallOptions, Result};
use serde_json::Value;
use tracing_subscriber::fmt::MakeWriter;

struct Adder;

impl Calculator for Adder {
    async fn add(&self, a: u32, b: u32) -> Result<u32> {
        Ok(a + b)
    }
}

/// Keeps what is written.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// What is written while `run` runs.
fn written(run: impl FnOnce()) -> Vec<Value> {
    let kept = Kept::default();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .without_time()
        .with_target(false)
        .with_writer(kept.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, run);
    let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn calls_of_a_client_have_events() {
    let lines = written(|| {
        let calculator = faults()
            .nth(2, Fault::Overloaded)
            .over(CalculatorClient::from_local(Adder))
            .with(CallOptions::new().intercept(TraceCalls));
        assert_eq!(block_on(calculator.add(1, 2)).unwrap(), 3);
        assert!(block_on(calculator.add(1, 2)).is_err());
    });
    let [sum, failure] = &lines[..] else {
        panic!("{lines:?}");
    };
    for line in [sum, failure] {
        assert_eq!(line["otel.kind"], "client");
        assert_eq!(line["rpc.system"], "workers_rpc");
        assert_eq!(line["rpc.service"], "rpc:calculator/calculator");
        assert_eq!(line["rpc.method"], "add");
        assert!(line["duration_ms"].is_number(), "{line}");
        // Not said where there is nothing to say.
        assert!(line.get("rpc.attempts").is_none(), "{line}");
    }
    assert_eq!(
        (&sum["level"], &sum["message"]),
        (&"INFO".into(), &"call".into())
    );
    assert!(sum.get("error.type").is_none());
    assert_eq!(failure["level"], "ERROR");
    assert_eq!(failure["error.type"], "Remote");
    assert_eq!(
        failure["exception.message"],
        "Durable Object is overloaded. Too many requests queued."
    );
}
