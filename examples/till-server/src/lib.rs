//! The till of a shop: the interface `till` in `wit/till`. It has its goods from another Worker, counts what it sells
//! in Durable Objects of a third, and knows its customer by the props of the caller's binding.
//!
//! All of it is tested without the Workers runtime, with plain `cargo test`: see `tests.rs`.

rpc_runtime::include_rpc!("till");
rpc_runtime::include_rpc!("shop");
rpc_runtime::include_rpc!("counter");

#[cfg(all(test, not(target_family = "wasm")))]
mod tests;

use std::time::Duration;

use counter::CounterClient;
use orders::{Line, OrderError, OrdersClient};
use rpc_runtime::{CallError, CallOptions, Context, Result, RetryPolicy};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use till::{Refusal, Ticket};
use worker::{Env, Request, Response, Url, event};

struct Till {
    ctx: Context,
}

till::export!(Till);

/// Who calls: the `props` of the binding.
#[derive(Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Customer {
    name: String,
    /// In percent.
    discount: u8,
}

impl Default for Customer {
    fn default() -> Self {
        Self {
            name: "a guest".to_owned(),
            discount: 0,
        }
    }
}

impl till::Till for Till {
    async fn greeting(&self) -> Result<String> {
        let Customer { name, .. } = self.ctx.props()?;
        Ok(format!("Good day to {name}."))
    }

    async fn buy(&self, sku: String, quantity: u32) -> Result<Ticket, CallError<Refusal>> {
        let customer: Customer = self.ctx.props()?;
        let shop = self.ctx.service::<OrdersClient>("SHOP")?.with(patience());
        let lines = [Line {
            sku,
            quantity,
            engraving: None,
        }];
        let price = match shop.quote(&lines, None).await {
            Ok(price) => price,
            Err(CallError::Declared(error)) => return Err(refusal(error).into()),
            Err(CallError::Failed(error)) => return Err(error.into()),
        };
        let [Line { sku, .. }] = lines;

        // The customer need not wait for this.
        let counter = self.counter(&sku)?;
        self.ctx.wait_until(async move {
            if let Err(error) = counter.increment(quantity).await {
                complain(&format!("{quantity} of {sku} were not counted: {error}"));
            }
        })?;
        Ok(Ticket {
            customer: customer.name,
            total: price - price * u64::from(customer.discount.min(100)) / 100,
            currency: self.ctx.var("CURRENCY")?,
        })
    }

    async fn sold(&self, sku: String) -> Result<u64> {
        self.counter(&sku)?.value().await
    }
}

impl Till {
    /// What counts how many of a product are sold.
    fn counter(&self, sku: &str) -> Result<CounterClient> {
        let counter = format!("sold: {sku}");
        let counter: CounterClient = self.ctx.durable_object("COUNTERS", counter)?;
        Ok(counter.with(patience()))
    }
}

/// How long others may take, and that they are asked again what may be asked twice.
fn patience() -> CallOptions {
    CallOptions::new()
        .deadline(Duration::from_secs(2))
        .retry(RetryPolicy::new().backoff(Duration::from_millis(20)))
}

fn refusal(error: OrderError) -> Refusal {
    match error {
        OrderError::SoldOut(shortages) => {
            Refusal::SoldOut(shortages.first().map_or(0, |shortage| shortage.left))
        }
        OrderError::UnknownProduct(_) | OrderError::Empty | OrderError::PaymentRefused(_) => {
            Refusal::Unknown
        }
    }
}

/// The console of a Worker is JavaScript's.
fn complain(line: &str) {
    if cfg!(target_family = "wasm") {
        worker::console_error!("{line}");
    } else {
        eprintln!("{line}");
    }
}

/// `GET /?sku=tea&quantity=2` buys without a binding, and answers with a row of JSON.
#[event(fetch)]
async fn fetch(request: Request, env: Env, ctx: worker::Context) -> worker::Result<Response> {
    let ctx = Context::of_event(&env, &ctx);
    Response::from_json(&[sale(ctx, &request.url()?).await?])
}

/// What [`fetch`] does: with a context of its own, it is tested as the methods are.
async fn sale(ctx: Context, url: &Url) -> Result<Value> {
    let parameter = |name: &str| {
        let pair = url.query_pairs().find(|(key, _)| key == name);
        pair.map(|(_, value)| value.into_owned())
    };
    let sku = parameter("sku").unwrap_or_else(|| "tea".to_owned());
    let quantity = parameter("quantity").and_then(|quantity| quantity.parse().ok());
    let quantity = quantity.unwrap_or(1);

    let call = format!("buy({sku}, {quantity})");
    let result = match till::Till::buy(&Till { ctx }, sku, quantity).await {
        Ok(ticket) => told(&ticket),
        Err(CallError::Declared(Refusal::Unknown)) => "refused: not sold here".to_owned(),
        Err(CallError::Declared(Refusal::SoldOut(left))) => format!("refused: {left} left"),
        Err(CallError::Failed(error)) => return Err(error),
    };
    Ok(json!({ "direction": "Rust → Rust", "call": call, "result": result }))
}

fn told(ticket: &Ticket) -> String {
    let (whole, cents) = (ticket.total / 100, ticket.total % 100);
    format!(
        "{whole}.{cents:02} {} from {}",
        ticket.currency, ticket.customer
    )
}
