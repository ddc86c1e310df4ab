//! Who keeps observers: the default entrypoint, a Durable Object, and a resource of either.

use std::cell::RefCell;

use rpc_runtime::{Context, Error, Result};
// `#[durable_object]` looks for it here.
use worker::wasm_bindgen;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use crate::keeping::{Keeping, Session, SessionTarget};
use crate::watching::Observer;

/// Keeps one observer.
#[derive(Default)]
struct Kept(RefCell<Option<Observer>>);

impl Kept {
    fn keep(&self, observer: Observer) {
        // What was there is dropped when nobody looks at the cell any more.
        drop(self.0.replace(Some(observer)));
    }

    /// What the observer says, or why it does not.
    async fn tell(&self, event: &str) -> String {
        let call = match &*self.0.borrow() {
            Some(observer) => observer.told(event),
            None => return "nobody is there".to_owned(),
        };
        match call.await {
            Ok(answer) => answer,
            Err(error) => said(&error),
        }
    }

    fn copy(&self) -> String {
        match self.0.borrow().as_ref().map(Observer::dup) {
            Some(Ok(_)) => "copied".to_owned(),
            Some(Err(error)) => said(&error),
            None => "nobody is there".to_owned(),
        }
    }
}

pub(crate) fn said(error: &Error) -> String {
    format!("{:?}, {error}", error.kind())
}

thread_local! {
    /// Kept beyond a call of the entrypoint.
    static KEPT: Kept = Kept::default();
}

/// The default entrypoint.
pub(crate) struct Entrance;

impl Entrance {
    pub(crate) fn new(_ctx: Context) -> Self {
        Self
    }
}

/// The Durable Object.
#[durable_object]
pub(crate) struct Room {
    kept: Kept,
}

impl DurableObject for Room {
    fn new(_state: State, _env: Env) -> Self {
        Self {
            kept: Kept::default(),
        }
    }

    async fn fetch(&self, _request: Request) -> worker::Result<Response> {
        Response::error("there is nothing to fetch", 404)
    }
}

impl crate::keeping::Keeping for Entrance {
    async fn keep(&self, observer: Observer) -> Result<()> {
        let copy = observer.dup()?;
        KEPT.with(|kept| kept.keep(copy));
        Ok(())
    }

    async fn misplace(&self, observer: Observer) -> Result<()> {
        KEPT.with(|kept| kept.keep(observer));
        Ok(())
    }

    async fn tell(&self, event: String) -> Result<String> {
        let kept = KEPT.with(|kept| Kept(RefCell::new(kept.0.take())));
        let answer = kept.tell(&event).await;
        if let Some(observer) = kept.0.take() {
            KEPT.with(|kept| kept.keep(observer));
        }
        Ok(answer)
    }

    async fn copy(&self) -> Result<String> {
        Ok(KEPT.with(Kept::copy))
    }

    async fn open(&self) -> Result<Session> {
        Ok(Session::new(Kept::default()))
    }

    async fn is_local(&self, session: Session) -> Result<bool> {
        Ok(session.local::<Kept>().is_some())
    }
}

impl Keeping for Room {
    async fn keep(&self, observer: Observer) -> Result<()> {
        self.kept.keep(observer.dup()?);
        Ok(())
    }

    async fn misplace(&self, observer: Observer) -> Result<()> {
        self.kept.keep(observer);
        Ok(())
    }

    async fn tell(&self, event: String) -> Result<String> {
        Ok(self.kept.tell(&event).await)
    }

    async fn copy(&self) -> Result<String> {
        Ok(self.kept.copy())
    }

    async fn open(&self) -> Result<Session> {
        Ok(Session::new(Kept::default()))
    }

    async fn is_local(&self, session: Session) -> Result<bool> {
        Ok(session.local::<Kept>().is_some())
    }
}

impl SessionTarget for Kept {
    async fn watch(&self, observer: Observer) -> Result<()> {
        self.keep(observer.dup()?);
        Ok(())
    }

    async fn tell(&self, event: String) -> Result<String> {
        Ok(Self::tell(self, &event).await)
    }
}
