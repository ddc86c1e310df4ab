//! Values, calls and streams in a JavaScript engine.
#![cfg(target_arch = "wasm32")]

#[path = "../support/mod.rs"]
mod support;

mod calls_capnp;
mod calls_parameters;
mod streams;
mod values;
mod values_borders;
mod values_capnp;
mod values_capnp_mutated;
mod values_data;
mod values_limits;
mod values_lists;
mod values_mutated;
mod values_objects;
mod values_round_trip;
mod wrong_values;
