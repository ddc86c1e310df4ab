//! Calls entrypoints and Durable Objects, and tells what came back: `GET /visitor?binding=NAME`,
//! `/words?binding=NAME`, and for an object of a namespace, by its name, `/room?binding=NAME&id=OBJECT`;
//! `/meet`, `/seats`, `/failures` and `/panics` likewise.

rpc_runtime::include_rpc!("entrypoints");

use std::fmt::Debug;
use std::sync::atomic::{AtomicU32, Ordering};

use room::RoomClient;
use rpc_runtime::{CallError, RemoteError};
use visitor::VisitorClient;
use words::WordsClient;
use worker::{Context, Env, Request, Response, Url, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let url = request.url()?;
    let (binding, id) = (parameter(&url, "binding"), parameter(&url, "id"));
    let lines = match url.path() {
        "/visitor" => visitor_calls(env.service(&binding)?.into()).await,
        "/words" => words_calls(env.service(&binding)?.into()).await,
        path => {
            let namespace = env.durable_object(&binding)?;
            let room: RoomClient = namespace.get_by_name(&id)?.into();
            match path {
                "/room" => {
                    // The same object by another way.
                    let other: RoomClient = namespace.id_from_name(&id)?.get_stub()?.into();
                    room_calls(room, other).await
                }
                "/seats" => seats(room).await,
                "/meet" => meeting(room).await,
                "/failures" => {
                    let mut lines = failures(room).await;
                    let again: RoomClient = namespace.get_by_name(&id)?.into();
                    lines.push(shown("visits()", again.visits().await));
                    lines
                }
                "/panics" => panics(room).await,
                _ => return Response::error("no such calls", 404),
            }
        }
    };
    Response::from_json(&lines)
}

fn parameter(url: &Url, name: &str) -> String {
    let pair = url.query_pairs().find(|(key, _)| key == name);
    pair.map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

async fn visitor_calls(client: VisitorClient) -> Vec<String> {
    vec![
        shown("greet()", client.greet().await),
        shown("props()", client.props().await),
        shown("variable(\"SIGN\")", client.variable("SIGN").await),
        shown("later(\"from Rust\")", client.later("from Rust").await),
    ]
}

async fn words_calls(client: WordsClient) -> Vec<String> {
    vec![
        shown("class()", client.class().await),
        shown("delete(\"it\")", client.delete("it").await),
        shown("static(5)", client.r#static(5).await),
    ]
}

async fn room_calls(room: RoomClient, other: RoomClient) -> Vec<String> {
    vec![
        shown("get(\"chair\")", room.get("chair").await),
        shown("put(\"chair\", \"red\")", room.put("chair", "red").await),
        shown("get(\"chair\")", other.get("chair").await),
        shown("visits()", room.visits().await),
        shown("visits()", other.visits().await),
        shown("refuse(\"full\")", room.refuse("full").await),
        shown("fail(\"a leak\")", room.fail("a leak").await),
    ]
}

async fn seats(room: RoomClient) -> Vec<String> {
    let seat = room.sit("Eve").await;
    let mut lines = vec![
        // Calls on a seat that has not arrived.
        shown("sit(\"Ann\").who()", room.sit("Ann").who().await),
        match &seat {
            Ok(seat) => shown("who()", seat.who().await),
            Err(error) => format!("sit(\"Eve\") fails: {error}"),
        },
    ];
    drop(seat);
    // Nothing tells when the object has been told.
    let mut taken = room.taken().await;
    for _ in 0..100 {
        if matches!(taken, Ok(0)) {
            break;
        }
        taken = room.taken().await;
    }
    lines.push(shown("taken()", taken));
    lines
}

async fn meeting(room: RoomClient) -> Vec<String> {
    let (first, second, third) = (room.meet(3), room.meet(3), room.meet(3));
    vec![
        shown("meet(3)", first.await),
        shown("meet(3)", second.await),
        shown("meet(3)", third.await),
    ]
}

/// What happens to the calls of an object that ends: to the one that ends it, to one under way, to a later one on
/// the same stub.
async fn failures(room: RoomClient) -> Vec<String> {
    let dozing = room.doze();
    let aborting = room.abort("the roof is down");
    vec![
        shown("abort(\"the roof is down\")", aborting.await),
        shown("doze()", dozing.await),
        shown("visits()", room.visits().await),
    ]
}

/// What the object's panics do to the caller; at the end, how many requests its own instance has had.
async fn panics(room: RoomClient) -> Vec<String> {
    static REQUESTS: AtomicU32 = AtomicU32::new(0);
    let requests = REQUESTS.fetch_add(1, Ordering::Relaxed) + 1;
    vec![
        shown("panic(false)", room.panic(false).await),
        shown("visits()", room.visits().await),
        shown("panic(true)", room.panic(true).await),
        shown("visits()", room.visits().await),
        format!("{requests} requests"),
    ]
}

/// A call and its outcome, as a test reads it.
fn shown<T: Debug, E: Into<Failure>>(call: &str, outcome: Result<T, E>) -> String {
    match outcome.map_err(Into::into) {
        Ok(value) => format!("{call} = {value:?}"),
        Err(Failure::Declared(error)) => format!("{call} refuses: {error}"),
        Err(Failure::Failed(error)) => {
            let flags = error.remote().map(flags).unwrap_or_default();
            format!("{call} fails: {:?}{flags}, {error}", error.kind())
        }
    }
}

enum Failure {
    Declared(String),
    Failed(rpc_runtime::Error),
}

impl From<rpc_runtime::Error> for Failure {
    fn from(error: rpc_runtime::Error) -> Self {
        Self::Failed(error)
    }
}

impl From<CallError<String>> for Failure {
    fn from(error: CallError<String>) -> Self {
        match error {
            CallError::Declared(error) => Self::Declared(error),
            CallError::Failed(error) => Self::Failed(error),
        }
    }
}

fn flags(error: &RemoteError) -> String {
    let flags = [
        (error.is_remote(), " remote"),
        (error.is_retryable(), " retryable"),
        (error.is_overloaded(), " overloaded"),
        (error.is_durable_object_reset(), " reset"),
    ];
    flags
        .iter()
        .filter_map(|(set, name)| set.then_some(*name))
        .collect()
}
