//! Named entrypoints and Durable Objects: classes beside the Worker's default entrypoint.
//!
//! The stock bundler makes an entrypoint of every class that wasm-bindgen exports, that is of every
//! `#[wasm_bindgen]` struct, but such a class derives from nothing, and the runtime takes RPC calls only for one
//! that derives from `WorkerEntrypoint` or `DurableObject`. What a class's ancestors are can be set later, so that
//! is done when the Worker starts, and its methods are put in place; see `classes.js`.
//!
//! - A named entrypoint needs no Rust struct behind each instance: its constructor gives what the runtime's own
//!   class makes, and a method's server is made for the call, as on the default entrypoint.
//! - A Durable Object is a struct with workers-rs' `#[durable_object]`. JavaScript hands over where it is, and a
//!   call holds on to it as wasm-bindgen's own async methods do.

use std::borrow::Borrow;

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::convert::{IntoWasmAbi, LongRefFromWasmAbi, WasmAbi};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::calls::format::{MethodName, wire_names};
use crate::calls::incoming::Serve;
use crate::calls::served::Around;
use crate::entrypoints::context::Context;
use crate::entrypoints::dispatch::{dispatcher, serve};
use crate::error::Result;
use crate::js::glue;
use crate::native::panic::fail_on_panic;

#[wasm_bindgen(module = "/src/entrypoints/classes.js")]
extern "C" {
    fn install(class: &str, durable: bool, services: &Array);

    fn construct(class: &str, ctx: &JsValue, env: &JsValue) -> JsValue;
}

/// One service of a class: its methods, and the function that JavaScript calls for each of them.
#[derive(Debug)]
pub struct ClassService {
    methods: &'static [MethodName],
    dispatch: JsValue,
}

impl ClassService {
    /// The service `M` of an entrypoint; `new` makes the server for one call.
    pub fn of_entrypoint<M, S>(
        new: (impl Fn(Context) -> Result<S> + Clone + 'static, impl Around),
    ) -> Self
    where
        M: Serve<S> + 'static,
        S: 'static,
    {
        Self {
            methods: M::METHODS,
            dispatch: dispatcher::<M, S>(new),
        }
    }

    /// The service `M` of a Durable Object.
    pub fn of_durable_object<M, S>(around: impl Around) -> Self
    where
        M: Serve<S> + 'static,
        S: DurableObjectClass,
    {
        fail_on_panic();
        let dispatch = move |address: usize, index: u32, arguments: Array| {
            // SAFETY: JavaScript passes on what wasm-bindgen's constructor of `S` put into the instance.
            let server = unsafe { S::hold(address) };
            let origin = JsValue::UNDEFINED;
            serve::<M, S, _>(index, arguments, origin, &around, false, || Ok(server))
        };
        let dispatch = Closure::<dyn Fn(usize, u32, Array) -> JsValue>::new(dispatch);
        Self {
            methods: M::METHODS,
            dispatch: glue::serve_by(&dispatch.into_js_value(), wire_names(M::METHODS), true),
        }
    }
}

/// A struct of which wasm-bindgen has made a class.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a Durable Object class",
    label = "a struct without `#[durable_object]`",
    note = "put the attribute `#[durable_object]` of the crate `worker` on the struct"
)]
pub trait DurableObjectClass: Sized + 'static {
    /// What keeps an instance where it is for as long as a call takes.
    type Hold: Borrow<Self> + 'static;

    /// Holds the instance at `address`.
    ///
    /// # Safety
    /// There must be one.
    unsafe fn hold(address: usize) -> Self::Hold;
}

/// How wasm-bindgen passes an address.
type Address = <<usize as IntoWasmAbi>::Abi as WasmAbi>::Prim1;

// wasm-bindgen promises no stability for its module `convert`. This is all that is used of it.
#[diagnostic::do_not_recommend]
impl<S> DurableObjectClass for S
where
    S: LongRefFromWasmAbi<Anchor: 'static> + 'static,
    S::Abi: WasmAbi<Prim1 = Address, Prim2 = (), Prim3 = (), Prim4 = ()>,
{
    type Hold = S::Anchor;

    unsafe fn hold(address: usize) -> S::Anchor {
        let address = address.into_abi().split().0;
        // SAFETY: as the caller promises.
        unsafe { S::long_ref_from_abi(S::Abi::join(address, (), (), ())) }
    }
}

/// Makes the exported class an entrypoint with the methods of `services`.
#[inline(never)]
pub fn install_entrypoint(class: &str, services: &[ClassService]) {
    install(class, false, &to_js(services));
}

/// Makes the exported class a Durable Object with the methods of `services`.
#[inline(never)]
pub fn install_durable_object(class: &str, services: &[ClassService]) {
    install(class, true, &to_js(services));
}

fn to_js(services: &[ClassService]) -> Array {
    let service = |service: &ClassService| {
        let methods: Array = service
            .methods
            .iter()
            .map(|method| JsValue::from_str(method.wire))
            .collect();
        Array::of2(&methods, &service.dispatch)
    };
    services.iter().map(service).collect()
}

/// What the constructor of an entrypoint class gives.
#[inline(never)]
pub fn construct_entrypoint(class: &str, ctx: &JsValue, env: &JsValue) -> JsValue {
    construct(class, ctx, env)
}

/// Checks at compile time that a class of this name can be exported and that its services, given by their methods,
/// have none in common.
///
/// # Panics
/// If not.
pub const fn check_class(class: &str, services: &[&[MethodName]]) {
    let mut bytes = class.as_bytes();
    assert!(
        matches!(bytes, [b'A'..=b'Z', ..]),
        "the name of an exported class starts with a capital letter"
    );
    while let [first, rest @ ..] = bytes {
        assert!(
            first.is_ascii_alphanumeric() || *first == b'_',
            "the name of an exported class has only letters, digits and `_`"
        );
        bytes = rest;
    }
    assert!(
        !contains(TAKEN, class),
        "this name is taken: by JavaScript itself, or by what worker-build writes"
    );

    let mut rest = services;
    while let [service, others @ ..] = rest {
        let mut other = others;
        while let [methods, more @ ..] = other {
            let mut index = 0;
            while index < methods.len() {
                assert!(
                    !has_method(service, methods[index].wire),
                    "two services of this class have a method of the same name"
                );
                index += 1;
            }
            other = more;
        }
        rest = others;
    }
}

/// Names that an exported class cannot have: what the bundler's shim declares beside it, and what the code that
/// wasm-bindgen writes uses of JavaScript.
const TAKEN: &[&str] = &[
    "Entrypoint",
    "WorkerEntrypoint",
    "Array",
    "ArrayBuffer",
    "BigInt",
    "Boolean",
    "DataView",
    "Date",
    "Error",
    "FinalizationRegistry",
    "Function",
    "Headers",
    "JSON",
    "Map",
    "Number",
    "Object",
    "Promise",
    "Proxy",
    "Reflect",
    "RegExp",
    "Request",
    "Response",
    "Set",
    "String",
    "Symbol",
    "TextDecoder",
    "TextEncoder",
    "TypeError",
    "URL",
    "Uint8Array",
    "WebAssembly",
];

const fn has_method(methods: &[MethodName], wire: &str) -> bool {
    let mut index = 0;
    while index < methods.len() {
        if same(methods[index].wire.as_bytes(), wire.as_bytes()) {
            return true;
        }
        index += 1;
    }
    false
}

const fn contains(names: &[&str], name: &str) -> bool {
    let mut index = 0;
    while index < names.len() {
        if same(names[index].as_bytes(), name.as_bytes()) {
            return true;
        }
        index += 1;
    }
    false
}

const fn same(mut a: &[u8], mut b: &[u8]) -> bool {
    while let ([first_a, rest_a @ ..], [first_b, rest_b @ ..]) = (a, b) {
        if *first_a != *first_b {
            return false;
        }
        (a, b) = (rest_a, rest_b);
    }
    a.is_empty() && b.is_empty()
}

#[cfg(test)]
mod tests {
    use super::check_class;
    use crate::calls::format::MethodName;

    const fn method(name: &'static str) -> MethodName {
        MethodName::new(name, name)
    }

    #[test]
    fn classes_with_names_of_their_own_pass() {
        check_class("Admin", &[&[method("add"), method("sub")]]);
        check_class(
            "Room_2",
            &[
                &[method("add")],
                &[method("sub"), method("mul")],
                &[method("adder"), method("ad")],
            ],
        );
    }

    #[test]
    #[should_panic(expected = "starts with a capital letter")]
    fn a_class_is_not_named_like_a_method() {
        check_class("admin", &[]);
    }

    #[test]
    #[should_panic(expected = "only letters")]
    fn a_class_name_is_an_identifier() {
        check_class("Admin-2", &[]);
    }

    #[test]
    #[should_panic(expected = "this name is taken")]
    fn the_shims_own_class_is_not_exported_twice() {
        check_class("Entrypoint", &[]);
    }

    #[test]
    #[should_panic(expected = "a method of the same name")]
    fn two_services_of_a_class_share_no_method() {
        check_class(
            "Admin",
            &[
                &[method("add")],
                &[method("sub")],
                // What counts is what JavaScript calls it.
                &[method("mul"), MethodName::new("a-d-d", "add")],
            ],
        );
    }
}
