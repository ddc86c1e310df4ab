//! A Worker that calls two calculators through one client type: one in Rust, one in JavaScript.
//!
//! `GET /?a=1&b=2` answers with a row of JSON for each call.

rpc_runtime::include_rpc!("calculator");

use calculator::CalculatorClient;
use serde_json::{Value, json};
use worker::{Context, Env, Request, Response, Url, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let (a, b) = operands(&request.url()?);

    let rust: CalculatorClient = env.service("CALCULATOR")?.into();
    let sum = rust.add(a, b).await?;
    let rust = row("Rust → Rust", a, b, sum);

    let javascript: CalculatorClient = env.service("CALCULATOR_JS")?.into();
    let sum = javascript.add(a, b).await?;
    let javascript = row("Rust → JavaScript", a, b, sum);

    Response::from_json(&[rust, javascript])
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
