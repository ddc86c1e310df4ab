//! `stream<u8>`.

use std::cell::RefCell;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::thread::SendWrapper;
use futures_util::stream::{self, Stream, StreamExt};
use wasm_bindgen::JsValue;

use crate::error::{Error, Result};
use crate::native::provenance::Provenance;
use crate::objects::{self, Codec, Value, ValueError, Writer, expected};
use crate::stream::reader::Reader;
use crate::stream::{MOVED, Source, js, pump};

/// A stream of bytes: `stream<u8>` in a schema, a `ReadableStream` on the wire.
///
/// Reading it is reading a [`Stream`] of chunks, none of them empty; where one chunk ends means nothing, and changes on
/// the way. Nothing is buffered but the chunk under way: a producer is asked for its next chunk when the last was
/// read. Dropping the stream before its end cancels it, and drops the producer: in another Worker, when it has its
/// next chunk.
///
/// The runtime does not carry the error that ends a byte stream from one Worker to another. The reader gets an error
/// that says so. A schema that wants to say more gives it beside the stream, as WASI does:
/// `tuple<stream<u8>, future<result<_, my-error>>>`. Of a producer in JavaScript that gives anything but bytes, it may leave
/// that out without an error (workerd 2026-11-17), so that a mistake there reads as a short stream.
///
/// It is `Send`, like [`Call`](crate::Call), and panics on another thread than its own.
///
/// ```
/// use rpc_runtime::ByteStream;
///
/// # pollster::block_on(async {
/// let hello = ByteStream::from(b"hello".to_vec());
/// assert_eq!(hello.into_bytes(1024).await?, b"hello");
/// # Ok::<(), rpc_runtime::Error>(())
/// # }).unwrap();
/// ```
pub struct ByteStream {
    state: SendWrapper<RefCell<State>>,
}

enum State {
    Here(Source<Vec<u8>>),
    There(Reader),
    Over,
}

impl ByteStream {
    fn of(state: State) -> Self {
        Self {
            state: SendWrapper::new(RefCell::new(state)),
        }
    }

    /// From a `ReadableStream` that nobody reads.
    pub(crate) fn of_readable(stream: JsValue) -> Self {
        Self::of(State::There(Reader::new(stream, Provenance::current())))
    }

    /// From a Rust stream of chunks, which is polled only when somebody reads.
    ///
    /// After an error nothing more is read from it.
    pub fn from_stream<E: Into<Error>>(
        stream: impl Stream<Item = Result<Vec<u8>, E>> + 'static,
    ) -> Self {
        Self::of(State::Here(
            stream.map(|chunk| chunk.map_err(E::into)).boxed_local(),
        ))
    }

    /// A stream without any bytes.
    pub fn empty() -> Self {
        Self::from_stream(stream::empty::<Result<_>>())
    }

    /// From a JavaScript `ReadableStream` of bytes. It is read when this is; sent to another Worker without being
    /// read, it goes there by itself.
    ///
    /// # Errors
    /// If it is not a `ReadableStream`, or somebody reads it already.
    pub fn from_js(stream: JsValue) -> Result<Self, ValueError> {
        check(&stream)?;
        Ok(Self::of_readable(stream))
    }

    /// As a JavaScript `ReadableStream`, for the body of a response, say.
    ///
    /// # Errors
    /// If it was sent, or read to its end, already.
    pub fn into_js(self) -> Result<JsValue> {
        self.write().map_err(Error::new)
    }

    /// Reads all that is left, up to `limit` bytes.
    ///
    /// # Errors
    /// If there is more, or reading fails.
    pub async fn into_bytes(mut self, limit: usize) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.next().await {
            let chunk = chunk?;
            if chunk.len() > limit - bytes.len() {
                return Err(Error::new(format_args!(
                    "the stream is longer than {limit} bytes"
                )));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// The `ReadableStream` for the reader; what is left of this is over.
    fn write(&self) -> Result<JsValue, String> {
        let source = match self.state.replace(State::Over) {
            State::Here(source) => source,
            State::There(mut reader) => match reader.take_unread() {
                Some(stream) => return Ok(stream),
                None => stream::poll_fn(move |cx| reader.poll_chunk(cx)).boxed_local(),
            },
            State::Over => return Err(MOVED.to_owned()),
        };
        pump::readable(source)
            .map_err(|thrown| Provenance::current().thrown(thrown).message().to_owned())
    }
}

fn check(stream: &JsValue) -> Result<(), ValueError> {
    if !js::is_readable_stream(stream) {
        return Err(expected("ReadableStream", stream));
    }
    if js::is_locked(stream) {
        return Err(ValueError::new("the ReadableStream is being read already"));
    }
    Ok(())
}

impl Stream for ByteStream {
    type Item = Result<Vec<u8>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let state = self.state.get_mut();
        loop {
            let chunk = match state {
                State::Here(source) => source.as_mut().poll_next(cx),
                State::There(reader) => reader.poll_chunk(cx),
                State::Over => return Poll::Ready(None),
            };
            match &chunk {
                Poll::Ready(Some(Ok(bytes))) if bytes.is_empty() => continue,
                Poll::Ready(None | Some(Err(_))) => *state = State::Over,
                Poll::Ready(Some(Ok(_))) | Poll::Pending => {}
            }
            return chunk;
        }
    }
}

/// One chunk, or none if it is empty.
impl From<Vec<u8>> for ByteStream {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from_stream(stream::iter([Ok::<_, Error>(bytes)]))
    }
}

/// A copy of the bytes, as one chunk.
impl From<&[u8]> for ByteStream {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

/// A `ReadableStream`. Writing it moves what is left of it into what is sent.
impl Value for ByteStream {
    fn codec() -> Codec {
        Codec::js_of("ReadableStream")
    }

    fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
        if cfg!(not(target_arch = "wasm32")) {
            return Err(ValueError::new("a stream has no form outside JavaScript"));
        }
        let stream = self.write().map_err(ValueError::new)?;
        to.js(stream);
        Ok(())
    }

    fn read(from: &mut objects::Reader) -> Result<Self, ValueError> {
        let stream = from.js();
        check(&stream)?;
        Ok(Self::of_readable(stream))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        "ReadableStream".to_owned()
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").finish_non_exhaustive()
    }
}
