//! `examples/calculator-client`.

use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use worker::{Context, Env, Request, Response, Url, event};

#[wasm_bindgen]
extern "C" {
    type Calculator;

    #[wasm_bindgen(method, catch)]
    async fn add(this: &Calculator, a: u32, b: u32) -> Result<JsValue, JsValue>;
}

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let (a, b) = operands(&request.url()?);
    let mut rows = Vec::new();
    for (direction, binding) in [
        ("Rust → Rust", "CALCULATOR"),
        ("Rust → JavaScript", "CALCULATOR_JS"),
    ] {
        let calculator: Calculator = env.service(binding)?.into_rpc();
        let sum = calculator.add(a, b).await?;
        let sum: u32 = serde_wasm_bindgen::from_value(sum)?;
        rows.push(row(direction, a, b, sum));
    }
    Response::from_json(&rows)
}

fn operands(url: &Url) -> (u32, u32) {
    let operand = |name: &str| {
        let value = url.query_pairs().find(|(key, _)| key == name)?.1;
        value.parse().ok()
    };
    (operand("a").unwrap_or(1), operand("b").unwrap_or(2))
}

fn row(direction: &str, a: u32, b: u32, sum: u32) -> Value {
    json!({ "direction": direction, "call": format!("add({a}, {b})"), "result": sum })
}
