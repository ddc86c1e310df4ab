//! `examples/shop-client`.

use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use worker::{Context, Env, Request, Response, Url, console_error, event};

use crate::shop::{
    Address, Card, Cents, Delivery, Extras, Line, Order, OrderError, Outcome, Payment, Receipt,
    to_js,
};

#[wasm_bindgen]
extern "C" {
    type Orders;

    #[wasm_bindgen(method, catch)]
    async fn place(this: &Orders, order: JsValue) -> Result<JsValue, JsValue>;
}

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let order = order(&request.url()?);
    let mut rows = Vec::new();
    for (direction, binding) in [("Rust → Rust", "SHOP"), ("Rust → JavaScript", "SHOP_JS")] {
        let shop: Orders = env.service(binding)?.into_rpc();
        let outcome = match shop.place(to_js(&order)?).await {
            Ok(outcome) => serde_wasm_bindgen::from_value(outcome)?,
            Err(error) => {
                console_error!("{error:?}");
                return Response::error("the shop did not answer", 502);
            }
        };
        let result = match outcome {
            Outcome::Ok(receipt) => told(&receipt),
            Outcome::Err(refusal) => format!("refused: {}", reason(&refusal)),
        };
        let call = format!("place({})", summary(&order));
        rows.push(json!({ "direction": direction, "call": call, "result": result }));
    }
    Response::from_json(&rows)
}

fn order(url: &Url) -> Order {
    let lines = url.query_pairs().map(|(sku, quantity)| Line {
        sku: sku.into_owned(),
        quantity: quantity.parse().unwrap_or(1),
        engraving: None,
    });
    Order {
        lines: lines.collect(),
        ship_to: Address {
            name: "Ada".to_owned(),
            street: vec!["1 Analytical Row".to_owned()],
            town: "W1 London".to_owned(),
        },
        delivery: Delivery::Express,
        extras: Extras {
            gift_wrap: true,
            signature: true,
            no_plastic: false,
        },
        payment: Payment::Card(Card {
            number: "4242424242424242".to_owned(),
            expires: (2030, 12),
        }),
        note: None,
    }
}

fn summary(order: &Order) -> String {
    let lines = order.lines.iter();
    let lines = lines.map(|line| format!("{} {}", line.quantity, line.sku));
    lines.collect::<Vec<_>>().join(", ")
}

fn told(receipt: &Receipt) -> String {
    let parcels = receipt.parcels.iter().map(|parcel| parcel.join(" + "));
    let parcels = parcels.collect::<Vec<_>>().join(", ");
    format!("{} for {parcels}", money(receipt.total))
}

fn money(cents: Cents) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn reason(refusal: &OrderError) -> String {
    match refusal {
        OrderError::Empty => "there is nothing in it".to_owned(),
        OrderError::UnknownProduct(sku) => format!("there is no {sku}"),
        OrderError::SoldOut(shortages) => {
            let left = shortages
                .iter()
                .map(|short| format!("{} {} left", short.left, short.sku));
            left.collect::<Vec<_>>().join(", ")
        }
        OrderError::PaymentRefused(reason) => reason.clone(),
    }
}
