//! Spans and log lines for calls, by the crate `tracing`: with the feature `tracing`.
//!
//! One line in a Worker switches it on:
//!
//! ```ignore
//! #[worker::event(start)]
//! fn start() {
//!     rpc_runtime::tracing::init();
//! }
//! ```
//!
//! From then on every call that is sent or served has a span and, when it is over, an event. Whatever else the Worker
//! says by `tracing` while it serves a call is inside of that call's span, as is what a panic says. Each event is a line
//! of JSON on the console, which Workers Logs takes apart: its keys can be filtered and grouped by.
//!
//! What a method says itself, a call that it makes, and its end; one that fails; and one that panics, which comes to no
//! end:
//!
//! ```json
//! {"level":"INFO","message":"looking it up","item":"tea","span":{"otel.kind":"server","otel.name":"e2e:tracing/shop/price","rpc.method":"price","rpc.service":"e2e:tracing/shop","rpc.system":"workers_rpc","name":"rpc"}}
//! {"level":"INFO","message":"call","otel.kind":"client","rpc.system":"workers_rpc","rpc.service":"e2e:tracing/shop","rpc.method":"price","duration_ms":12.0,"rpc.request.size":7,"span":{"otel.kind":"server","otel.name":"e2e:tracing/shop/price","rpc.method":"price","rpc.service":"e2e:tracing/shop","rpc.system":"workers_rpc","name":"rpc"}}
//! {"level":"INFO","message":"call","otel.kind":"server","rpc.system":"workers_rpc","rpc.service":"e2e:tracing/shop","rpc.method":"price","duration_ms":12.0,"rpc.request.size":7}
//! {"level":"ERROR","message":"call failed","otel.kind":"server","rpc.system":"workers_rpc","rpc.service":"e2e:tracing/shop","rpc.method":"fail","duration_ms":0.0,"rpc.request.size":11,"error.type":"Application","exception.message":"the till is closed"}
//! {"level":"ERROR","message":"panicked","error.type":"panic","exception.message":"the till is empty","code.file.path":"rpc-runtime/tests/e2e/tracing/worker/src/lib.rs","code.line.number":51,"span":{"otel.kind":"server","otel.name":"e2e:tracing/shop/fail","rpc.method":"fail","rpc.service":"e2e:tracing/shop","rpc.system":"workers_rpc","name":"rpc"}}
//! ```
//!
//! Without [`init`]: [`TraceCalls`] is an interceptor for the clients and servers that it is given to, [`trace_all_calls`]
//! puts it around every call, and both write to whatever subscriber is there, such as one that exports spans;
//! [`Console`] is where [`init`] has `tracing-subscriber` write.
//!
//! # Names
//!
//! They are those of OpenTelemetry.
//!
//! | key | what it is |
//! |---|---|
//! | `rpc.system` | `workers_rpc` |
//! | `rpc.service` | the interface or resource as the schema has it: `rpc:calculator/calculator` |
//! | `rpc.method` | the method as the schema has it: `add` |
//! | `otel.kind` | `client` of a call that is sent, `server` of one that is served |
//! | `otel.name` | of spans: `rpc:calculator/calculator/add`, which is `rpc.method` in the newest conventions |
//! | `duration_ms` | of events: how long the call took. Time stands still while a Worker computes |
//! | `rpc.request.size` | how many bytes the arguments are, where that is [known](crate::CallInfo::arguments_size) |
//! | `rpc.attempts` | how often it was sent, if more than once |
//! | `rpc.declared_error` | `true` where the method gave the error that the schema declares, which is no failure |
//! | `error.type` | of calls that failed: their [kind](crate::ErrorKind), such as `Gone`; `panic` of a panic |
//! | `exception.message` | what the error or the panic says |
//! | `code.file.path`, `code.line.number` | where the panic was |

mod console;

use std::any::Any;

use ::tracing::{Instrument, Span, error, field, info, info_span};

pub use console::Console;

use crate::calls::everywhere;
use crate::calls::interceptor::{CallInfo, Direction, Interceptor, Next, Reply};
use crate::error::{ErrorKind, Result};

/// What the key `rpc.system` says.
const SYSTEM: &str = "workers_rpc";

/// Writes a line of JSON to the console for each event of `tracing`, of level `INFO` and above, and puts a span and an
/// event around every call ([`trace_all_calls`]). If there is a subscriber already, that stays.
///
/// To be called once, when the Worker starts. A new WebAssembly instance, after a panic, starts anew.
pub fn init() {
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        // The console has the time; WebAssembly has no clock that it could be asked of.
        .without_time()
        .with_target(false)
        .with_writer(Console)
        .finish();
    // The one that is there is the user's choice.
    let _ = ::tracing::subscriber::set_global_default(subscriber);
    trace_all_calls();
}

/// Puts a span and an event around every call that this Worker sends or serves from now on, outside of the interceptors
/// that clients and servers have.
pub fn trace_all_calls() {
    everywhere::put(TraceCalls);
}

/// An interceptor that makes a span for each call, and an event at its end: see [`trace_all_calls`] for all of them.
///
/// ```ignore
/// let shop = shop.with(CallOptions::new().intercept(TraceCalls));
/// shop::export!(MyShop, intercept = TraceCalls);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct TraceCalls;

impl Interceptor for TraceCalls {
    async fn intercept(&self, call: &CallInfo, next: Next<'_>) -> Result<Reply> {
        let span = span(call);
        // The method runs inside of it.
        let scope = span.clone();
        call.set_scope(Box::new(move || {
            Box::new(scope.clone().entered()) as Box<dyn Any>
        }));
        let outcome = next.run().instrument(span.clone()).await;
        tell(call, &span, &outcome);
        outcome
    }
}

fn kind(call: &CallInfo) -> &'static str {
    match call.direction() {
        Direction::Sent => "client",
        Direction::Served => "server",
    }
}

fn span(call: &CallInfo) -> Span {
    let (service, method) = (call.service(), call.method());
    info_span!(
        target: "rpc_runtime",
        "rpc",
        "otel.kind" = kind(call),
        "otel.name" = %format_args!("{service}/{method}"),
        "rpc.system" = SYSTEM,
        "rpc.service" = service,
        "rpc.method" = method,
        "error.type" = field::Empty,
    )
}

/// The event at the end of a call.
fn tell(call: &CallInfo, span: &Span, outcome: &Result<Reply>) {
    let duration = call.elapsed().as_secs_f64() * 1e3;
    let size = call.arguments_size();
    let attempts = Some(call.attempts()).filter(|attempts| *attempts > 1);
    // A macro, since an event's level is part of what is known of it before it is made.
    macro_rules! event {
        ($level:ident, { $($more:tt)* }, $message:literal) => {
            $level!(
                target: "rpc_runtime",
                {
                    "otel.kind" = kind(call),
                    "rpc.system" = SYSTEM,
                    "rpc.service" = call.service(),
                    "rpc.method" = call.method(),
                    duration_ms = duration,
                    "rpc.request.size" = size,
                    "rpc.attempts" = attempts,
                    $($more)*
                },
                $message
            )
        };
    }
    match outcome {
        Ok(reply) => {
            let is_declared = Some(true).filter(|_| reply.is_declared_error());
            event!(info, { "rpc.declared_error" = is_declared }, "call");
        }
        Err(failure) => {
            let kind: ErrorKind = failure.kind();
            span.record("error.type", field::debug(kind));
            event!(
                error,
                { "error.type" = ?kind, "exception.message" = failure.message() },
                "call failed"
            );
        }
    }
}
