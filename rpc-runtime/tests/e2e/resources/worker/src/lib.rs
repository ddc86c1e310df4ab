//! Serves `wit/resources.wit`, and calls another Worker that does: `GET /SCENARIO?binding=NAME`.

mod calls;
mod churn;
pub(crate) mod server;

rpc_runtime::include_rpc!("resources");

use library::LibraryClient;
use serde_json::json;
use worker::{Context, Env, Request, Response, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let url = request.url()?;
    let query = |wanted: &str| {
        let found = url.query_pairs().find(|(key, _)| key == wanted);
        found
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    let peer: LibraryClient = env.service(&query("binding"))?.into();
    let name = query("name");
    let said = match calls::run(url.path(), &peer, &name).await {
        Some(lines) => lines.map(|lines| json!(lines)),
        None => match churn::run(url.path(), &peer, name.parse().unwrap_or(10)).await {
            Some(counts) => counts,
            None => return Response::error("no such scenario", 404),
        },
    };
    Response::from_json(&said.unwrap_or_else(|error| json!([format!("failed: {error:?}")])))
}
