//! What the README shows of calls in production: interceptors on either side, and a server that has some.

mod client;

#[cfg(all(test, not(target_family = "wasm")))]
mod tests;

rpc_runtime::include_rpc!("stock");

use rpc_runtime::{CallInfo, Error, Interceptor, Next, Reply, Result};

/// Says which calls are slow.
struct SlowCalls;

impl Interceptor for SlowCalls {
    async fn intercept(&self, call: &CallInfo, next: Next<'_>) -> Result<Reply> {
        let reply = next.run().await;
        if call.elapsed().as_millis() > 200 {
            worker::console_warn!("{} took {:?}", call.method(), call.elapsed());
        }
        reply
    }
}

/// What the caller's binding has to say.
#[derive(serde::Deserialize)]
struct Caller {
    may_reserve: bool,
}

/// Serves only who may do what is asked.
struct Authorized;

impl Interceptor for Authorized {
    async fn intercept(&self, call: &CallInfo, next: Next<'_>) -> Result<Reply> {
        let ctx = call.context().ok_or_else(|| Error::new("no context"))?;
        if call.method() == "reserve" && !ctx.props::<Caller>()?.may_reserve {
            return Err(Error::new("you may not reserve"));
        }
        next.run().await
    }
}

struct MyStock {
    #[allow(dead_code, reason = "every server has it")]
    ctx: rpc_runtime::Context,
}

impl stock::Stock for MyStock {
    async fn count(&self, item: String) -> Result<u32> {
        Ok(if item == "tea" { 12 } else { 0 })
    }

    async fn reserve(&self, item: String, number: u32) -> Result<u32> {
        let left = self.count(item).await?.checked_sub(number);
        left.ok_or_else(|| Error::new("there are not so many"))
    }
}

stock::export!(MyStock, intercept = SlowCalls, intercept = Authorized);
