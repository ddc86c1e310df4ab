//! Serves `wit/handles.wit` on the default entrypoint and in the Durable Object `Room`, and calls another Worker that
//! does: `GET /SCENARIO?binding=NAME`, with `&id=OBJECT` for an object of a namespace.

rpc_runtime::include_rpc!("handles");

mod churn;
mod keeper;
mod kept;
mod maker;

use keeper::{Entrance, Room};
use keeping::KeepingClient;
use making::MakingClient;
use serde_json::json;
use worker::{Context, Env, Request, Response, event};

keeping::export!(Entrance = Entrance::new);
making::export!(Entrance = Entrance::new);
keeping::export!(durable Room, with making);

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let url = request.url()?;
    let parameter = |wanted: &str| {
        let mut pairs = url.query_pairs();
        pairs.find_map(|(key, value)| (key == wanted).then(|| value.into_owned()))
    };
    let binding = parameter("binding").unwrap_or_default();
    let (keeping, making): (KeepingClient, MakingClient) = match parameter("id") {
        Some(id) => {
            let namespace = env.durable_object(&binding)?;
            let object = || namespace.get_by_name(&id);
            (object()?.into(), object()?.into())
        }
        None => (env.service(&binding)?.into(), env.service(&binding)?.into()),
    };
    let many = parameter("many").and_then(|many| many.parse().ok());
    let said = match kept::run(url.path(), &keeping).await {
        Some(lines) => lines.map(|lines| json!(lines)),
        None => churn::run(url.path(), &making, many.unwrap_or(1)).await,
    };
    Response::from_json(&said.unwrap_or_else(|error| json!([format!("failed: {error:?}")])))
}
