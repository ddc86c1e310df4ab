//! Objects of a Durable Object namespace: the only importer of `objects.js`.

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::ObjectId;
use crate::error::{Error, ErrorKind, Result};
use crate::native::target::Target;

#[wasm_bindgen(module = "/src/entrypoints/objects.js")]
extern "C" {
    #[wasm_bindgen(js_namespace = objects)]
    fn object(
        namespace: &JsValue,
        name: Option<&str>,
        id: Option<&str>,
        jurisdiction: Option<&str>,
        hint: Option<&str>,
    ) -> Array;
}

/// `[what calls the object]`, or `[undefined, why nothing does]`.
pub(super) fn stub(namespace: &JsValue, id: &ObjectId) -> Array {
    object(
        namespace,
        id.name(),
        id.id(),
        id.jurisdiction.as_deref(),
        id.location_hint.as_deref(),
    )
}

/// What calls an object of `namespace`.
///
/// # Errors
/// Of the kind [`ErrorKind::InvalidArgument`], if the namespace cannot have such an object.
pub fn object_of(namespace: &JsValue, id: &ObjectId) -> Result<Target> {
    let outcome = stub(namespace, id);
    if outcome.length() == 1 {
        return Ok(Target::new(outcome.get(0)));
    }
    let why = outcome.get(1).as_string().unwrap_or_default();
    Err(Error::of(
        ErrorKind::InvalidArgument,
        format!("the Durable Object {id}: {why}"),
    ))
}
