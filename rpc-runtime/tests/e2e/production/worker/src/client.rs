//! What calls: each scenario tells what came of it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{Either, select};
use js_sys::Array;
use rpc_runtime::{
    CallError, CallInfo, CallOptions, Client, Error, Interceptor, Next, Reply, Result, RetryPolicy,
    sleep,
};
use worker::Env;

use crate::desk::{Account, DeskClient};
use crate::office::OfficeClient;
use crate::server::Owned;

/// Long enough for any call that does not wait, on a machine that has other things to do.
const SOON: Duration = Duration::from_millis(500);

async fn pass(milliseconds: u64) {
    sleep(Duration::from_millis(milliseconds)).await;
}

fn shown<T: std::fmt::Display>(outcome: Result<T>) -> String {
    match outcome {
        Ok(value) => value.to_string(),
        Err(error) => format!("{:?}, {error}", error.kind()),
    }
}

fn service<C: Client>(env: &Env, binding: &str) -> worker::Result<C> {
    Ok(C::from(env.service(binding)?.into()))
}

pub(crate) async fn run(path: &str, env: &Env, binding: &str) -> worker::Result<Vec<String>> {
    let desk = || service::<DeskClient>(env, binding);
    Ok(match path {
        "/deadline" => deadline(&desk()?).await,
        "/deadline-object" => deadline_object(env, binding).await?,
        "/late" => late(&desk()?).await,
        "/dropped" => dropped(&desk()?, false).await,
        "/told" => dropped(&desk()?.with(CallOptions::new().cancel_callee(true)), true).await,
        "/told-object" => told_object(env, binding).await?,
        "/interceptors" => interceptors(&desk()?).await,
        "/waiting" => waiting(&desk()?).await,
        "/chained" => chained(&desk()?).await,
        "/lent" => lent(&desk()?).await,
        "/retries" => retries(&desk()?).await,
        "/budget" => budget(&desk()?).await,
        "/renewed" => renewed(env, binding).await?,
        "/alive" => {
            pass(1).await;
            vec!["alive".to_owned()]
        }
        "/hold" => {
            let account = Owned::timed("zoe".to_owned()).map(Account::new);
            match account {
                Ok(account) => vec![format!("{:?}", desk()?.hold(account).await)],
                Err(error) => vec![error.to_string()],
            }
        }
        "/press" => {
            // Has the engine collect garbage: it does so where its heap grows, in which buffers of bytes are not.
            let pressing = (0..400).map(|_| Array::new_with_length(30_000));
            drop(pressing.collect::<Vec<_>>());
            vec![]
        }
        "/plain" => vec![
            shown(desk()?.slow(1).await),
            shown(desk()?.find("plain", 0).await),
        ],
        other => vec![format!("there is no {other}")],
    })
}

/// Of a call, of a client, and of a handle that came of a call.
async fn deadline(desk: &DeskClient) -> Vec<String> {
    let mut said = vec![shown(desk.slow(5000).deadline(SOON).await)];
    let hasty = desk.with(CallOptions::new().deadline(SOON));
    said.push(shown(hasty.slow(5000).await));
    said.push(shown(hasty.slow(1).await));
    match hasty.open("ada").await {
        Ok(account) => {
            said.push(shown(account.slow(5000).await));
            said.push(shown(account.owner().await));
        }
        Err(error) => said.push(error.to_string()),
    }
    // The handle that has not arrived has it as well.
    said.push(shown(hasty.open("bob").slow(5000).await));
    // And the other deadline counts.
    said.push(shown(
        hasty.slow(700).deadline(Duration::from_secs(20)).await,
    ));
    // What came in time counts, whenever it is asked for.
    for call in [hasty.slow(2), desk.slow(2).deadline(SOON)] {
        pass(600).await;
        said.push(shown(call.await));
    }
    said
}

async fn deadline_object(env: &Env, binding: &str) -> worker::Result<Vec<String>> {
    let office = OfficeClient::from_namespace(&env.durable_object(binding)?, "deadline")?;
    let mut said = vec![shown(office.slow(5000).deadline(SOON).await)];
    said.push(shown(office.visit().await));
    Ok(said)
}

/// What a late reply holds is disposed.
async fn late(desk: &DeskClient) -> Vec<String> {
    let outcome = desk.open_slowly("eve", 1000).deadline(SOON).await;
    let said = vec![shown(outcome.map(|_| "an account"))];
    pass(1000).await;
    said
}

/// A call that is dropped while it waits. The server has a moment to notice.
async fn dropped(desk: &DeskClient, begins: bool) -> Vec<String> {
    match select(desk.slow(900), Box::pin(pass(60))).await {
        Either::Left(_) => return vec!["it did not wait".to_owned()],
        Either::Right(_) => {}
    }
    if begins {
        let _ = select(desk.begin(900), Box::pin(pass(60))).await;
        // One that is over before is not cancelled.
        let _ = desk.begin(20).await;
    }
    pass(1000).await;
    Vec::new()
}

async fn told_object(env: &Env, binding: &str) -> worker::Result<Vec<String>> {
    let office = OfficeClient::from_namespace(&env.durable_object(binding)?, "told")?;
    let office = office.with(CallOptions::new().cancel_callee(true));
    let _ = select(office.slow(900), Box::pin(pass(60))).await;
    pass(200).await;
    Ok(vec![shown(office.visit().await)])
}

/// Notes what it sees; with a pause, after it.
#[derive(Clone, Default)]
struct Notes {
    seen: Rc<RefCell<Vec<String>>>,
    pause: Option<u64>,
    refuses: Option<&'static str>,
    attempts: Rc<Cell<u32>>,
}

impl Interceptor for Notes {
    async fn intercept(&self, call: &CallInfo, next: Next<'_>) -> Result<Reply> {
        if let Some(pause) = self.pause {
            pass(pause).await;
        }
        if self.refuses == Some(call.method()) {
            return Err(Error::new("not from here"));
        }
        let reply = next.run().await;
        let outcome = match &reply {
            Ok(reply) if reply.is_declared_error() => "declared".to_owned(),
            Ok(_) => "ok".to_owned(),
            Err(error) => format!("{:?}", error.kind()),
        };
        let size = call.arguments_size().unwrap_or_default();
        let waited = if call.elapsed().as_millis() > 500 {
            ", slow"
        } else {
            ""
        };
        self.attempts.set(call.attempts());
        let line = format!(
            "{}.{}({size}): {outcome}{waited}",
            call.service(),
            call.method()
        );
        self.seen.borrow_mut().push(line);
        reply
    }
}

fn account_of(outcome: Result<Account>) -> Result<Account, String> {
    outcome.map_err(|error| error.to_string())
}

async fn calls(desk: &DeskClient) -> Vec<String> {
    let mut said = vec![shown(desk.slow(600).await)];
    for amount in [5, 500, 5000] {
        said.push(match desk.pay(amount).await {
            Ok(paid) => format!("paid {paid}"),
            Err(CallError::Declared(refusal)) => format!("{refusal:?}"),
            Err(CallError::Failed(error)) => error.to_string(),
        });
    }
    match account_of(desk.open("ada").await) {
        Ok(account) => said.push(shown(account.owner().await)),
        Err(error) => said.push(error),
    }
    for account in [first(desk).await, later(desk).await] {
        said.push(match account {
            Ok(account) => shown(account.owner().await),
            Err(error) => error.to_string(),
        });
    }
    said
}

/// An account that comes in a stream.
async fn first(desk: &DeskClient) -> Result<Account> {
    let mut all = desk.all().await?;
    let first = all.next().await;
    first.unwrap_or_else(|| Err(Error::new("there is none")))
}

/// One that comes in a future.
async fn later(desk: &DeskClient) -> Result<Account> {
    desk.later("eve").await?.await
}

async fn interceptors(desk: &DeskClient) -> Vec<String> {
    let notes = Notes::default();
    let mut said = calls(&desk.with(CallOptions::new().intercept(notes.clone()))).await;
    said.extend(notes.seen.take());
    let refuses = Notes {
        refuses: Some("slow"),
        ..Notes::default()
    };
    said.push(shown(
        desk.with(CallOptions::new().intercept(refuses))
            .slow(1)
            .await,
    ));
    said
}

/// The same, where each call is sent after a while.
async fn waiting(desk: &DeskClient) -> Vec<String> {
    let notes = Notes {
        pause: Some(5),
        ..Notes::default()
    };
    let mut said = calls(&desk.with(CallOptions::new().intercept(notes.clone()))).await;
    said.extend(notes.seen.take());
    said
}

/// Calls on handles that have not arrived, of clients with options of each kind.
async fn chained(desk: &DeskClient) -> Vec<String> {
    let notes = |pause, refuses| Notes {
        pause,
        refuses,
        ..Notes::default()
    };
    let mut said = Vec::new();
    for notes in [
        notes(None, None),
        notes(Some(5), None),
        notes(Some(5), Some("open")),
        notes(None, Some("owner")),
    ] {
        let desk = desk.with(CallOptions::new().intercept(notes.clone()));
        said.push(shown(desk.open("ada").owner().await));
        let opened = desk.open("bob");
        let (owner, slow) = (opened.owner(), opened.slow(1));
        said.push(shown(slow.await));
        said.push(shown(owner.await));
        said.push(match opened.await {
            Ok(account) => shown(account.owner().await),
            Err(error) => error.to_string(),
        });
        said.push(notes.seen.take().len().to_string());
    }
    said
}

/// Handles as arguments of calls that are sent later.
async fn lent(desk: &DeskClient) -> Vec<String> {
    let mut said = Vec::new();
    for pause in [None, Some(5)] {
        let notes = Notes {
            pause,
            ..Notes::default()
        };
        let noted = desk.with(CallOptions::new().intercept(notes).cancel_callee(true));
        match desk.open("carol").await {
            Ok(account) => {
                said.push(shown(noted.ask(&account).await));
                said.push(shown(account.owner().await));
                said.push(shown(noted.take(account).await));
            }
            Err(error) => said.push(error.to_string()),
        }
    }
    said
}

fn quickly() -> RetryPolicy {
    RetryPolicy::new().backoff(Duration::from_millis(5))
}

async fn retries(desk: &DeskClient) -> Vec<String> {
    let notes = Notes::default();
    let options = CallOptions::new().retry(quickly()).intercept(notes.clone());
    let retrying = desk.with(options);
    let mut said = vec![shown(retrying.find("twice", 2).await)];
    said.push(format!(
        "{} attempts, seen once: {}",
        notes.attempts.get(),
        notes.seen.borrow().len()
    ));
    said.push(shown(retrying.find("thrice", 3).await));
    said.push(shown(retrying.charge("charged", 1).await));
    said.push(shown(desk.find("without", 1).await));
    // A deadline is for all attempts together.
    let patient = desk.with(
        CallOptions::new().retry(
            RetryPolicy::new()
                .attempts(1000)
                .budget(1000, 0.0)
                .backoff(SOON / 8),
        ),
    );
    said.push(shown(patient.find("forever", 100_000).deadline(SOON).await));
    said.push(shown(retrying.find("overloaded", 1).await));
    said
}

async fn budget(desk: &DeskClient) -> Vec<String> {
    let policy = RetryPolicy::new()
        .attempts(2)
        .budget(3, 0.25)
        .backoff(Duration::ZERO);
    let desk = desk.with(CallOptions::new().retry(policy));
    let mut said = Vec::new();
    // Three retries, and no more; two calls that succeed are worth one.
    for number in 0..4 {
        said.push(shown(desk.find(&format!("budget {number}"), 1).await));
    }
    for _ in 0..2 {
        said.push(shown(desk.find("fine", 0).await));
    }
    said.push(shown(desk.find("once more", 1).await));
    said
}

/// An object that is reset under a client.
async fn renewed(env: &Env, binding: &str) -> worker::Result<Vec<String>> {
    let namespace = env.durable_object(binding)?;
    let office = OfficeClient::from_namespace(&namespace, "renewed")?;
    let mut said = vec![shown(office.visit().await), shown(office.visit().await)];
    let waits = office.slow(2000);
    said.push(shown(office.reset().await.map(|()| "resets")));
    said.push(
        waits
            .await
            .map_or_else(|error| format!("{:?}", error.kind()), |_| "?".to_owned()),
    );
    said.push(shown(office.visit().await));
    // A retry does the same within one call.
    let retrying = office.with(CallOptions::new().retry(quickly()));
    said.push(shown(office.reset().await.map(|()| "resets")));
    pass(50).await;
    said.push(shown(retrying.visit().await));
    Ok(said)
}
