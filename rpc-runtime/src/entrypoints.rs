//! Where calls come into this Worker: its default entrypoint, named ones and Durable Objects; and what their servers know
//! of a call.

pub(crate) mod classes;
pub(crate) mod context;
pub(crate) mod dispatch;
mod export;
