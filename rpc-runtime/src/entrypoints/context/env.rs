//! Bindings as the runtime gives them: the only importer of `bindings.js`.

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::binding::{BindingKind, VARIABLE, mismatch};
use super::{ObjectId, Tree, member_of, namespace};
use crate::error::{Error, ErrorKind, Result};
use crate::native::target::Target;

#[wasm_bindgen(module = "/src/entrypoints/bindings.js")]
extern "C" {
    #[wasm_bindgen(js_namespace = bindings)]
    fn look(env: &JsValue, name: &str) -> Array;

    #[wasm_bindgen(js_namespace = bindings, js_name = newId)]
    fn new_id(namespace: &JsValue, jurisdiction: Option<&str>) -> Array;
}

/// What `env` has under `name`.
fn find(instance: &JsValue, name: &str) -> Result<Option<(BindingKind, JsValue)>> {
    let found = look(&member_of(instance, "env")?, name);
    let kind = match found.get(0).as_string().unwrap_or_default().as_str() {
        "" => return Ok(None),
        "text" => BindingKind::Text,
        "data" => BindingKind::Data,
        "Fetcher" => BindingKind::Service,
        "DurableObjectNamespace" => BindingKind::Namespace,
        class => BindingKind::Other(class.to_owned()),
    };
    Ok(Some((kind, found.get(1))))
}

fn binding(instance: &JsValue, name: &str, expected: BindingKind) -> Result<JsValue> {
    match find(instance, name)? {
        Some((kind, value)) if kind == expected => Ok(value),
        found => Err(mismatch(
            name,
            &expected,
            found.map(|(kind, _)| kind).as_ref(),
        )),
    }
}

/// A variable or secret.
pub(super) fn text(instance: &JsValue, name: &str) -> Result<String> {
    let text = binding(instance, name, BindingKind::Text)?;
    Ok(text.as_string().unwrap_or_default())
}

/// A variable of any kind.
pub(super) fn data(instance: &JsValue, name: &str) -> Result<Tree> {
    match find(instance, name)? {
        Some((BindingKind::Text | BindingKind::Data, value)) => Ok(Tree::from_js(&value)),
        found => {
            let found = found.map(|(kind, _)| kind);
            Err(mismatch(name, &VARIABLE, found.as_ref()))
        }
    }
}

/// A service binding.
pub(super) fn service(instance: &JsValue, name: &str) -> Result<Target> {
    binding(instance, name, BindingKind::Service).map(Target::new)
}

/// A stub of a Durable Object.
pub(super) fn object(instance: &JsValue, name: &str, object: &ObjectId) -> Result<Target> {
    let namespace = binding(instance, name, BindingKind::Namespace)?;
    outcome_of(name, &namespace::stub(&namespace, object)).map(Target::new)
}

/// The id of a Durable Object that nobody else has.
pub(super) fn new_object_id(
    instance: &JsValue,
    name: &str,
    jurisdiction: Option<&str>,
) -> Result<ObjectId> {
    let namespace = binding(instance, name, BindingKind::Namespace)?;
    let id = outcome_of(name, &new_id(&namespace, jurisdiction))?;
    Ok(ObjectId::from_id(id.as_string().unwrap_or_default()))
}

/// `[value]`, or `[undefined, why not]`.
fn outcome_of(name: &str, outcome: &Array) -> Result<JsValue> {
    if outcome.length() == 1 {
        return Ok(outcome.get(0));
    }
    let why = outcome.get(1).as_string().unwrap_or_default();
    Err(Error::of(
        ErrorKind::InvalidArgument,
        format!("binding {name}: {why}"),
    ))
}
