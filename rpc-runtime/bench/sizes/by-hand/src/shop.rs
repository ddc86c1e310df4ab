//! The types of `wit/shop`, with what serde has to be told for them to look as they do on the wire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

pub(crate) type Cents = u64;
pub(crate) type Sku = String;

#[derive(Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) sku: Sku,
    pub(crate) quantity: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) engraving: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Address {
    pub(crate) name: String,
    pub(crate) street: Vec<String>,
    pub(crate) town: String,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Delivery {
    Standard,
    Express,
    PickUp,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Extras {
    pub(crate) gift_wrap: bool,
    pub(crate) signature: bool,
    pub(crate) no_plastic: bool,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Card {
    pub(crate) number: String,
    pub(crate) expires: (u16, u8),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "tag", content = "val", rename_all = "kebab-case")]
pub(crate) enum Payment {
    Card(Card),
    Vouchers(Vec<String>),
    Invoice,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Order {
    pub(crate) lines: Vec<Line>,
    pub(crate) ship_to: Address,
    pub(crate) delivery: Delivery,
    pub(crate) extras: Extras,
    pub(crate) payment: Payment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Receipt {
    pub(crate) charges: BTreeMap<String, Cents>,
    pub(crate) total: Cents,
    pub(crate) parcels: Vec<Vec<Sku>>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Shortage {
    pub(crate) sku: Sku,
    pub(crate) wanted: u32,
    pub(crate) left: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "tag", content = "val", rename_all = "kebab-case")]
pub(crate) enum OrderError {
    Empty,
    UnknownProduct(Sku),
    SoldOut(Vec<Shortage>),
    PaymentRefused(String),
}

/// What a method answers that has an error of its own.
#[derive(Serialize, Deserialize)]
#[serde(tag = "tag", content = "val", rename_all = "kebab-case")]
pub(crate) enum Outcome<T> {
    Ok(T),
    Err(OrderError),
}

/// `value` for JavaScript, with a bigint for every `u64`.
pub(crate) fn to_js(value: &impl Serialize) -> Result<JsValue, serde_wasm_bindgen::Error> {
    let serializer =
        serde_wasm_bindgen::Serializer::new().serialize_large_number_types_as_bigints(true);
    value.serialize(&serializer)
}
