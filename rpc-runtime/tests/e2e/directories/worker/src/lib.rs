//! Directories on the default entrypoint, on one called `Attic` and in the Durable Object `Vault`; and a caller of
//! directories: `GET /?binding=NAME`, with `&id=OBJECT` for an object of a namespace.

#![deny(rust_2024_compatibility)]

rpc_runtime::include_rpc!("directories");

mod calls;
#[allow(
    tail_expr_drop_order,
    reason = "in what the attribute `durable_object` of `worker` makes"
)]
mod server;

use directories::directory;
use directories::DirectoryClient;
use server::{Attic, Root, Vault};
use worker::{event, Context, Env, Request, Response};

directory::export!(Root);
directory::export!(Attic as "Attic" = Attic::new);
directory::export!(durable Vault);

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let url = request.url()?;
    let parameter = |name| {
        let mut pairs = url.query_pairs();
        pairs.find_map(|(key, value)| (key == name).then(|| value.into_owned()))
    };
    let binding = parameter("binding").unwrap_or_default();
    let directory: DirectoryClient = match parameter("id") {
        Some(id) => env.durable_object(&binding)?.get_by_name(&id)?.into(),
        None => env.service(&binding)?.into(),
    };
    Response::from_json(&calls::calls(directory).await)
}
