//! Streams and futures as values: [`ByteStream`], [`ItemStream`] and [`FutureValue`].
//!
//! What carries them, and why:
//!
//! - Bytes travel as a `ReadableStream`, the only stream that Workers RPC knows. It carries bytes alone: a stream of
//!   other values arrives as `Network connection lost`.
//! - Items and futures travel as an `RpcTarget` that the reader asks: `next(max)` gives a batch of items, `get()` the
//!   value, `cancel()` says that nobody wants more. A promise cannot be sent at all.
//!
//! A producer is a Rust stream or future until it leaves this isolate, so that a client over a server in the same
//! process hands it on as it is. One that came from another Worker and was not read yet leaves as it came.
//!
//! Not here: what the bytes or items mean, and `tuple<stream<u8>, future<result<_, E>>>`, the way to give a byte
//! stream an error of its own, which is nothing but a tuple.

mod bytes;
mod carrier;
mod future;
mod items;
mod js;
mod producer;
mod promised;
mod pump;
mod reader;
mod remote;

use futures_util::stream::LocalBoxStream;

use crate::error::Result;

pub use bytes::ByteStream;
pub use future::FutureValue;
pub use items::ItemStream;

/// A producer in this isolate.
type Source<T> = LocalBoxStream<'static, Result<T>>;

/// Why a stream or a future that was given away cannot be written again.
const MOVED: &str = "it was sent, or read to its end, already";
