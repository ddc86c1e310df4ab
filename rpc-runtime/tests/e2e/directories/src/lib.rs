//! Directories on the default entrypoint, on one called `Attic` and in the Durable Object `Vault`; and a caller of
//! directories: `GET /?binding=NAME`, with `&id=OBJECT` for an object of a namespace.

rpc_runtime::include_rpc!("directories");

mod calls;
mod server;

use directories::DirectoryClient;
use directories::directory;
use server::{Attic, Root, Vault};
use worker::{Context, Env, Request, Response, event};

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
