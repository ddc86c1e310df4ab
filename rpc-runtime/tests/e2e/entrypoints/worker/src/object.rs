//! The Durable Object.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use rpc_runtime::{CallError, Error, Result};
use wasm_bindgen::{JsCast, JsValue};
use worker::js_sys::{Function, Reflect};
// `#[durable_object]` looks for it here.
use worker::wasm_bindgen;
use worker::{
    durable_object, Delay, DurableObject, Env, Request, Response, State, WebSocket,
    WebSocketIncomingMessage, WebSocketPair,
};

use crate::room::{Seat, SeatTarget};

/// Serves `room` and `words`, and takes every event that `worker::DurableObject` has a handler for.
#[durable_object]
pub(crate) struct Room {
    state: State,
    env: Env,
    visits: Cell<u32>,
    present: Cell<u32>,
    taken: Rc<Cell<u32>>,
    /// A public field, for which wasm-bindgen writes accessors.
    pub seats: u32,
}

impl DurableObject for Room {
    fn new(state: State, env: Env) -> Self {
        Self {
            state,
            env,
            visits: Cell::new(0),
            present: Cell::new(0),
            taken: Rc::default(),
            seats: 42,
        }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        if request.headers().get("Upgrade")?.is_some() {
            let WebSocketPair { client, server } = WebSocketPair::new()?;
            self.state.accept_web_socket(&server);
            return Response::from_websocket(client);
        }
        let (path, seats, visits) = (request.path(), self.seats, self.visits.get());
        Response::ok(format!("{path}: {seats} seats, {visits} visits"))
    }

    async fn alarm(&self) -> worker::Result<Response> {
        let alarms = self.stored_alarms().await?;
        self.state.storage().put("alarms", alarms + 1).await?;
        Response::ok("")
    }

    async fn websocket_message(
        &self,
        socket: WebSocket,
        message: WebSocketIncomingMessage,
    ) -> worker::Result<()> {
        match message {
            WebSocketIncomingMessage::String(text) => {
                socket.send_with_str(format!("{text} in a room with {} seats", self.seats))
            }
            WebSocketIncomingMessage::Binary(bytes) => socket.send_with_bytes(bytes),
        }
    }
}

impl Room {
    async fn stored_alarms(&self) -> worker::Result<u32> {
        Ok(self.state.storage().get("alarms").await?.unwrap_or(0))
    }
}

impl crate::room::Room for Room {
    async fn put(&self, key: String, value: String) -> Result<()> {
        Ok(self.state.storage().put(&key, value).await?)
    }

    async fn get(&self, key: String) -> Result<Option<String>> {
        Ok(self.state.storage().get(&key).await?)
    }

    async fn visits(&self) -> Result<u32> {
        self.visits.set(self.visits.get() + 1);
        Ok(self.visits.get())
    }

    async fn meet(&self, many: u32) -> Result<u32> {
        self.present.set(self.present.get() + 1);
        for _ in 0..200 {
            if self.present.get() >= many {
                return Ok(self.present.get());
            }
            Delay::from(Duration::from_millis(10)).await;
        }
        Err(Error::new("nobody came"))
    }

    async fn refuse(&self, why: String) -> Result<u32, CallError<String>> {
        Err(why.into())
    }

    async fn fail(&self, why: String) -> Result<()> {
        Err(Error::new(why))
    }

    async fn panic(&self, wait: bool) -> Result<()> {
        if wait {
            Delay::from(Duration::from_millis(1)).await;
        }
        panic!("as asked")
    }

    async fn doze(&self) -> Result<u32> {
        Delay::from(Duration::from_millis(500)).await;
        Ok(self.visits.get())
    }

    async fn abort(&self, reason: String) -> Result<()> {
        let state: &JsValue = self.state.as_raw().as_ref();
        let abort: Function = Reflect::get(state, &"abort".into())
            .and_then(JsCast::dyn_into)
            .map_err(|_| Error::new("no `abort`"))?;
        let outcome = abort.call1(state, &reason.into());
        Err(Error::new(format_args!("still here: {outcome:?}")))
    }

    async fn wake(&self) -> Result<()> {
        Ok(self.state.storage().set_alarm(1).await?)
    }

    async fn alarms(&self) -> Result<u32> {
        Ok(self.stored_alarms().await?)
    }

    async fn sit(&self, who: String) -> Result<Seat> {
        self.taken.set(self.taken.get() + 1);
        let room = Rc::clone(&self.taken);
        Ok(Seat::new(Taken { who, room }))
    }

    async fn taken(&self) -> Result<u32> {
        Ok(self.taken.get())
    }
}

/// A seat of the room: the resource `seat`.
struct Taken {
    who: String,
    room: Rc<Cell<u32>>,
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.room.set(self.room.get() - 1);
    }
}

impl SeatTarget for Taken {
    async fn who(&self) -> Result<String> {
        Ok(self.who.clone())
    }
}

impl crate::words::Words for Room {
    async fn class(&self) -> Result<String> {
        Ok(format!("room {}", self.env.var("SIGN")?))
    }

    async fn delete(&self, what: String) -> Result<String> {
        self.state.storage().delete(&what).await?;
        Ok(format!("room deletes {what}"))
    }

    async fn r#static(&self, millis: u32) -> Result<u32> {
        Ok(millis)
    }
}
