//! Names on the wire, in Rust and in serde, as the README shows them.

rpc_runtime::include_rpc!("stall");

/// The same types, without the option `serde_form`.
pub mod rusts_form {
    rpc_runtime::include_rpc!("stall_in_rusts_form");
}

use stall::{Extras, Payment, Sale, Stall, State};

/// Has sold one thing.
#[derive(Debug)]
pub struct MyStall;

impl Stall for MyStall {
    async fn last_sale(&self) -> rpc_runtime::Result<Sale> {
        Ok(Sale {
            unit_price: 250,
            note: None,
            paid_by: Payment::GiftCard(7),
            state: State::HandedOver,
            extras: Extras::GIFT_WRAP,
        })
    }
}

#[cfg(all(test, not(target_family = "wasm")))]
mod tests;
