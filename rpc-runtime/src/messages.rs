//! Cap'n Proto messages in JavaScript, and calls that go as such.
//!
//! This is all that the feature `capnp` adds, save [`crate::message`], which is what users see of it. Without the feature
//! `lib.rs` has `messages/off.rs` in the place of this module, with the same interface; so no other file knows of the
//! feature. What reads and writes messages is the crate `rpc-message`, which knows nothing of JavaScript.
//!
//! A service that takes messages has one method more on the wire, whose name starts with `$capnp`. It is called as
//! `target.$capnpOrders("place", message, [handles])` and returns the message of the result, or `[message, …handles]`
//! if it holds any. A peer that has no such method has run nothing when it says so: the call is made again with
//! objects, and the peer is not asked a second time.

pub(crate) mod bytes;
pub(crate) mod cap_table;
mod encoding;
pub(crate) mod generated;
mod incoming;
mod javascript;
mod js;
mod outgoing;
mod reply;
mod tables;

pub(crate) use bytes::Received;
pub(crate) use incoming::received;
pub(crate) use javascript::{offered, send};
pub(crate) use outgoing::OutgoingMessage;
pub(crate) use reply::MessageReply;
