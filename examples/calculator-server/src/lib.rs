//! A calculator that other Workers call. It has no `fetch` handler: what it offers is exactly the
//! interface `calculator` in `wit/calculator`.

rpc_runtime::include_rpc!("calculator");

struct MyCalculator {
    ctx: rpc_runtime::Context,
}

impl calculator::Calculator for MyCalculator {
    async fn add(&self, a: u32, b: u32) -> rpc_runtime::Result<u32> {
        // `ctx` also has the Worker's bindings (`env`) and the caller's `props`.
        self.ctx
            .wait_until(async move { worker::console_log!("add({a}, {b})") })?;

        a.checked_add(b)
            .ok_or_else(|| rpc_runtime::Error::new("the sum is too large"))
    }
}

calculator::export!(MyCalculator);
