//! What the runtime does on the host, where user code is tested: contexts, values, streams, calls of local servers.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../support/mod.rs"]
mod support;

mod contexts;
mod faults;
mod faults_on_handles;
mod interfaces;
mod library;
mod options;
mod serde_derived;
mod streams;
#[cfg(feature = "tracing")]
mod traced;
mod wrong_values;
