//! Serves `wit/production.wit`, and calls another Worker that does: `GET /SCENARIO?binding=NAME`.

rpc_runtime::include_rpc!("production");

mod audit;
mod client;
mod server;

use audit::{Audit, Members};
use server::{Desk, Office};
use worker::{Context, Env, Request, Response, event};

desk::export!(Desk = Desk::new, intercept = Audit);
desk::export!(Desk as "Guarded" = Desk::new, intercept = Audit, intercept = Members::default());
office::export!(durable Office, intercept = Audit);

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let url = request.url()?;
    let mut pairs = url.query_pairs();
    let binding = pairs.find_map(|(key, value)| (key == "binding").then(|| value.into_owned()));
    let said = client::run(url.path(), &env, &binding.unwrap_or_default()).await;
    Response::from_json(&said.unwrap_or_else(|error| vec![format!("failed: {error:?}")]))
}
