//! What is called: each action makes a few calls, and knows what has to come of them.

use std::cell::Cell;
use std::fmt::Debug;

use futures_util::future::{join3, poll_immediate};
use futures_util::{StreamExt, stream};
use rpc_runtime::{ByteStream, CallError, Error, ErrorKind, FutureValue, ItemStream};

use crate::options::with_options;
use crate::peer::Peer;
use crate::random::Rng;
use crate::server::{MyCounter, pause, produced};
use crate::soak::{Observer, ObserverTarget, Refusal, SoakClient};

/// What has come of an action that did not succeed.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// A call failed.
    Failed(Error),
    /// What came is not what had to.
    Wrong(String),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// Of a binding that is missing.
impl From<worker::Error> for Trouble {
    fn from(error: worker::Error) -> Self {
        Self::Wrong(format!("no stub: {error}"))
    }
}

pub(crate) type Outcome = Result<(), Trouble>;

pub(crate) fn same<T: PartialEq + Debug>(came: &T, expected: &T) -> Outcome {
    if came == expected {
        return Ok(());
    }
    let shown = |value: &T| format!("{value:?}").chars().take(300).collect::<String>();
    Err(Trouble::Wrong(format!(
        "{} in place of {}",
        shown(came),
        shown(expected)
    )))
}

/// In the order of their numbers; and how often each is chosen.
const ACTIONS: &[(&str, u32)] = &[
    ("add", 100),
    ("text", 20),
    ("bytes", 4),
    ("floats", 4),
    ("lines", 10),
    ("everything", 6),
    ("date", 2),
    ("refuse", 6),
    ("fail", 3),
    ("counter", 6),
    ("chain", 5),
    ("desk", 3),
    ("sum", 3),
    ("callback", 4),
    ("back", 2),
    ("numbers", 3),
    ("numbers-in-part", 2),
    ("numbers-fail", 1),
    ("line-stream", 1),
    ("counter-stream", 1),
    ("total", 2),
    ("add-all", 2),
    ("byte-stream", 2),
    ("weigh", 2),
    ("future", 2),
    ("wait", 2),
    ("let-go", 3),
    ("cancel", 4),
    ("options", 4),
    ("room", 6),
];

/// The name of an action.
pub(crate) fn choose(rng: &mut Rng) -> &'static str {
    let all = ACTIONS.iter().map(|(_, weight)| weight).sum();
    let mut left = rng.below(all);
    for (name, weight) in ACTIONS {
        match left.checked_sub(*weight) {
            Some(less) => left = less,
            None => return name,
        }
    }
    "add"
}

/// Does it, which makes so many `calls`.
pub(crate) async fn act(name: &str, peer: &Peer, calls: &Cell<u32>, rng: &mut Rng) -> Outcome {
    let soak = &peer.soak;
    let made = |more| calls.set(calls.get() + more);
    match name {
        "add" => {
            let (a, b) = (rng.next() as u32, rng.next() as u32);
            made(1);
            same(&soak.add(a, b).await?, &a.wrapping_add(b))
        }
        "text" => {
            let most = rng.size(100, 5000);
            let text = rng.text(most);
            made(1);
            same(&soak.same_text(&text).await?, &text)
        }
        "bytes" => {
            let most = rng.size(1000, 300_000);
            let bytes = rng.many(most, |rng| rng.next() as u8);
            made(1);
            same(&soak.same_bytes(&bytes).await?, &bytes)
        }
        "floats" => {
            let most = rng.size(100, 5000);
            let floats = rng.many(most, Rng::f64);
            made(1);
            same(&soak.same_floats(&floats).await?, &floats)
        }
        "lines" => {
            let most = rng.size(5, 100);
            let lines = rng.many(most, Rng::line);
            made(1);
            same(&soak.same_lines(&lines).await?, &lines)
        }
        "everything" => {
            let value = rng.everything();
            made(1);
            same(&soak.same_everything(&value).await?, &value)
        }
        "date" => {
            let date = rng.date();
            made(1);
            same(&soak.same_date(date).await?, &date)
        }
        "refuse" => {
            let (n, why) = (rng.below(20), rng.text(20));
            made(1);
            let expected = match n {
                0 => Err(Refusal::Closed),
                1 => Err(Refusal::Unknown(why.clone())),
                2..10 => Err(Refusal::TooMany(n)),
                _ => Ok(n),
            };
            same(&declared(soak.refuse(n, &why).await)?, &expected)
        }
        "fail" => {
            let why = format!("it fails {}", rng.next());
            made(1);
            match soak.fail(&why).await {
                Ok(n) => Err(Trouble::Wrong(format!("{n} in place of an error"))),
                Err(error) if error.message() == why => Ok(()),
                Err(error) => Err(error.into()),
            }
        }
        "counter" => {
            let start = rng.next() as i64;
            made(4);
            let counter = soak.open(start).await?;
            same(&counter.add(1).await?, &start.wrapping_add(1))?;
            let other = counter.split().await?;
            if rng.bool() {
                drop(counter);
            }
            same(&other.add(-1).await?, &start)
        }
        "chain" => {
            let start = rng.next() as i64;
            made(4);
            let first = soak.open(start);
            let sum = first.split().split().add(2).await?;
            same(&sum, &start.wrapping_add(2))
        }
        "desk" => {
            let starts = rng.many(5, |rng| i64::from(rng.next() as i32));
            made(2);
            let mut desk = soak.open_desk(&starts).await?;
            same(&desk.others.len(), &starts.len())?;
            match desk.others.pop() {
                Some(last) => {
                    drop(desk);
                    same(&last.add(1).await?, &(starts[starts.len() - 1] + 1))
                }
                None => same(&desk.first.add(7).await?, &7),
            }
        }
        "sum" => {
            made(3);
            let theirs = soak.open(5).await?;
            let mut counters = vec![MyCounter::open(10), theirs.dup()?];
            if rng.bool() {
                counters.push(MyCounter::open(100));
            }
            let expected = counters.len() as i64 + if counters.len() == 3 { 115 } else { 15 };
            same(&soak.sum(counters).await?, &expected)?;
            same(&theirs.add(0).await?, &6)
        }
        "callback" => {
            let (n, times) = (rng.below(1000), rng.below(4));
            made(1 + times);
            let observer = Observer::new(MyObserver);
            same(&soak.ask(observer, n, times).await?, &(n + times))
        }
        "back" => {
            made(2);
            let observer = soak.back(Observer::new(MyObserver)).await?;
            same(&observer.notify(41).await?, &42)
        }
        "numbers" => {
            let n = rng.below(300);
            made(1 + n / 100);
            let numbers = soak.numbers(n, None).await?;
            same(&all(numbers).await?, &(0..n).collect())
        }
        "numbers-in-part" => {
            let n = rng.below(20);
            made(2);
            let mut numbers = soak.numbers(10_000, None).await?;
            for at in 0..n {
                same(&numbers.next().await.transpose()?, &Some(at))?;
            }
            Ok(())
        }
        "numbers-fail" => {
            let at = rng.below(20);
            made(2);
            let mut numbers = soak.numbers(100, Some(at)).await?;
            for n in 0..at {
                same(&numbers.next().await.transpose()?, &Some(n))?;
            }
            match numbers.next().await {
                Some(Err(error)) if error.message().contains("no more after") => Ok(()),
                Some(Err(error)) => Err(error.into()),
                other => Err(Trouble::Wrong(format!("{other:?} in place of an error"))),
            }
        }
        "line-stream" => {
            let n = rng.below(40);
            made(2);
            let lines = soak.lines_of(n).await?;
            same(&(all(lines).await?.len() as u32), &n)
        }
        "counter-stream" => {
            let n = rng.below(10);
            made(1 + n);
            let mut counters = soak.counters(n).await?;
            let mut count = 0;
            while let Some(counter) = counters.next().await {
                same(&counter?.add(1).await?, &(count + 1))?;
                count += 1;
            }
            same(&count, &n.into())
        }
        "total" => {
            let n = rng.below(200);
            let limit = rng.option(|rng| rng.below(50));
            made(3);
            let numbers = ItemStream::from_stream(produced(n, None, |at| at));
            let end = limit.map_or(n, |limit| limit.min(n));
            same(
                &soak.total(numbers, limit).await?,
                &(0..u64::from(end)).sum(),
            )
        }
        "add-all" => {
            let n = rng.below(50);
            made(3);
            let counter = soak.open(1).await?;
            let numbers = ItemStream::from_stream(produced(n, None, |_| 2));
            same(&counter.add_all(numbers).await?, &(1 + 2 * i64::from(n)))
        }
        "byte-stream" => {
            let (chunks, size) = (rng.below(20), 1 + rng.below(5000));
            made(1);
            let stream = soak.bytes(chunks, size).await?;
            if rng.one_in(3) {
                return Ok(());
            }
            let (count, sum) = weighed(stream).await?;
            same(&(count, sum), &weight(chunks, size))
        }
        "weigh" => {
            let (chunks, size) = (rng.below(20), 1 + rng.below(5000));
            made(1);
            let chunk = move |at: u32| vec![at as u8; size as usize];
            let stream = ByteStream::from_stream(produced(chunks, None, chunk));
            same(&soak.weigh(stream).await?, &weight(chunks, size))
        }
        "future" => {
            let value = rng.next() as u32;
            made(2);
            let later = soak.later(value, rng.below(3)).await?;
            if rng.one_in(4) {
                return Ok(());
            }
            same(&later.await?, &value)
        }
        "wait" => {
            let value = rng.next() as u32;
            made(2);
            let later = FutureValue::from_future(async move {
                pause(1).await;
                Ok::<_, Error>(value)
            });
            same(&soak.wait(later).await?, &value)
        }
        "let-go" => {
            made(3);
            let_go(soak, rng).await
        }
        "cancel" => {
            made(3);
            let mut calls = stream::FuturesUnordered::new();
            for _ in 0..3 {
                calls.push(soak.sleep(1 + rng.below(20)));
            }
            match rng.below(3) {
                // Before they are sent on, after, and when one is over.
                0 => Ok(()),
                1 => {
                    pause(rng.below(3)).await;
                    Ok(())
                }
                _ => match calls.next().await {
                    Some(outcome) => {
                        outcome?;
                        Ok(())
                    }
                    None => Ok(()),
                },
            }
        }
        "options" => {
            made(4);
            with_options(soak, rng).await
        }
        "room" => in_room(peer, calls, rng).await,
        _ => Err(Trouble::Wrong(format!("no action {name}"))),
    }
}

/// Handles that are let go of while they are called, or before they have arrived.
async fn let_go(soak: &SoakClient, rng: &mut Rng) -> Outcome {
    let counter = soak.open(3).await?;
    let call = counter.add(4);
    match rng.below(4) {
        0 => {
            drop(counter);
            same(&call.await?, &7)
        }
        1 => {
            let mut call = call;
            drop(counter);
            match poll_immediate(&mut call).await {
                Some(outcome) => same(&outcome?, &7),
                None => Ok(()),
            }
        }
        2 => {
            // What has not arrived is not wanted any more.
            let (other, text) = (soak.open(1), rng.text(10));
            drop(other);
            drop(call);
            same(&soak.same_text(&text).await?, &text)
        }
        _ => {
            let copy = counter.dup()?;
            let (one, two, three) = join3(call, copy.add(0), counter.split()).await;
            same(&one?, &7)?;
            same(&two?, &7)?;
            drop((copy, counter));
            same(&three?.add(0).await?, &7)
        }
    }
}

/// A Durable Object, which now and then is reset while it serves.
async fn in_room(peer: &Peer, calls: &Cell<u32>, rng: &mut Rng) -> Outcome {
    let made = |more| calls.set(calls.get() + more);
    let room = peer.room(rng.below(4))?;
    let outcome = async {
        match rng.below(6) {
            0 => {
                made(1);
                let lines = rng.many(10, Rng::line);
                same(&room.same_lines(&lines).await?, &lines)
            }
            1 => {
                made(2);
                let counter = room.open(8).await?;
                same(&counter.add(1).await?, &9)
            }
            2 => {
                made(3);
                same(&room.ask(Observer::new(MyObserver), 1, 2).await?, &3)
            }
            3 => {
                made(2);
                let n = rng.below(50);
                same(&all(room.numbers(n).await?).await?, &(0..n).collect())
            }
            4 if peer.resets && rng.one_in(2) => {
                made(1);
                peer.fault("object reset");
                match room.reset().await {
                    Ok(n) => Err(Trouble::Wrong(format!("{n} in place of a reset"))),
                    Err(error) => Err(error.into()),
                }
            }
            _ => {
                made(1);
                room.add(1).await?;
                Ok(())
            }
        }
    };
    match outcome.await {
        // Whoever was in it when it was reset; a new stub works.
        Err(Trouble::Failed(error)) if is_reset(&error) => {
            made(1);
            match peer.room(5 + rng.below(4))?.add(1).await {
                Ok(_) => Ok(()),
                Err(error) => Err(error.into()),
            }
        }
        outcome => outcome,
    }
}

/// Whatever came out of the object is gone as well; and a call of it that waited may be found to, by the runtime.
fn is_reset(error: &Error) -> bool {
    let says = |text| error.message().contains(text);
    error.kind() == ErrorKind::Gone || says("as asked") || says("Promise will never complete")
}

fn declared<T, E>(outcome: Result<T, CallError<E>>) -> Result<Result<T, E>, Error> {
    match outcome {
        Ok(value) => Ok(Ok(value)),
        Err(CallError::Declared(error)) => Ok(Err(error)),
        Err(CallError::Failed(error)) => Err(error),
    }
}

async fn all<T>(mut items: ItemStream<T>) -> Result<Vec<T>, Error>
where
    ItemStream<T>: futures_util::Stream<Item = Result<T, Error>> + Unpin,
{
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item?);
    }
    Ok(all)
}

async fn weighed(mut data: ByteStream) -> Result<(u64, u64), Error> {
    let (mut count, mut sum) = (0, 0);
    while let Some(chunk) = data.next().await {
        let chunk = chunk?;
        count += chunk.len() as u64;
        sum += chunk.iter().map(|byte| u64::from(*byte)).sum::<u64>();
    }
    Ok((count, sum))
}

/// What so many chunks weigh.
fn weight(chunks: u32, size: u32) -> (u64, u64) {
    let (chunks, size) = (u64::from(chunks), u64::from(size));
    (chunks * size, (0..chunks).sum::<u64>() * size)
}

struct MyObserver;

impl ObserverTarget for MyObserver {
    async fn notify(&self, n: u32) -> rpc_runtime::Result<u32> {
        Ok(n + 1)
    }
}
