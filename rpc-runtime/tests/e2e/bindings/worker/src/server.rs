//! Who is given tellers, and who can be handed on.

use std::cell::RefCell;

use rpc_runtime::{Callable, Context, Result, Target};
// `#[durable_object]` looks for it here.
use worker::wasm_bindgen;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use crate::answering::{Answering, AnsweringClient};
use crate::carrying::{Bundle, Carrier, Speaker, SpeakerClient};
use crate::relaying::{Parcel, Relaying, RelayingClient};
use crate::telling::Teller;

/// The default entrypoint.
pub(crate) struct Entrance {
    pub(crate) ctx: Context,
}

/// The entrypoint that is handed on.
pub(crate) struct Answers {
    #[allow(dead_code, reason = "an answer needs nothing of its context")]
    pub(crate) ctx: Context,
}

/// The Durable Object that is handed on.
#[durable_object]
pub(crate) struct Room {
    entrance: Entrance,
    kept: RefCell<Option<Teller>>,
}

thread_local! {
    /// Kept beyond a call of the entrypoint.
    static KEPT: RefCell<Option<Teller>> = const { RefCell::new(None) };
}

impl DurableObject for Room {
    fn new(state: State, env: Env) -> Self {
        let ctx = Context::of_durable_object(&state, &env);
        Self {
            entrance: Entrance { ctx },
            kept: RefCell::default(),
        }
    }

    async fn fetch(&self, _request: Request) -> worker::Result<Response> {
        Response::error("there is nothing to fetch", 404)
    }
}

impl Answering for Answers {
    async fn told(&self, event: String) -> Result<String> {
        Ok(format!("Rust told {event}"))
    }
}

impl Answering for Room {
    async fn told(&self, event: String) -> Result<String> {
        Ok(format!("Rust's object told {event}"))
    }
}

impl Entrance {
    fn give(&self) -> Result<Teller> {
        let answers: AnsweringClient = self.ctx.service("ANSWERS")?;
        Ok(answers.cast_to())
    }

    async fn give_room(&self, name: String) -> Result<Teller> {
        let room: Target = self.ctx.durable_object("ROOM", name)?;
        Ok(Teller::from(room))
    }
}

/// What the one that is kept says.
async fn tell(kept: Option<Teller>, event: &str) -> Result<(Option<Teller>, String)> {
    let Some(teller) = kept else {
        return Ok((None, "nobody is there".to_owned()));
    };
    let said = match teller.told(event).await {
        Ok(said) => said,
        Err(error) => format!("{:?}, {error}", error.kind()),
    };
    Ok((Some(teller), said))
}

/// The two do the same, but for where they keep what they keep.
macro_rules! relaying {
    ($type:ident, $entrance:expr, $take:expr, $keep:expr) => {
        impl Relaying for $type {
            async fn ask(&self, teller: Teller, event: String) -> Result<String> {
                teller.told(&event).await
            }

            async fn ask_lent(&self, teller: Teller, event: String) -> Result<String> {
                let answering: AnsweringClient = teller.cast_to();
                answering.told(&event).await
            }

            async fn ask_all(&self, parcel: Parcel, event: String) -> Result<Vec<String>> {
                let mut said = Vec::new();
                let first = std::iter::once(parcel.first);
                for teller in first.chain(parcel.others).chain(parcel.last) {
                    said.push(teller.told(&event).await?);
                }
                Ok(said)
            }

            async fn ask_copy(&self, teller: Teller, event: String) -> Result<String> {
                let copy = teller.dup()?;
                drop(teller);
                copy.told(&event).await
            }

            async fn hand_on(&self, teller: Teller, event: String) -> Result<String> {
                let entrance: fn(&Self) -> &Entrance = $entrance;
                let next: RelayingClient = entrance(self).ctx.service("NEXT")?;
                next.ask(teller, &event).await
            }

            async fn echo(&self, teller: Teller) -> Result<Teller> {
                Ok(teller)
            }

            async fn echo_all(&self, parcel: Parcel) -> Result<Parcel> {
                Ok(parcel)
            }

            async fn give(&self) -> Result<Teller> {
                let entrance: fn(&Self) -> &Entrance = $entrance;
                entrance(self).give()
            }

            async fn give_room(&self, name: String) -> Result<Teller> {
                let entrance: fn(&Self) -> &Entrance = $entrance;
                entrance(self).give_room(name).await
            }

            async fn keep(&self, teller: Teller) -> Result<()> {
                let keep: fn(&Self, Option<Teller>) = $keep;
                keep(self, Some(teller));
                Ok(())
            }

            async fn tell(&self, event: String) -> Result<String> {
                let take: fn(&Self) -> Option<Teller> = $take;
                let (kept, said) = tell(take(self), &event).await?;
                let keep: fn(&Self, Option<Teller>) = $keep;
                keep(self, kept);
                Ok(said)
            }
        }
    };
}

relaying!(
    Entrance,
    |entrance| entrance,
    |_| KEPT.take(),
    |_, teller| KEPT.set(teller)
);
relaying!(
    Room,
    |room| &room.entrance,
    |room| room.kept.take(),
    |room, teller| _ = room.kept.replace(teller)
);

/// The entrypoints of Cap'n Proto.
pub(crate) struct Speaking;

impl Speaking {
    pub(crate) fn new(_ctx: Context) -> Self {
        Self
    }
}

impl Speaker for Speaking {
    async fn told(&self, event: String) -> Result<String> {
        Ok(format!("Rust told {event}"))
    }
}

impl Carrier for Speaking {
    async fn ask(&self, speaker: SpeakerClient, event: String) -> Result<String> {
        speaker.told(&event).await
    }

    async fn ask_all(&self, bundle: Bundle, event: String) -> Result<Vec<String>> {
        let mut said = vec![bundle.note];
        for speaker in bundle.first.into_iter().chain(bundle.others) {
            said.push(speaker.told(&event).await?);
        }
        Ok(said)
    }

    async fn echo(&self, speaker: SpeakerClient) -> Result<SpeakerClient> {
        Ok(speaker)
    }

    async fn echo_all(&self, bundle: Bundle) -> Result<Bundle> {
        Ok(bundle)
    }
}
