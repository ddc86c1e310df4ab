//! Values as Cap'n Proto messages: what couples the crate for messages to JavaScript.
//!
//! What users see of it is [`crate::message`].

pub(crate) mod bytes;
pub(crate) mod cap_table;
pub(crate) mod generated;
