//! The feed.

use futures_util::{StreamExt, TryStreamExt, stream};
use rpc_runtime::platform::{Date, Headers, Request, Response};
use rpc_runtime::{ByteStream, Error, FutureValue, ItemStream, Result};

use crate::feed::{Counter, CounterTarget, Feed, Item, State};
use crate::producers::{self, Guard};
use crate::scenario::pause;

pub(crate) struct MyFeed;

crate::feed::export!(MyFeed = |_ctx| MyFeed);

struct MyCounter {
    count: u32,
    _guard: Guard,
}

impl CounterTarget for MyCounter {
    async fn next(&self) -> Result<u32> {
        Ok(self.count + 1)
    }
}

impl Feed for MyFeed {
    async fn seen(&self) -> Result<State> {
        Ok(producers::state())
    }

    async fn reset(&self) -> Result<()> {
        producers::reset();
        Ok(())
    }

    async fn bytes(&self, chunks: u32, size: u32, fail_at: Option<u32>) -> Result<ByteStream> {
        Ok(producers::bytes(chunks, size, fail_at))
    }

    async fn no_bytes(&self) -> Result<ByteStream> {
        Ok(ByteStream::from_stream(producers::nothing::<Vec<u8>>()))
    }

    async fn count(&self, mut data: ByteStream, limit: Option<u64>) -> Result<u64> {
        let mut count = 0;
        while let Some(chunk) = data.next().await {
            count += chunk?.len() as u64;
            if limit.is_some_and(|limit| count >= limit) {
                break;
            }
        }
        Ok(count)
    }

    async fn increment(&self, data: ByteStream) -> Result<ByteStream> {
        Ok(ByteStream::from_stream(data.map_ok(|mut chunk| {
            chunk
                .iter_mut()
                .for_each(|byte| *byte = byte.wrapping_add(1));
            chunk
        })))
    }

    async fn pass(&self, data: ByteStream) -> Result<ByteStream> {
        Ok(data)
    }

    async fn half(
        &self,
        data: ByteStream,
    ) -> Result<(ByteStream, FutureValue<Result<u64, String>>)> {
        let bytes = data.into_bytes(1 << 20).await?;
        let half = bytes.len() / 2;
        let outcome = Err(format!("only {half} of {} bytes", bytes.len()));
        Ok((bytes[..half].into(), FutureValue::ready(outcome)))
    }

    async fn items(&self, n: u32, fail_at: Option<u32>) -> Result<ItemStream<Item>> {
        Ok(producers::items(n, fail_at))
    }

    async fn large_items(&self, n: u32, size: u32) -> Result<ItemStream<String>> {
        Ok(producers::large_items(n, size))
    }

    async fn no_items(&self) -> Result<ItemStream<Item>> {
        Ok(ItemStream::from_stream(producers::nothing::<Item>()))
    }

    async fn total(&self, mut items: ItemStream<Item>, limit: Option<u32>) -> Result<u64> {
        let (mut total, mut read) = (0, 0);
        while let Some(item) = items.next().await {
            total += u64::from(item?.id);
            read += 1;
            if Some(read) == limit {
                break;
            }
        }
        Ok(total)
    }

    async fn shift(&self, items: ItemStream<Item>) -> Result<ItemStream<Item>> {
        Ok(ItemStream::from_stream(items.map_ok(|item| Item {
            id: item.id + 1,
            ..item
        })))
    }

    async fn skip(&self, mut items: ItemStream<Item>, skip: u32) -> Result<ItemStream<Item>> {
        for _ in 0..skip {
            items.try_next().await?;
        }
        Ok(items)
    }

    async fn counters(&self, n: u32) -> Result<ItemStream<Counter>> {
        Ok(ItemStream::from_items((0..n).map(|count| {
            producers::made();
            Counter::new(MyCounter {
                count,
                _guard: Guard,
            })
        })))
    }

    async fn ticks(&self, n: u32) -> Result<ItemStream<()>> {
        Ok(ItemStream::from_stream(
            stream::repeat(()).take(n as usize).map(Ok::<(), Error>),
        ))
    }

    async fn quick(&self, n: u32) -> Result<ItemStream<u32>> {
        Ok(ItemStream::from_items(0..n))
    }

    async fn panicking(&self, at: u32) -> Result<(ByteStream, ItemStream<u32>)> {
        let bytes = producers::bytes(10, 10, None).map_ok(|chunk| match chunk[0] {
            2 => panic!("as asked"),
            _ => chunk,
        });
        let items = (0..10).inspect(move |item| assert!(*item < at, "as asked"));
        let items = ItemStream::from_items(items);
        Ok((ByteStream::from_stream(bytes), items))
    }

    async fn broken(&self, _how: String) -> Result<ItemStream<Item>> {
        Ok(ItemStream::empty())
    }

    async fn later(&self, value: u32, delay: u32) -> Result<FutureValue<u32>> {
        Ok(FutureValue::from_future(async move {
            pause(delay.into()).await;
            if value == 0 {
                return Err(Error::new("there is no such value"));
            }
            Ok(value)
        }))
    }

    async fn never(&self) -> Result<FutureValue<u32>> {
        let guard = Guard;
        Ok(FutureValue::from_future(async move {
            std::future::pending::<()>().await;
            drop(guard);
            Ok::<u32, Error>(0)
        }))
    }

    async fn wait(&self, value: FutureValue<u32>) -> Result<u32> {
        value.await
    }

    async fn again(&self, value: FutureValue<u32>) -> Result<FutureValue<u32>> {
        Ok(value)
    }

    async fn answer(&self, mut request: Request, status: u16) -> Result<Response> {
        let header = request.headers().get("x")?.unwrap_or_default();
        let (method, path) = (request.method(), request.path());
        let body = request.text().await?;
        let response = Response::ok(format!("{method} {path} {header} {body}"))?;
        Ok(response.with_status(status))
    }

    async fn with_header(&self, headers: Headers, name: String, value: String) -> Result<Headers> {
        headers.append(&name, &value)?;
        Ok(headers)
    }

    async fn next_day(&self, date: Date) -> Result<Date> {
        Date::from_millis(date.as_millis() + 86_400_000)
            .ok_or_else(|| Error::new("the end of time"))
    }
}
