//! Callbacks that another Worker keeps.

use std::time::Duration;

use rpc_runtime::Result;
use worker::Delay;

use crate::keeping::{KeepingClient, Session, SessionTarget};
use crate::maker::Live;
use crate::watching::{Observer, ObserverTarget};

/// Echoes what it is told.
struct Echo(Live);

impl Echo {
    fn observer() -> Observer {
        Observer::new(Self(Live::new()))
    }
}

impl ObserverTarget for Echo {
    async fn told(&self, event: String) -> Result<String> {
        let Self(Live) = self;
        Ok(format!("told {event}"))
    }
}

/// How long a request lasts whose callbacks are called by others, in milliseconds.
const HELD: u64 = 1000;

/// The scenario at `path`, if it is one of these.
pub(crate) async fn run(path: &str, peer: &KeepingClient) -> Option<Result<Vec<String>>> {
    Some(match path {
        "/keep" => keep(peer).await,
        "/misplace" => misplace(peer).await,
        "/hold" => hold(peer).await,
        "/tell" => tell(peer).await,
        "/session" => session(peer).await,
        "/local" => local(peer).await,
        _ => return None,
    })
}

async fn keep(peer: &KeepingClient) -> Result<Vec<String>> {
    peer.keep(Echo::observer()).await?;
    Ok(vec![peer.tell("in the same request").await?])
}

async fn misplace(peer: &KeepingClient) -> Result<Vec<String>> {
    peer.misplace(Echo::observer()).await?;
    Ok(vec![peer.tell("too late").await?, peer.copy().await?])
}

/// Keeps the request, and with it the observer, for a while.
async fn hold(peer: &KeepingClient) -> Result<Vec<String>> {
    peer.keep(Echo::observer()).await?;
    Delay::from(Duration::from_millis(HELD)).await;
    Ok(vec![peer.tell("at last").await?])
}

/// In a request of its own.
async fn tell(peer: &KeepingClient) -> Result<Vec<String>> {
    Ok(vec![peer.tell("in another").await?, peer.copy().await?])
}

/// The session keeps the observer, from one of its calls to the next.
async fn session(peer: &KeepingClient) -> Result<Vec<String>> {
    let session = peer.open().await?;
    session.watch(Echo::observer()).await?;
    Ok(vec![session.tell("one").await?, session.tell("two").await?])
}

struct Mine;

impl SessionTarget for Mine {
    async fn watch(&self, _observer: Observer) -> Result<()> {
        Ok(())
    }

    async fn tell(&self, event: String) -> Result<String> {
        Ok(event)
    }
}

/// Which handles are of resources of the Worker that asks.
async fn local(peer: &KeepingClient) -> Result<Vec<String>> {
    let (mine, theirs) = (Session::new(Mine), peer.open().await?);
    let copy = mine.dup()?;
    Ok(vec![
        format!("mine: {}", mine.local::<Mine>().is_some()),
        format!("a copy of mine: {}", copy.local::<Mine>().is_some()),
        format!("mine as another type: {}", mine.local::<Echo>().is_some()),
        format!("theirs: {}", theirs.local::<Mine>().is_some()),
        format!("theirs that came home: {}", peer.is_local(&theirs).await?),
    ])
}
