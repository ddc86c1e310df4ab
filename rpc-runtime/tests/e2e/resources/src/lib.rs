//! Serves `wit/resources.wit`, and calls another Worker that does: `GET /SCENARIO?binding=NAME`.

mod calls;
mod server;

rpc_runtime::include_rpc!("resources");

use worker::{Context, Env, Request, Response, event};



#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let url = request.url()?;
    let query = |wanted: &str| {
        let found = url.query_pairs().find(|(key, _)| key == wanted);
        found.map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    let peer = env.service(&query("binding"))?.into();
    let said = match calls::run(url.path(), &peer, &query("n")).await {
        Ok(said) => said,
        Err(error) => vec![format!("failed: {error:?}")],
    };
    Response::from_json(&said)
}
