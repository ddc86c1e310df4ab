//! A Worker whose calls are traced, those that it serves and those that it sends.

rpc_runtime::include_rpc!("tracing");

use rpc_runtime::{CallError, Context, Error, Result};
use shop::{Cart, CartTarget, ShopClient};
use worker::js_sys::Promise;
// `#[durable_object]` looks for it here.
use worker::wasm_bindgen;
use worker::wasm_bindgen::JsValue;
use worker::wasm_bindgen_futures::JsFuture;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

#[worker::event(start)]
fn start() {
    rpc_runtime::tracing::init();
}

struct MyShop {
    ctx: Context,
}

struct MyCart;

/// Goes on when others have had their turn.
async fn others_run() {
    let resolved = Promise::resolve(&JsValue::UNDEFINED);
    // It is never rejected.
    let _ = JsFuture::from(resolved).await;
}

impl CartTarget for MyCart {
    async fn add(&self, item: String) -> Result<u32> {
        tracing::warn!(item, "put into the cart");
        Ok(1)
    }
}

impl shop::Shop for MyShop {
    async fn price(&self, item: String) -> Result<u32> {
        tracing::info!(item, "looking it up");
        match self.ctx.service::<ShopClient>("NEXT") {
            Ok(next) => next.price(&item).await,
            Err(_) => Ok(5),
        }
    }

    async fn order(&self, item: String) -> Result<u32, CallError<String>> {
        Err(CallError::Declared(format!("no {item} here")))
    }

    async fn open(&self) -> Result<Cart> {
        Ok(Cart::new(MyCart))
    }

    async fn fail(&self, how: String) -> Result<u32> {
        if how.starts_with("later") {
            others_run().await;
        }
        if how.ends_with("panic") {
            panic!("the till is empty");
        }
        Err(Error::new("the till is closed"))
    }

    async fn meet(&self, name: String) -> Result<String> {
        for step in 1..=2 {
            tracing::info!(step, name, "here");
            others_run().await;
        }
        Ok(name)
    }
}

shop::export!(MyShop);
shop::export!(MyShop as "Named");

/// A Durable Object, whose calls are traced as all others.
#[durable_object(fetch)]
struct Safe;

impl DurableObject for Safe {
    fn new(_state: State, _env: Env) -> Self {
        Self
    }

    async fn fetch(&self, _request: Request) -> worker::Result<Response> {
        Response::empty()
    }
}

impl safe::Safe for Safe {
    async fn look(&self) -> Result<u32> {
        tracing::debug!("not said: it is below `INFO`");
        Ok(0)
    }
}

safe::export!(durable Safe);
