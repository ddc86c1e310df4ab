//! What is called.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::pending;
use std::time::Duration;

use js_sys::{Function, Reflect};
use rpc_runtime::{CallError, Context, Error, FutureValue, ItemStream, Result, sleep};
use worker::wasm_bindgen::closure::Closure;
use worker::wasm_bindgen::{self, JsCast, JsValue};
use worker::wasm_bindgen_futures::spawn_local;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use crate::desk::{Account, AccountTarget, Desk as DeskServer, Refusal};
use crate::office::Office as OfficeServer;

thread_local! {
    static EVENTS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static ATTEMPTS: RefCell<BTreeMap<String, u32>> = const { RefCell::new(BTreeMap::new()) };
}

pub(crate) fn note(event: impl Into<String>) {
    EVENTS.with_borrow_mut(|events| events.push(event.into()));
}

/// Notes that it was dropped before its time.
struct Watched(&'static str);

impl Watched {
    async fn wait(self, milliseconds: u32) -> String {
        sleep(Duration::from_millis(milliseconds.into())).await;
        let name = self.0;
        std::mem::forget(self);
        format!("{name} after {milliseconds}")
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        note(format!("{} was dropped", self.0));
    }
}

/// Is cleared when it is dropped, like `worker::Delay`; where the runtime does not let it be, that ends the instance. Debug
/// builds have no `Delay` on the newest dates, on which a timer is no number.
struct Timer(JsValue);

#[wasm_bindgen::prelude::wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

impl Timer {
    fn start() -> Result<Self> {
        let minute = Duration::from_secs(60).as_millis() as f64;
        let start = member(&js_sys::global(), "setTimeout")?;
        let nothing = Closure::once_into_js(|| {});
        let timer = start.call2(&JsValue::UNDEFINED, &nothing, &minute.into());
        timer.map(Self).map_err(|_| Error::new("no timer"))
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.0);
    }
}

pub(crate) struct Desk {
    ctx: Context,
}

impl Desk {
    pub(crate) fn new(ctx: Context) -> Self {
        Self { ctx }
    }
}

impl DeskServer for Desk {
    async fn slow(&self, milliseconds: u32) -> Result<String> {
        Ok(Watched("slow").wait(milliseconds).await)
    }

    async fn begin(&self, milliseconds: u32) -> Result<String> {
        let ctx = self.ctx.clone();
        self.ctx.wait_until(async move {
            sleep(Duration::from_millis(u64::from(milliseconds) / 2)).await;
            note(format!("cancelled: {}", ctx.is_cancelled()));
        })?;
        let ctx = self.ctx.clone();
        self.ctx.wait_until(async move {
            let time = Box::pin(sleep(Duration::from_millis(u64::from(milliseconds) * 2)));
            let cancelled = Box::pin(ctx.cancelled());
            match futures_util::future::select(cancelled, time).await {
                futures_util::future::Either::Left(_) => note("heard of it"),
                futures_util::future::Either::Right(_) => note("heard nothing"),
            }
        })?;
        Ok(Watched("begin").wait(milliseconds).await)
    }

    async fn pay(&self, amount: u64) -> Result<u64, CallError<Refusal>> {
        match amount {
            0 => Err(Refusal::Frozen)?,
            1..100 => Ok(amount),
            100..1000 => Err(Refusal::TooMuch(amount))?,
            _ => Err(Error::new("who has that much?"))?,
        }
    }

    async fn open(&self, owner: String) -> Result<Account> {
        Ok(Account::new(Owned::new(owner)))
    }

    async fn all(&self) -> Result<ItemStream<Account>> {
        let accounts = ["ada", "bob"].map(|owner| Account::new(Owned::new(owner.to_owned())));
        Ok(ItemStream::from_items(accounts))
    }

    async fn later(&self, owner: String) -> Result<FutureValue<Account>> {
        Ok(FutureValue::ready(Account::new(Owned::new(owner))))
    }

    async fn open_slowly(&self, owner: String, milliseconds: u32) -> Result<Account> {
        sleep(Duration::from_millis(milliseconds.into())).await;
        Ok(Account::new(Owned::new(owner)))
    }

    async fn ask(&self, account: Account) -> Result<String> {
        account.owner().await
    }

    async fn take(&self, account: Account) -> Result<String> {
        account.owner().await
    }

    async fn hold(&self, account: Account) -> Result<()> {
        std::mem::forget(account);
        Ok(())
    }

    async fn find(&self, key: String, failures: u32) -> Result<u32> {
        attempt(key, failures)
    }

    async fn charge(&self, key: String, failures: u32) -> Result<u32> {
        attempt(key, failures)
    }

    async fn events(&self) -> Result<Vec<String>> {
        Ok(EVENTS.take())
    }
}

fn attempt(key: String, failures: u32) -> Result<u32> {
    ATTEMPTS.with_borrow_mut(|attempts| {
        let attempts = attempts.entry(key).or_default();
        *attempts += 1;
        match *attempts > failures {
            true => Ok(*attempts),
            // Not flagged: this one is not from the runtime.
            false => Err(Error::new("not yet")),
        }
    })
}

pub(crate) struct Owned {
    owner: String,
    _timer: Option<Timer>,
}

impl Owned {
    fn new(owner: String) -> Self {
        let _timer = None;
        Self { owner, _timer }
    }

    /// One that has a timer.
    pub(crate) fn timed(owner: String) -> Result<Self> {
        let _timer = Some(Timer::start()?);
        Ok(Self { owner, _timer })
    }
}

impl AccountTarget for Owned {
    async fn owner(&self) -> Result<String> {
        Ok(self.owner.clone())
    }

    async fn slow(&self, milliseconds: u32) -> Result<String> {
        Ok(Watched("account").wait(milliseconds).await)
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        note(format!("the account of {} was closed", self.owner));
    }
}

#[durable_object(fetch)]
pub(crate) struct Office {
    state: State,
    visits: Cell<u32>,
}

impl OfficeServer for Office {
    async fn visit(&self) -> Result<u32> {
        self.visits.set(self.visits.get() + 1);
        Ok(self.visits.get())
    }

    async fn slow(&self, milliseconds: u32) -> Result<String> {
        Ok(Watched("office").wait(milliseconds).await)
    }

    async fn doze(&self) -> Result<()> {
        let _held = (Watched("dozing"), Timer::start()?);
        pending().await
    }

    async fn collapse(&self) -> Result<()> {
        let state: &JsValue = self.state.as_raw().as_ref();
        let abort = member(state, "abort")?.bind1(state, &"collapsed".into());
        // It is woken in the turn that the abort ends.
        let last = Closure::once_into_js(move || {
            spawn_local(async {});
            drop(Function::from(JsValue::from(abort)).call0(&JsValue::UNDEFINED));
        });
        let later = member(&js_sys::global(), "setTimeout")?;
        let _ = later.call2(&JsValue::UNDEFINED, &last, &0.into());
        Ok(())
    }

    async fn reset(&self) -> Result<()> {
        let state: &JsValue = self.state.as_raw().as_ref();
        let abort = member(state, "abort")?.bind1(state, &"reset for a test".into());
        // Later, and not in a frame of wasm, which the runtime would cut off.
        let later = member(&js_sys::global(), "setTimeout")?;
        let _ = later.call2(&JsValue::UNDEFINED, &abort, &0.into());
        Ok(())
    }
}

fn member(of: &JsValue, name: &str) -> Result<Function> {
    let found = Reflect::get(of, &name.into()).ok();
    let function = found.and_then(|found| found.dyn_into().ok());
    function.ok_or_else(|| Error::new(format!("no `{name}`")))
}

impl DurableObject for Office {
    fn new(state: State, _env: Env) -> Self {
        Self {
            state,
            visits: Cell::new(0),
        }
    }

    async fn fetch(&self, _request: Request) -> worker::Result<Response> {
        Response::error("call the methods of `office`", 404)
    }
}
