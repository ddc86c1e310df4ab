//! The server.

use std::cell::Cell;
use std::time::Duration;

use futures_util::{Stream, StreamExt, stream};
use rpc_runtime::platform::Date;
use rpc_runtime::{ByteStream, CallError, Error, FutureValue, ItemStream, Result};
use serde_json::{Value, json};
use worker::Delay;
use worker::js_sys::Promise;
use worker::wasm_bindgen::{self, JsValue, externref_heap_live_count};
use worker::wasm_bindgen_futures::JsFuture;

use crate::random::Rng;
use crate::soak::{
    self, Counter, CounterTarget, Desk, Ending, Everything, Kept, Line, Observer, Refusal,
};

struct MySoak;

soak::export!(MySoak = |_ctx| MySoak);

thread_local! {
    static COUNTERS: Cell<u32> = const { Cell::new(0) };
    static PRODUCERS: Cell<u32> = const { Cell::new(0) };
    static INSTANCE: f64 = worker::js_sys::Math::random();
}

// Kept where they outlive an instance.
#[wasm_bindgen::prelude::wasm_bindgen(inline_js = "const all = [];
export const keepMemory = (memory) => void all.push(new WeakRef(memory));
export const memories = () => all.filter((memory) => memory.deref() !== undefined).length;")]
extern "C" {
    #[wasm_bindgen(js_name = keepMemory)]
    fn keep_memory(memory: &JsValue);

    fn memories() -> u32;
}

/// This instance begins.
pub(crate) fn begin() {
    keep_memory(&wasm_bindgen::memory());
}

/// Counts something for as long as it is there.
struct Live(&'static std::thread::LocalKey<Cell<u32>>);

impl Live {
    fn new(of: &'static std::thread::LocalKey<Cell<u32>>) -> Self {
        of.set(of.get() + 1);
        Self(of)
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

/// What this Worker has.
pub(crate) fn now() -> Kept {
    let tables = rpc_runtime::private::entries();
    Kept {
        memory: memory(),
        memories: memories(),
        slots: externref_heap_live_count(),
        counters: COUNTERS.get(),
        producers: PRODUCERS.get(),
        tables: tables
            .into_iter()
            .map(|(name, entries)| (name.to_owned(), entries as u32))
            .collect(),
        instance: INSTANCE.with(|instance| instance.to_bits()),
    }
}

pub(crate) fn told(kept: &Kept) -> Value {
    let tables: serde_json::Map<String, Value> = kept
        .tables
        .iter()
        .map(|(name, entries)| (name.clone(), (*entries).into()))
        .collect();
    json!({
        "memory": kept.memory,
        "memories": kept.memories,
        "slots": kept.slots,
        "counters": kept.counters,
        "producers": kept.producers,
        "tables": tables,
        "instance": kept.instance.to_string(),
    })
}

/// How large the memory of this instance is, in bytes. The crate is linted on the host, where there is none.
fn memory() -> u32 {
    #[cfg(target_family = "wasm")]
    return (core::arch::wasm32::memory_size::<0>() * 64 * 1024) as u32;
    #[cfg(not(target_family = "wasm"))]
    0
}

pub(crate) struct MyCounter {
    value: Cell<i64>,
    _live: Live,
}

impl MyCounter {
    pub(crate) fn open(start: i64) -> Counter {
        Counter::new(Self {
            value: Cell::new(start),
            _live: Live::new(&COUNTERS),
        })
    }
}

impl CounterTarget for MyCounter {
    async fn add(&self, n: i32) -> Result<i64> {
        self.value.set(self.value.get().wrapping_add(n.into()));
        Ok(self.value.get())
    }

    async fn split(&self) -> Result<Counter> {
        Ok(Self::open(self.value.get()))
    }

    async fn add_all(&self, mut numbers: ItemStream<i32>) -> Result<i64> {
        while let Some(n) = numbers.next().await {
            self.add(n?).await?;
        }
        Ok(self.value.get())
    }
}

/// What `make` gives for 0 to `n`; before `fail_at`, an error. Every eighth takes its time.
pub(crate) fn produced<T>(
    n: u32,
    fail_at: Option<u32>,
    make: impl Fn(u32) -> T,
) -> impl Stream<Item = Result<T>> {
    let live = Live::new(&PRODUCERS);
    stream::unfold((0, live, make), move |(at, live, make)| async move {
        if Some(at) == fail_at {
            let error = Error::new(format_args!("no more after {at}"));
            return Some((Err(error), (n, live, make)));
        }
        if at >= n {
            return None;
        }
        if at % 8 == 7 {
            turn().await;
        }
        Some((Ok(make(at)), (at + 1, live, make)))
    })
}

/// Lets others have their turn.
async fn turn() {
    let _ = JsFuture::from(Promise::resolve(&JsValue::NULL)).await;
}

pub(crate) async fn pause(milliseconds: u32) {
    Delay::from(Duration::from_millis(milliseconds.into())).await;
}

pub(crate) async fn ask(observer: Observer, mut n: u32, times: u32) -> Result<u32> {
    for _ in 0..times {
        n = observer.notify(n).await?;
    }
    Ok(n)
}

fn refusal(n: u32, why: String) -> Option<Refusal> {
    match n {
        0 => Some(Refusal::Closed),
        1 => Some(Refusal::Unknown(why)),
        2..10 => Some(Refusal::TooMany(n)),
        _ => None,
    }
}

impl soak::Soak for MySoak {
    async fn add(&self, a: u32, b: u32) -> Result<u32> {
        Ok(a.wrapping_add(b))
    }

    async fn same_text(&self, text: String) -> Result<String> {
        Ok(text)
    }

    async fn same_bytes(&self, bytes: Vec<u8>) -> Result<Vec<u8>> {
        Ok(bytes)
    }

    async fn same_floats(&self, floats: Vec<f64>) -> Result<Vec<f64>> {
        Ok(floats)
    }

    async fn same_lines(&self, lines: Vec<Line>) -> Result<Vec<Line>> {
        Ok(lines)
    }

    async fn same_everything(&self, value: Everything) -> Result<Everything> {
        Ok(value)
    }

    async fn same_date(&self, date: Date) -> Result<Date> {
        Ok(date)
    }

    async fn refuse(&self, n: u32, why: String) -> Result<u32, CallError<Refusal>> {
        match refusal(n, why) {
            Some(refusal) => Err(refusal.into()),
            None => Ok(n),
        }
    }

    async fn fail(&self, why: String) -> Result<u32> {
        Err(Error::new(why))
    }

    async fn sleep(&self, milliseconds: u32) -> Result<u32> {
        pause(milliseconds).await;
        Ok(milliseconds)
    }

    async fn open(&self, start: i64) -> Result<Counter> {
        Ok(MyCounter::open(start))
    }

    async fn open_or_refuse(
        &self,
        start: i64,
        refused: bool,
    ) -> Result<Counter, CallError<Refusal>> {
        match refused {
            true => Err(Refusal::Closed.into()),
            false => Ok(MyCounter::open(start)),
        }
    }

    async fn open_desk(&self, starts: Vec<i64>) -> Result<Desk> {
        Ok(Desk {
            first: MyCounter::open(0),
            others: starts.into_iter().map(MyCounter::open).collect(),
            label: "desk".to_owned(),
        })
    }

    async fn sum(&self, counters: Vec<Counter>) -> Result<i64> {
        let mut sum = 0_i64;
        for counter in counters {
            sum = sum.wrapping_add(counter.add(1).await?);
        }
        Ok(sum)
    }

    async fn ask(&self, observer: Observer, n: u32, times: u32) -> Result<u32> {
        ask(observer, n, times).await
    }

    async fn back(&self, observer: Observer) -> Result<Observer> {
        Ok(observer)
    }

    async fn numbers(&self, n: u32, fail_at: Option<u32>) -> Result<ItemStream<u32>> {
        Ok(ItemStream::from_stream(produced(n, fail_at, |at| at)))
    }

    async fn lines_of(&self, n: u32) -> Result<ItemStream<Line>> {
        let line = |at: u32| Rng::new(at.into()).line();
        Ok(ItemStream::from_stream(produced(n, None, line)))
    }

    async fn counters(&self, n: u32) -> Result<ItemStream<Counter>> {
        let counter = |at: u32| MyCounter::open(at.into());
        Ok(ItemStream::from_stream(produced(n, None, counter)))
    }

    async fn total(&self, mut numbers: ItemStream<u32>, limit: Option<u32>) -> Result<u64> {
        let (mut count, mut total) = (0, 0);
        while limit.is_none_or(|limit| count < limit)
            && let Some(n) = numbers.next().await
        {
            total += u64::from(n?);
            count += 1;
        }
        Ok(total)
    }

    async fn bytes(&self, chunks: u32, size: u32) -> Result<ByteStream> {
        let chunk = move |at: u32| vec![at as u8; size as usize];
        Ok(ByteStream::from_stream(produced(chunks, None, chunk)))
    }

    async fn weigh(&self, mut data: ByteStream) -> Result<(u64, u64)> {
        let (mut count, mut sum) = (0, 0);
        while let Some(chunk) = data.next().await {
            let chunk = chunk?;
            count += chunk.len() as u64;
            sum += chunk.iter().map(|byte| u64::from(*byte)).sum::<u64>();
        }
        Ok((count, sum))
    }

    async fn later(&self, value: u32, milliseconds: u32) -> Result<FutureValue<u32>> {
        let live = Live::new(&PRODUCERS);
        Ok(FutureValue::from_future(async move {
            let _live = live;
            pause(milliseconds).await;
            Ok::<_, Error>(value)
        }))
    }

    async fn wait(&self, value: FutureValue<u32>) -> Result<u32> {
        value.await
    }

    async fn end(&self, how: Ending) -> Result<u32> {
        match how {
            Ending::Panic => panic!("as asked"),
            Ending::PanicLater => {
                turn().await;
                panic!("as asked, later")
            }
            Ending::Trap => std::process::abort(),
            Ending::TrapLater => {
                turn().await;
                std::process::abort()
            }
            Ending::Stack => Ok(deep(0)),
        }
    }

    async fn now(&self) -> Result<Kept> {
        Ok(now())
    }
}

/// Calls itself until there is no stack left.
#[allow(unconditional_recursion)]
#[inline(never)]
fn deep(n: u32) -> u32 {
    let frame = std::hint::black_box([n; 1000]);
    deep(n.wrapping_add(1)).wrapping_add(frame[500])
}
