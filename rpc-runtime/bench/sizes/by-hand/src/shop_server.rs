//! `examples/shop-server`.

use std::collections::BTreeMap;
use std::iter;

use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::shop::{
    Cents, Delivery, Line, Order, OrderError, Outcome, Payment, Receipt, Shortage, Sku, to_js,
};

const ENGRAVING: Cents = 3_00;
const GIFT_WRAP: Cents = 2_50;
const VOUCHER: Cents = 10_00;

/// How many things fit into a parcel.
const PARCEL: usize = 2;

#[derive(Serialize)]
struct Product {
    name: String,
    price: Cents,
    stock: u32,
}

#[wasm_bindgen(js_name = catalogue)]
pub async fn catalogue() -> Result<JsValue, JsValue> {
    Ok(to_js(&products())?)
}

#[wasm_bindgen(js_name = quote)]
pub async fn quote(lines: JsValue, delivery: JsValue) -> Result<JsValue, JsValue> {
    let lines: Vec<Line> = serde_wasm_bindgen::from_value(lines)?;
    let delivery: Option<Delivery> = serde_wasm_bindgen::from_value(delivery)?;
    Ok(to_js(&match price_of(&lines) {
        Ok(price) => Outcome::Ok(price + delivery.map_or(0, fee)),
        Err(error) => Outcome::Err(error),
    })?)
}

#[wasm_bindgen(js_name = place)]
pub async fn place(order: JsValue) -> Result<JsValue, JsValue> {
    let order: Order = serde_wasm_bindgen::from_value(order)?;
    Ok(to_js(&match receipt(&order) {
        Ok(receipt) => Outcome::Ok(receipt),
        Err(error) => Outcome::Err(error),
    })?)
}

fn receipt(order: &Order) -> Result<Receipt, OrderError> {
    let goods = price_of(&order.lines)?;
    let parcels = pack(&order.lines);
    let mut charges = BTreeMap::from([("goods".to_owned(), goods)]);
    let mut charge = |what: &str, price: Cents| {
        if price > 0 {
            charges.insert(what.to_owned(), price);
        }
    };
    charge("delivery", fee(order.delivery));
    if order.extras.gift_wrap {
        charge("gift-wrap", GIFT_WRAP * parcels.len() as Cents);
    }
    let engravings = order
        .lines
        .iter()
        .filter_map(|line| line.engraving.as_ref());
    charge("engraving", ENGRAVING * engravings.count() as Cents);

    let total = charges.values().sum();
    pay(&order.payment, total).map_err(OrderError::PaymentRefused)?;
    Ok(Receipt {
        charges,
        total,
        parcels,
    })
}

fn products() -> BTreeMap<Sku, Product> {
    let product = |name: &str, price, stock| Product {
        name: name.to_owned(),
        price,
        stock,
    };
    BTreeMap::from([
        ("cup".to_owned(), product("A cup", 9_00, 24)),
        ("pot".to_owned(), product("A pot", 32_00, 4)),
        ("tea".to_owned(), product("A bag of tea", 12_50, 100)),
    ])
}

/// What the goods cost, if they are all there.
fn price_of(lines: &[Line]) -> Result<Cents, OrderError> {
    let products = products();
    if lines.is_empty() {
        return Err(OrderError::Empty);
    }
    let mut wanted = BTreeMap::new();
    for line in lines {
        let quantity: &mut u32 = wanted.entry(&line.sku).or_default();
        *quantity = quantity.saturating_add(line.quantity);
    }
    let mut price = 0;
    let mut shortages = Vec::new();
    for (sku, wanted) in wanted {
        match products.get(sku) {
            None => return Err(OrderError::UnknownProduct(sku.clone())),
            Some(product) if product.stock < wanted => shortages.push(Shortage {
                sku: sku.clone(),
                wanted,
                left: product.stock,
            }),
            Some(product) => price += product.price * Cents::from(wanted),
        }
    }
    if shortages.is_empty() {
        Ok(price)
    } else {
        Err(OrderError::SoldOut(shortages))
    }
}

/// What a delivery costs.
fn fee(delivery: Delivery) -> Cents {
    match delivery {
        Delivery::Standard => 4_90,
        Delivery::Express => 9_90,
        Delivery::PickUp => 0,
    }
}

/// The products, parcel by parcel.
fn pack(lines: &[Line]) -> Vec<Vec<Sku>> {
    let products: Vec<Sku> = lines
        .iter()
        .flat_map(|line| iter::repeat_n(line.sku.clone(), line.quantity as usize))
        .collect();
    products.chunks(PARCEL).map(<[Sku]>::to_vec).collect()
}

/// Takes the money, or says why it cannot.
fn pay(payment: &Payment, total: Cents) -> Result<(), String> {
    match payment {
        Payment::Card(card) if card.number.len() != 16 => {
            Err(format!("{} is no card number", card.number))
        }
        Payment::Vouchers(codes) if VOUCHER * (codes.len() as Cents) < total => Err(format!(
            "{} vouchers are not enough for {total} cents",
            codes.len()
        )),
        Payment::Card(_) | Payment::Vouchers(_) | Payment::Invoice => Ok(()),
    }
}
