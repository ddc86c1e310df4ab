//! The Worker that asks, as the README shows it.
#![allow(dead_code, reason = "no event calls it")]

use std::time::Duration;

use rpc_runtime::{CallOptions, RetryPolicy};

use crate::SlowCalls;
use crate::stock::StockClient;

async fn ask(env: worker::Env) -> worker::Result<(u32, u32)> {
    let stock: StockClient = env.service("STOCK")?.into();
    let stock = stock.with(
        CallOptions::new()
            .deadline(Duration::from_millis(500))
            .retry(RetryPolicy::new())
            .intercept(SlowCalls),
    );
    let left = stock.count("tea").await?;
    // This one may take longer.
    let patience = Duration::from_secs(5);
    let after = stock.reserve("tea", 2).deadline(patience).await?;
    Ok((left, after))
}

async fn of_object(env: worker::Env) -> worker::Result<u32> {
    let stock = StockClient::from_namespace(&env.durable_object("STOCKS")?, "berlin")?;
    Ok(stock.count("tea").await?)
}
