//! The client: `GET /METHOD?binding=NAME&…` calls a method of the server behind that service binding and tells
//! the outcome.

use std::fmt::Debug;

use rpc_runtime::{CallError, RemoteError};
use serde_json::{Value, json};
use worker::js_sys::JSON;
use worker::{Context, Env, Request, Response, event};

use crate::count;
use crate::tagged::TaggedClient;
use crate::thrown::ThrownClient;
use crate::troubles::TroublesClient;

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let url = request.url()?;
    let parameter = |name: &str| {
        let pair = url.query_pairs().find(|(key, _)| key == name);
        pair.map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    let amount = parameter("count").parse().unwrap_or_default();
    let server = || env.service(&parameter("binding"));
    let troubles = || -> worker::Result<TroublesClient> {
        let object = parameter("object");
        if object.is_empty() {
            return Ok(server()?.into());
        }
        let objects = env.durable_object(&object)?;
        Ok(objects.id_from_name("it")?.get_stub()?.into())
    };
    let how = parameter("how");
    let mut hows = how.split(',');
    let mut next = || hows.next().unwrap_or_default();
    let outcome = match url.path() {
        "/take" => told(TaggedClient::from(server()?).take(amount).await),
        "/check" => told(TaggedClient::from(server()?).check(amount).await),
        "/ping" => told(TaggedClient::from(server()?).ping(amount).await),
        "/takeOrThrow" => told(ThrownClient::from(server()?).take_or_throw(amount).await),
        "/checkOrThrow" => told(ThrownClient::from(server()?).check_or_throw(amount).await),
        "/pingOrThrow" => told(ThrownClient::from(server()?).ping_or_throw(amount).await),
        "/fail" => told(troubles()?.fail(&how).await.map_err(CallError::<()>::from)),
        // Calls on what has not arrived; then whether the first in the chain is any the worse for it.
        "/chain" => {
            let troubles = troubles()?;
            let first = troubles.open(next());
            let outcome = first.next(next()).next(next()).fail(next()).await;
            let mut told = told(outcome.map_err(CallError::<()>::from));
            told["first"] = match first.await {
                Ok(first) => json!(format!("{:?}", first.fail("not").await)),
                Err(error) => json!(error.to_string()),
            };
            told
        }
        "/chain-or-refuse" => {
            let troubles = troubles()?;
            let outcome = troubles
                .open_or_refuse(next())
                .next(next())
                .fail(next())
                .await;
            told(outcome.map_err(CallError::<()>::from))
        }
        "/resource" => match troubles()?.open("not").await {
            Ok(trouble) => {
                let outcome = trouble.fail(next()).await;
                let after = trouble.fail("not").await;
                let mut told = told(outcome.map_err(CallError::<()>::from));
                told["after"] = match after {
                    Ok(value) => json!(value),
                    Err(error) => json!(format!("{:?}, {error}", error.kind())),
                };
                told
            }
            Err(error) => told(Err::<(), _>(CallError::<()>::from(error))),
        },
        _ => return Response::error("no such call", 404),
    };
    Response::from_json(&json!({ "requests": count(), "outcome": outcome }))
}

/// What a client learns.
fn told<T: Debug, E: Debug>(outcome: Result<T, CallError<E>>) -> Value {
    match outcome {
        Ok(value) => json!({ "ok": format!("{value:?}") }),
        Err(CallError::Declared(error)) => json!({
            "declared": format!("{error:?}"),
            "asWorkerError": as_worker_error(CallError::Declared(error)),
        }),
        Err(CallError::Failed(error)) => {
            let remote = error.remote().map(remote_error);
            json!({
                "kind": format!("{:?}", error.kind()),
                "method": error.method(),
                "message": error.message(),
                "shown": error.to_string(),
                "remote": remote,
                "asWorkerError": as_worker_error(error),
            })
        }
    }
}

fn remote_error(error: &RemoteError) -> Value {
    let property = |name| {
        let value = error.property(name)?;
        JSON::stringify(&value).ok().map(String::from)
    };
    json!({
        "name": error.name(),
        "message": error.message(),
        "shown": error.to_string(),
        "isRemote": error.is_remote(),
        "isRetryable": error.is_retryable(),
        "isOverloaded": error.is_overloaded(),
        "isDurableObjectReset": error.is_durable_object_reset(),
        "code": property("code"),
        "details": property("details"),
        "inherited": property("toString"),
    })
}

fn as_worker_error(error: impl Into<worker::Error>) -> String {
    error.into().to_string()
}
