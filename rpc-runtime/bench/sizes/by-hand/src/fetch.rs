//! A handler of requests.

use worker::{Context, Env, Request, Response, event};

#[event(fetch)]
async fn fetch(_request: Request, _env: Env, _ctx: Context) -> worker::Result<Response> {
    Response::ok("ok")
}
