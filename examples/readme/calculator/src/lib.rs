//! The Worker that adds, as the README shows it.
#![allow(dead_code, reason = "a context that no method needs")]

mod client;

rpc_runtime::include_rpc!("calculator");

struct MyCalculator {
    ctx: rpc_runtime::Context, // env, waitUntil, props
}

impl calculator::Calculator for MyCalculator {
    async fn add(&self, a: u32, b: u32) -> rpc_runtime::Result<u32> {
        a.checked_add(b)
            .ok_or_else(|| rpc_runtime::Error::new("the sum is too large"))
    }
}

calculator::export!(MyCalculator);

#[cfg(all(test, not(target_family = "wasm")))]
mod tests {
    use super::*;

    #[test]
    fn adds() -> rpc_runtime::Result<()> {
        pollster::block_on(async {
            let ctx = rpc_runtime::Context::detached();
            let calculator = calculator::CalculatorClient::from_local(MyCalculator { ctx });
            assert_eq!(calculator.add(1, 2).await?, 3);
            Ok(())
        })
    }
}
