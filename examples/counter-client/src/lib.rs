//! A Worker that counts on two Durable Objects through one client type: one in Rust, one in JavaScript.
//!
//! `GET /?name=tea&by=2` has each counter called `tea` start from zero and go up by two, and answers with a row of
//! JSON for each call.

rpc_runtime::include_rpc!("counter");

use counter::CounterClient;
use serde_json::{Value, json};
use worker::{Context, Env, Request, Response, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let url = request.url()?;
    let parameter = |name: &str| {
        let pair = url.query_pairs().find(|(key, _)| key == name);
        pair.map(|(_, value)| value.into_owned())
    };
    let name = parameter("name").unwrap_or_else(|| "tea".to_owned());
    let by = parameter("by").and_then(|by| by.parse().ok()).unwrap_or(1);

    let mut rows = Vec::new();
    for (direction, binding) in [
        ("Rust → Rust", "COUNTERS"),
        ("Rust → JavaScript", "COUNTERS_JS"),
    ] {
        let counter: CounterClient = env.durable_object(binding)?.get_by_name(&name)?.into();
        rows.extend(count(direction, &counter, by).await?);
    }
    Response::from_json(&rows)
}

/// Counts from zero, and tells what each call gave.
async fn count(
    direction: &str,
    counter: &CounterClient,
    by: u32,
) -> rpc_runtime::Result<Vec<Value>> {
    let row = |call: String, result: u64| json!({ "direction": direction, "call": call, "result": result });
    counter.reset().await?;
    Ok(vec![
        row(format!("increment({by})"), counter.increment(by).await?),
        row("value()".to_owned(), counter.value().await?),
    ])
}

#[cfg(all(test, not(target_family = "wasm")))]
mod tests;
