//! Serves one method, and with each feature one more of another kind: what it adds to the Worker is its size.

rpc_runtime::include_rpc!("size");

use rpc_runtime::Result;
// Stock worker-build needs what this crate links in.
use worker as _;

struct Server {
    #[allow(dead_code, reason = "every server has it")]
    ctx: rpc_runtime::Context,
}

size::export!(Server);

impl size::Size for Server {
    async fn add(&self, a: u32, b: u32) -> Result<u32> {
        Ok(a.wrapping_add(b))
    }

    #[cfg(feature = "numbers")]
    #[allow(clippy::cast_precision_loss)]
    async fn scale(&self, by: f64, of: i64) -> Result<f64> {
        Ok(by * of as f64)
    }

    #[cfg(feature = "strings")]
    async fn greet(&self, mut name: String) -> Result<String> {
        name.push('!');
        Ok(name)
    }

    #[cfg(feature = "records")]
    async fn discount(&self, mut product: size::Product) -> Result<size::Product> {
        product.price /= 2;
        Ok(product)
    }

    #[cfg(feature = "lists")]
    async fn sort(&self, mut lines: Vec<size::Line>) -> Result<Vec<size::Line>> {
        lines.reverse();
        Ok(lines)
    }

    #[cfg(feature = "variants")]
    async fn pay(&self, by: size::Payment) -> Result<size::Payment> {
        Ok(by)
    }

    #[cfg(feature = "resources")]
    async fn open(&self) -> Result<size::Session> {
        Ok(size::Session::new(Counter::default()))
    }

    #[cfg(feature = "streams")]
    async fn count(&self, to: u32) -> Result<rpc_runtime::ItemStream<u32>> {
        Ok(rpc_runtime::ItemStream::from_items(0..to))
    }
}

#[cfg(feature = "resources")]
#[derive(Default)]
struct Counter(std::cell::Cell<u32>);

#[cfg(feature = "resources")]
impl size::SessionTarget for Counter {
    async fn next(&self) -> Result<u32> {
        self.0.set(self.0.get() + 1);
        Ok(self.0.get())
    }
}

#[cfg(feature = "fetch")]
#[worker::event(fetch)]
async fn fetch(
    _request: worker::Request,
    _env: worker::Env,
    _ctx: worker::Context,
) -> worker::Result<worker::Response> {
    worker::Response::ok("ok")
}
