//! A Durable Object whose methods are those of the interface `counter` in `wit/counter`. There is one counter for
//! every name; whoever has a binding to the namespace calls it.

rpc_runtime::include_rpc!("counter");

use rpc_runtime::{Error, Result};
// `#[durable_object]` looks for it here.
use worker::wasm_bindgen;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

#[durable_object(fetch)]
struct Counter {
    state: State,
}

counter::export!(durable Counter);

impl counter::Counter for Counter {
    async fn increment(&self, by: u32) -> Result<u64> {
        // While a Durable Object waits for its storage, no other call begins.
        let value = self.stored().await?;
        let value = value
            .checked_add(by.into())
            .ok_or_else(|| Error::new("the counter is full"))?;
        self.state.storage().put(VALUE, value).await?;
        Ok(value)
    }

    async fn value(&self) -> Result<u64> {
        Ok(self.stored().await?)
    }

    async fn reset(&self) -> Result<()> {
        self.state.storage().delete(VALUE).await?;
        Ok(())
    }
}

const VALUE: &str = "value";

impl Counter {
    async fn stored(&self) -> worker::Result<u64> {
        Ok(self.state.storage().get(VALUE).await?.unwrap_or(0))
    }
}

// The other events of a Durable Object: HTTP requests here; alarms and WebSockets likewise.
impl DurableObject for Counter {
    fn new(state: State, _env: Env) -> Self {
        Self { state }
    }

    async fn fetch(&self, _request: Request) -> worker::Result<Response> {
        Response::ok(self.stored().await?.to_string())
    }
}
