//! Calls for a while, and says what has come of it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{Either, select};
use futures_util::stream::FuturesUnordered;
use rpc_runtime::Error;
use serde_json::{Value, json};
use worker::js_sys::Date;
use worker::{Delay, Env};

use crate::actions::{Trouble, act, choose};
use crate::peer::Peer;
use crate::random::Rng;

/// What takes longer has hung.
const PATIENCE: Duration = Duration::from_secs(15);

/// How many texts are told of what is wrong.
const TOLD: usize = 5;

/// What is called, and from which seed.
pub(crate) struct Run {
    peer: Peer,
    rng: Rng,
}

impl Run {
    /// Calls the service behind the binding `peer`, and objects behind the one that is called so and `_ROOM`.
    pub(crate) fn new(env: &Env, peer: &str, resets: bool, seed: u64) -> worker::Result<Self> {
        let peer = Peer::new(env, peer, resets)?;
        let rng = Rng::new(seed);
        Ok(Self { peer, rng })
    }

    /// Calls for so long, with always as many calls under way.
    pub(crate) async fn go(mut self, milliseconds: u64) -> Value {
        let end = Date::now() + milliseconds as f64;
        let width = 1 << self.rng.below(6);
        let mut errors: BTreeMap<String, u32> = BTreeMap::new();
        let (mut calls, mut wrong, mut texts, mut unended) = (0, 0, Vec::new(), 0);
        let peer = &self.peer;
        let mut under_way = FuturesUnordered::new();
        // What is under way, by its name.
        let names = RefCell::new(BTreeMap::<&str, i32>::new());
        let count = |name, more| *names.borrow_mut().entry(name).or_default() += more;
        let mut begins = true;
        // It is always waited for: else the runtime would end this request where nothing else is.
        let mut patience = Delay::from(Duration::from_millis(milliseconds) + PATIENCE);
        loop {
            while begins && under_way.len() < width {
                let (name, mut rng) = (choose(&mut self.rng), Rng::new(self.rng.next()));
                count(name, 1);
                under_way.push(async move {
                    let calls = Cell::new(0);
                    let outcome = act(name, peer, &calls, &mut rng).await;
                    (name, outcome, calls.get())
                });
            }
            let next = match select(under_way.next(), &mut patience).await {
                Either::Left((next, _)) => next,
                Either::Right(_) => {
                    unended = under_way.len();
                    texts.push(format!("never ended: {:?}", names.borrow()));
                    break;
                }
            };
            let Some((name, outcome, made)) = next else {
                break;
            };
            count(name, -1);
            match outcome {
                Ok(()) => calls += made,
                Err(Trouble::Failed(error)) => {
                    *errors.entry(of_kind(name, &error)).or_default() += 1;
                }
                Err(Trouble::Wrong(text)) => {
                    wrong += 1;
                    if texts.len() < TOLD {
                        texts.push(format!("{name}: {text}"));
                    }
                }
            }
            begins &= Date::now() < end;
        }
        json!({
            "calls": calls,
            "faults": *self.peer.faults(),
            "errors": errors,
            "wrong": wrong,
            "texts": texts,
            "unended": unended,
        })
    }
}

/// What failed, without what is another one each time.
fn of_kind(action: &str, error: &Error) -> String {
    let text = error.message();
    let text = text.split("reference = ").next().unwrap_or(text);
    let text: String = text.chars().take(150).collect();
    format!("{:?} {action}: {text}", error.kind())
}
