//! The examples of calculator and shop as one writes them without this project: methods by `wasm-bindgen`, values by
//! `serde-wasm-bindgen`. What arrives and what is answered is what the schemas in `wit` say.
//!
//! One of them at a time is built, with its feature. `fetch` is for `add`, which is without a handler of requests else.

#![allow(
    clippy::missing_errors_doc,
    missing_docs,
    reason = "these are Workers, whose methods are described where they are generated"
)]

// Stock worker-build needs what this crate links in.
use worker as _;

#[cfg(feature = "add")]
pub mod add;
#[cfg(feature = "calculator-client")]
mod calculator_client;
#[cfg(feature = "calculator-server")]
pub mod calculator_server;
#[cfg(feature = "fetch")]
mod fetch;
#[cfg(any(feature = "shop-client", feature = "shop-server"))]
mod shop;
#[cfg(feature = "shop-client")]
mod shop_client;
#[cfg(feature = "shop-server")]
pub mod shop_server;
