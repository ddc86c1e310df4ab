//! `blob`.

use std::fmt;
use std::rc::Rc;

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::error::{Error, Result};
use crate::native::promise::PromiseOutcome;
use crate::objects::{Codec, Reader, Value, ValueError, Writer, expected};
use crate::thread::SendWrapper;

/// Bytes and their content type, which do not change: JavaScript's `Blob`.
///
/// It is a `Blob` on the wire, a copy with whoever gets it, and counts in full against what the runtime carries in a call;
/// a stream does not. workerd carries it from mid-2026 on: on an older one a call that has to send one fails with an error
/// of the kind [`Unsupported`](crate::ErrorKind::Unsupported). Cheap to clone. On the host it works within the process.
///
/// ```
/// # async fn example() -> rpc_runtime::Result<()> {
/// use rpc_runtime::platform::Blob;
///
/// let page = Blob::new("<p>hello</p>", "text/html");
/// assert_eq!((page.size(), page.content_type()), (12, "text/html".to_owned()));
/// assert_eq!(page.bytes().await?, b"<p>hello</p>");
/// # Ok(())
/// # }
/// # pollster::block_on(example()).unwrap();
/// ```
#[derive(Clone)]
pub struct Blob {
    source: SendWrapper<Source>,
}

#[derive(Clone)]
enum Source {
    JavaScript(JsBlob),
    /// On the host.
    Here {
        bytes: Rc<[u8]>,
        content_type: Rc<str>,
    },
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Blob)]
    #[derive(Clone)]
    type JsBlob;

    #[wasm_bindgen(constructor, js_class = "Blob")]
    fn new(parts: &Array, options: &Object) -> JsBlob;

    #[wasm_bindgen(method, getter, catch, js_class = "Blob")]
    fn size(this: &JsBlob) -> Result<f64, JsValue>;

    #[wasm_bindgen(method, getter, catch, js_class = "Blob", js_name = type)]
    fn content_type(this: &JsBlob) -> Result<String, JsValue>;

    #[wasm_bindgen(method, catch, js_class = "Blob", js_name = arrayBuffer)]
    fn array_buffer(this: &JsBlob) -> Result<Promise, JsValue>;
}

impl Blob {
    /// Of these bytes. A content type is in lower case, and none if it has other characters than printable ASCII.
    pub fn new(bytes: impl AsRef<[u8]>, content_type: &str) -> Self {
        let content_type = normalized(content_type);
        let source = if cfg!(target_arch = "wasm32") {
            let parts = Array::of1(&Uint8Array::from(bytes.as_ref()).into());
            let options = Object::new();
            // Cannot fail: the object is new.
            let _ = Reflect::set(&options, &"type".into(), &content_type.into());
            Source::JavaScript(JsBlob::new(&parts, &options))
        } else {
            Source::Here {
                bytes: bytes.as_ref().into(),
                content_type: content_type.into(),
            }
        };
        Self {
            source: SendWrapper::new(source),
        }
    }

    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        match &*self.source {
            Source::JavaScript(blob) => blob.size().map_or(0, |size| size as u64),
            Source::Here { bytes, .. } => bytes.len() as u64,
        }
    }

    /// What its bytes are, such as `image/png`; empty if nobody has said.
    pub fn content_type(&self) -> String {
        match &*self.source {
            Source::JavaScript(blob) => blob.content_type().unwrap_or_default(),
            Source::Here { content_type, .. } => content_type.to_string(),
        }
    }

    /// A copy of the bytes.
    ///
    /// # Errors
    /// If the runtime does not give them.
    pub async fn bytes(&self) -> Result<Vec<u8>> {
        match self.read_bytes() {
            Bytes::Here(bytes) => Ok(bytes),
            Bytes::Promised(promised) => match promised.await {
                Ok(buffer) => Ok(Uint8Array::new(&buffer).to_vec()),
                Err(thrown) => Err(Error::from_thrown("blob", thrown)),
            },
            Bytes::Failed(error) => Err(error),
        }
    }

    fn read_bytes(&self) -> Bytes {
        match &*self.source {
            Source::JavaScript(blob) => match blob.array_buffer() {
                Ok(promise) => Bytes::Promised(PromiseOutcome::of(&promise)),
                Err(thrown) => Bytes::Failed(Error::from_thrown("blob", thrown)),
            },
            Source::Here { bytes, .. } => Bytes::Here(bytes.to_vec()),
        }
    }
}

/// Bytes that are read.
enum Bytes {
    Here(Vec<u8>),
    Promised(PromiseOutcome),
    Failed(Error),
}

/// As JavaScript has a content type.
fn normalized(content_type: &str) -> String {
    let is_printable = |byte: u8| (0x20..=0x7e).contains(&byte);
    match content_type.bytes().all(is_printable) {
        true => content_type.to_ascii_lowercase(),
        false => String::new(),
    }
}

/// A `Blob`.
impl Value for Blob {
    fn codec() -> Codec {
        Codec::js_of("Blob")
    }

    fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
        match &*self.source {
            Source::JavaScript(blob) => to.js(blob),
            Source::Here { .. } => {
                return Err(ValueError::new("a Blob has no form outside JavaScript"));
            }
        }
        Ok(())
    }

    fn read(from: &mut Reader) -> Result<Self, ValueError> {
        // As of a date.
        let value = from.part();
        match value.dyn_into::<JsBlob>() {
            // What only has the prototype of a Blob throws.
            Ok(blob) if blob.size().is_ok() => Ok(Self {
                source: SendWrapper::new(Source::JavaScript(blob)),
            }),
            Ok(blob) => Err(expected("Blob", &blob)),
            Err(value) => Err(expected("Blob", &value)),
        }
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Blob")
    }
}

#[cfg(test)]
mod tests {
    use pollster::block_on;

    use super::*;

    #[test]
    fn bytes_and_content_type_are_kept() {
        let blob = Blob::new([1, 2, 3], "Image/PNG");
        assert_eq!((blob.size(), blob.content_type()), (3, "image/png".into()));
        assert_eq!(block_on(blob.clone().bytes()).unwrap(), [1, 2, 3]);
        for refused in ["text/plain\n", "text/pläin"] {
            assert_eq!(Blob::new("", refused).content_type(), "");
        }
    }
}
