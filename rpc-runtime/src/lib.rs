//! Typed RPC between Cloudflare Workers: the runtime behind the code that `wit-codegen` writes.
//!
//! A user meets [`include_rpc!`], [`Context`], [`Result`] and [`Error`], [`Call`] and [`CallError`], and for what
//! takes its time [`ByteStream`], [`ItemStream`] and [`FutureValue`]:
//!
//! ```ignore
//! rpc_runtime::include_rpc!("calculator");
//!
//! struct MyCalculator { ctx: rpc_runtime::Context }
//!
//! impl calculator::Calculator for MyCalculator {
//!     async fn add(&self, a: u32, b: u32) -> rpc_runtime::Result<u32> {
//!         Ok(a + b)
//!     }
//! }
//!
//! calculator::export!(MyCalculator);
//! ```
//!
//! # What a peer can call
//!
//! The methods of the schema. A named entrypoint (`export!(Server as "Name")`) and a Durable Object
//! (`export!(durable Room)`) have no other: what wasm-bindgen adds to a class is taken away again, methods and
//! public fields that a crate exports by `#[wasm_bindgen]` included. A Durable Object's handlers (`fetch`, `alarm`,
//! those of WebSockets) go on handling their events, and are no RPC methods.
//!
//! On the default entrypoint, worker-build itself adds what this crate cannot take away:
//!
//! - The handlers of events that workers-rs generates (`#[event(queue)]`, `scheduled`, `email`) are methods like any
//!   other to the runtime: a Worker with a binding can call `binding.queue(…)`, with arguments of its choice.
//! - So is every function that the crate, or one that it depends on, exports by `#[wasm_bindgen]`.
//!
//! Where that matters, keep such handlers in another Worker.
//!
//! # Tests
//!
//! Servers run in a plain `cargo test`, over clients made by `from_local`. What a method asks of its [`Context`] is there
//! what the test fills it with: see the module `testing`, which is on the host alone.
//!
//! # On the wire
//!
//! What crosses the wire implements [`Value`]; generated types do. The mapping is the object wire of the
//! project's wire document: plain JavaScript values that a peer without a schema can make and read.
//!
//! With the default feature `worker`, clients are made from the `worker` crate's `Fetcher` and `Stub`, and
//! errors convert both ways.
//!
//! With the feature `tracing`, each call has a span and a line in the Worker's log (module `tracing`).
//!
//! With the feature `capnp`, values convert to and from Cap'n Proto messages (module `message`), and calls between two
//! Workers whose code was generated with the option `message_wire` travel as such.

mod calls;
mod entrypoints;
mod error;
mod handles;
mod js;
#[cfg_attr(not(feature = "capnp"), path = "messages/off.rs")]
mod messages;
mod native;
mod objects;
mod serde_form;
mod stream;
mod thread;
mod transports;
mod tuple;
#[cfg_attr(not(feature = "worker"), path = "workers_rs/off.rs")]
mod workers_rs;

pub mod limits;
#[cfg(feature = "capnp")]
pub mod message;
pub mod platform;
#[doc(hidden)]
pub mod private;
#[cfg(not(target_arch = "wasm32"))]
pub mod testing;
#[cfg(feature = "tracing")]
pub mod tracing;

pub use calls::call::Call;
pub use calls::interceptor::{CallInfo, Direction, Interceptor, Next, Reply};
pub use calls::options::CallOptions;
pub use calls::retry::RetryPolicy;
pub use entrypoints::context::{Client, Context, ObjectId};
pub use error::{CallError, CallFailure, Error, ErrorKind, RemoteError, Result};
pub use handles::handle::Callable;
pub use native::target::Target;
pub use native::timer::sleep;
pub use objects::{AnyPointer, Codec, Data, Reader, Value, ValueError, Writer};
pub use stream::{ByteStream, FutureValue, ItemStream};

/// The parts of a [`ValueError`].
pub use rpc_message::{Step as ValueStep, ValueErrorKind};
pub use tuple::{Tuple13, Tuple14, Tuple15, Tuple16};

use rpc_message::text;

/// Re-exported for generated code and for users who implement [`Value`].
pub use serde;
#[cfg(feature = "worker")]
pub use worker;
