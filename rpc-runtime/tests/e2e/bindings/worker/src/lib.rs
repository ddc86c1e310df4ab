//! Serves `wit/bindings.wit` and `schema/carrying.capnp`, and calls another Worker that does:
//! `GET /relay?peer=NAME&kind=…` or `/carry`, with `&id=OBJECT` for an object of a namespace. What it hands on is of
//! that kind: see `subject`.

rpc_runtime::include_rpc!("bindings");
rpc_runtime::include_rpc!("carrying");

mod calls;
mod server;

use rpc_runtime::{Context, Error, Result, Target};
use server::{Answers, Entrance, Room, Speaking};
use worker::js_sys::Reflect;
use worker::wasm_bindgen::JsValue;
use worker::{Env, Request, Response, event};

relaying::export!(Entrance);
answering::export!(Answers as "Answers");
relaying::export!(durable Room, with answering);
carrying::speaker::export!(Speaking as "Speaking" = Speaking::new);
carrying::carrier::export!(Speaking as "Carrying" = Speaking::new);

#[event(fetch)]
async fn fetch(request: Request, env: Env, ctx: worker::Context) -> worker::Result<Response> {
    let url = request.url()?;
    let parameter = |name| {
        let mut pairs = url.query_pairs();
        let value = pairs.find_map(|(key, value)| (key == name).then(|| value.into_owned()));
        value.unwrap_or_default()
    };
    let ctx = Context::of_event(&env, &ctx);
    let peer = match parameter("id").as_str() {
        "" => ctx.service::<Target>(&parameter("peer"))?,
        id => ctx.durable_object::<Target>(&parameter("peer"), id)?,
    };
    let subject = || subject(&ctx, &parameter("kind"));
    let said = match url.path() {
        "/relay" => calls::relay(peer.into(), subject).await,
        "/carry" => calls::carry(peer.into(), subject).await,
        "/keep" => calls::keep(peer.into(), subject).await,
        _ => calls::tell(peer.into()).await,
    };
    Response::from_json(&said)
}

/// What is handed on.
fn subject(ctx: &Context, kind: &str) -> Result<Target> {
    match kind {
        "object" => ctx.durable_object("ROOM", "handed"),
        "exports" => exported(ctx, "Answers").map(Target::from),
        "speaker" => exported(ctx, "Speaking").map(Target::from),
        binding => ctx.service(binding),
    }
}

/// An entrypoint of this Worker, as `ctx.exports` has it.
fn exported(ctx: &Context, class: &str) -> Result<JsValue> {
    let get = |object: &JsValue, name: &str| Reflect::get(object, &name.into());
    let found = get(&ctx.ctx_js()?, "exports").and_then(|exports| get(&exports, class));
    found.map_err(|_| Error::new("this date has no `ctx.exports`"))
}
