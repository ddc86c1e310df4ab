//! Streams and futures on the host: between a client and a server in the same process they are handed over as they
//! are.

#[allow(missing_docs, unreachable_pub)]
mod generated {
    include!("../../../wit-codegen/tests/golden/streams.rs");
}

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_util::future::join;
use futures_util::{StreamExt, TryStreamExt, stream};
use generated::transfer::{
    AbortSignal, Attachment, Blob, Date, Headers, Request, Response, Sink, SinkTarget, Transfer,
    TransferClient, Upload,
};
use pollster::block_on;
use rpc_runtime::platform::AbortController;
use rpc_runtime::testing::{Fault, faults};
use rpc_runtime::{
    ByteStream, CallError, CallInfo, CallOptions, Error, FutureValue, Interceptor, ItemStream,
    Next, Reply, Result, RetryPolicy, Value, Writer,
};

struct Server;

impl Transfer for Server {
    async fn copy(&self, data: ByteStream) -> Result<ByteStream> {
        Ok(data)
    }

    async fn sinks(&self) -> Result<ItemStream<Sink>> {
        Ok(ItemStream::from_items([1, 2].map(|_| Sink::new(Drain))))
    }

    async fn next_sink(&self) -> Result<FutureValue<Sink>> {
        Ok(FutureValue::ready(Sink::new(Drain)))
    }

    async fn store(&self, upload: Upload) -> Result<FutureValue<u64>, CallError<String>> {
        if upload.name.is_empty() {
            return Err("no name".into());
        }
        Ok(FutureValue::from_future(async move {
            Ok::<_, Error>(upload.data.into_bytes(100).await?.len() as u64)
        }))
    }

    async fn count(
        &self,
        lines: ItemStream<String>,
        progress: Option<ItemStream<()>>,
    ) -> Result<FutureValue<u32>> {
        let lines: Vec<String> = lines.try_collect().await?;
        let progress = match progress {
            Some(progress) => progress.count().await,
            None => 0,
        };
        Ok(FutureValue::ready((lines.len() + progress) as u32))
    }

    async fn ready(&self) -> Result<FutureValue<()>> {
        Ok(FutureValue::from_future(async {
            Err(Error::new("never ready"))
        }))
    }

    async fn forward(&self, _request: Request, _extra: Option<Headers>) -> Result<Response> {
        Err(Error::new("not on the host"))
    }

    async fn refuse(&self, _request: Request) -> Result<bool> {
        Err(Error::new("not on the host"))
    }

    async fn peek(&self, _request: Request) -> Result<(Date, String)> {
        Err(Error::new("not on the host"))
    }

    /// All files in one, unless they are not wanted any more.
    async fn attach(
        &self,
        files: Vec<Attachment>,
        until: Option<AbortSignal>,
    ) -> Result<Blob, CallError<String>> {
        if let Some(until) = until {
            until.aborted().await;
            return Err(until.reason().unwrap_or_default().into());
        }
        let mut all = Vec::new();
        for file in &files {
            all.extend(file.file.bytes().await?);
        }
        Ok(Blob::new(all, "application/x-all"))
    }
}

/// Says how much it has taken.
struct Drain;

impl SinkTarget for Drain {
    async fn write(&self, data: ByteStream) -> Result<u64, CallError<String>> {
        Ok(data.into_bytes(100).await?.len() as u64)
    }
}

/// Notes the methods that are called.
#[derive(Clone, Default)]
struct Methods(Rc<RefCell<Vec<&'static str>>>);

impl Interceptor for Methods {
    async fn intercept(&self, call: &CallInfo, next: Next<'_>) -> Result<Reply> {
        self.0.borrow_mut().push(call.method());
        next.run().await
    }
}

#[test]
fn handles_that_come_later_have_the_options_of_the_client() {
    let methods = Methods::default();
    let options = CallOptions::new().intercept(methods.clone());
    let client = TransferClient::from_local(Server).with(options);
    block_on(async {
        let mut sinks = client.sinks().await.unwrap();
        let first = sinks.next().await.unwrap().unwrap();
        let later = client.next_sink().await.unwrap().await.unwrap();
        for sink in [first, later] {
            assert_eq!(sink.write(vec![1, 2].into()).await.unwrap(), 2);
        }
    });
    assert_eq!(
        *methods.0.borrow(),
        ["sinks", "next-sink", "write", "write"]
    );
}

/// Chunks that count themselves, and tell when they are dropped.
fn chunks(made: &Rc<Cell<u32>>) -> ByteStream {
    let made = Rc::clone(made);
    ByteStream::from_stream(
        stream::iter([vec![1], vec![], vec![2, 3]]).map(move |chunk| {
            made.set(made.get() + 1);
            Ok::<_, Error>(chunk)
        }),
    )
}

#[test]
fn a_byte_stream_is_handed_over() {
    let made = Rc::new(Cell::new(0));
    let client = TransferClient::from_local(Server);
    block_on(async {
        let mut copy = client.copy(chunks(&made)).await.unwrap();
        assert_eq!(made.get(), 0);
        assert_eq!(copy.next().await.unwrap().unwrap(), [1]);
        assert_eq!(made.get(), 1);
        // An empty chunk is none.
        assert_eq!(copy.next().await.unwrap().unwrap(), [2, 3]);
        assert!(copy.next().await.is_none());
        assert!(copy.next().await.is_none());
        assert_eq!(Rc::strong_count(&made), 1);

        let copy = client.copy(chunks(&made)).await.unwrap();
        drop(copy);
        assert_eq!(Rc::strong_count(&made), 1);
    });
}

#[test]
fn streams_and_futures_in_records_options_and_results() {
    let client = TransferClient::from_local(Server);
    let upload = |name: &str, bytes: usize| Upload {
        name: name.to_owned(),
        at: Date::now(),
        data: vec![0; bytes].into(),
    };
    block_on(async {
        let stored = client.store(upload("a", 100)).await.unwrap();
        assert_eq!(stored.await.unwrap(), 100);
        let stored = client.store(upload("a", 101)).await.unwrap();
        let error = stored.await.unwrap_err();
        assert_eq!(error.to_string(), "the stream is longer than 100 bytes");
        let refused = client.store(upload("", 1)).await.unwrap_err();
        assert_eq!(refused.declared().map(String::as_str), Some("no name"));

        let lines = || ItemStream::from_items(["a".to_owned(), "b".to_owned()]);
        let progress = ItemStream::from_items([(), (), ()]);
        let counted = client.count(lines(), Some(progress)).await.unwrap();
        assert_eq!(counted.await.unwrap(), 5);
        assert_eq!(client.count(lines(), None).await.unwrap().await.unwrap(), 2);

        let error = client.ready().await.unwrap().await.unwrap_err();
        assert_eq!(error.to_string(), "never ready");
    });
}

#[test]
fn an_error_ends_a_stream() {
    let items = || stream::iter([Ok(1), Err(Error::new("no more")), Ok(3)]);
    block_on(async {
        let mut read = ItemStream::from_stream(items());
        assert_eq!(read.next().await.unwrap().unwrap(), 1);
        assert_eq!(
            read.next().await.unwrap().unwrap_err().to_string(),
            "no more"
        );
        assert!(read.next().await.is_none());

        let bytes = ByteStream::from_stream(items().map_ok(|byte| vec![byte]));
        let read: Vec<_> = bytes.map(|chunk| chunk.is_ok()).collect().await;
        assert_eq!(read, [true, false]);
    });
}

#[test]
fn a_future_gives_its_value_once() {
    block_on(async {
        let mut value = FutureValue::ready(5);
        assert_eq!((&mut value).await.unwrap(), 5);
        let error = value.await.unwrap_err();
        assert!(error.to_string().contains("already"), "{error}");
    });
}

fn files() -> Vec<Attachment> {
    let files = ["one, ", "two"].map(|text| Attachment {
        name: text.to_owned(),
        at: Date::now(),
        file: Blob::new(text, "text/plain"),
    });
    files.into()
}

#[test]
fn blobs_and_signals_are_handed_over() {
    let client = TransferClient::from_local(Server);
    block_on(async {
        let all = client.attach(files(), None).await.unwrap();
        assert_eq!(all.bytes().await.unwrap(), b"one, two");
        assert_eq!(all.content_type(), "application/x-all");

        let controller = AbortController::new();
        let attached = client.attach(files(), Some(controller.signal()));
        let aborting = async { controller.abort("too late") };
        let (attached, ()) = join(attached, aborting).await;
        assert!(matches!(attached, Err(CallError::Declared(why)) if why == "too late"));
    });
}

#[test]
fn objects_of_the_platform_are_sent_again() {
    let faults = faults().nth(1, Fault::DroppedReply);
    let retrying = CallOptions::new().retry(RetryPolicy::new());
    let client = faults
        .over(TransferClient::from_local(Server))
        .with(retrying);
    let all = block_on(client.attach(files(), None)).unwrap();
    assert_eq!(block_on(all.bytes()).unwrap(), b"one, two");
    assert_eq!(faults.counted(), 2);
}

#[test]
fn they_have_no_form_outside_javascript() {
    fn refused<T: Value>(value: T) {
        let error = value.write(&mut Writer::default()).unwrap_err();
        assert!(error.to_string().contains("outside JavaScript"), "{error}");
    }
    refused(ByteStream::empty());
    refused(ItemStream::<u32>::empty());
    refused(FutureValue::ready(1));
    refused(Date::now());
    refused(Blob::new("", ""));
    refused(AbortController::new().signal());
}

#[test]
fn they_can_be_held_in_a_handler_that_is_send() {
    fn is_send<T: Send + Sync + std::fmt::Debug>(_: &T) {}
    is_send(&ByteStream::empty());
    is_send(&ItemStream::<Rc<u32>>::empty());
    is_send(&FutureValue::ready(Rc::new(1)));
    let (blob, signal) = (Blob::new("", ""), AbortController::new().signal());
    is_send(&blob);
    is_send(&signal);
    fn future_is_send(_: impl Future + Send) {}
    future_is_send(blob.bytes());
    future_is_send(signal.aborted());
}
