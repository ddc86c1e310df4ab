//! The objects of this Worker that others call: what is behind each, and when it is let go of.
//!
//! That is when the last stub is disposed; or when JavaScript finds that nobody can call the object any more, if the
//! runtime never said so: a caller's objects end with its request, whoever has kept a stub.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use crate::error::Error;
use crate::js::glue;
use crate::js::numbered::Numbered;
use crate::native::panic::fail_on_panic;
use crate::native::run::returned;
use crate::native::transfer;

/// What is behind an object.
pub(crate) trait Behind: 'static {
    /// Runs the method at `index`; `this` is the object.
    ///
    /// # Errors
    /// What the caller is to see.
    fn call(&self, this: JsValue, index: usize, arguments: Array) -> Result<JsValue, JsValue>;

    /// Nobody calls it any more: called once, before it is dropped, while calls may still run.
    fn end(&self) {}
}

type Dispatch = dyn Fn(u32, JsValue, Option<u32>, JsValue) -> JsValue;

thread_local! {
    static BEHIND: RefCell<Numbered<Rc<dyn Behind>>> = const { RefCell::new(Numbered::new()) };
    static DISPATCH: JsValue = Closure::<Dispatch>::new(dispatch).into_js_value();
}

/// A new `RpcTarget` of a class called `name`, with the methods `methods`. If it is written into a reply, that has it.
pub(crate) fn make(
    name: &'static str,
    methods: impl Iterator<Item = &'static str>,
    behind: Rc<dyn Behind>,
) -> JsValue {
    fail_on_panic();
    let number = BEHIND.with_borrow_mut(|all| all.add(behind));
    let target = DISPATCH
        .with(|dispatch| glue::make_target(name, methods, dispatch, number, &transfer::origin()));
    transfer::give(&target);
    target
}

/// Called by JavaScript: without an index, to let go of what is behind the number.
fn dispatch(number: u32, this: JsValue, index: Option<u32>, arguments: JsValue) -> JsValue {
    let Some(index) = index else {
        // Not in the cell: what it does when it is dropped may come back here.
        let behind = BEHIND.with_borrow_mut(|all| all.remove(number));
        if let Some(behind) = behind {
            behind.end();
        }
        return JsValue::UNDEFINED;
    };
    let behind = BEHIND.with_borrow_mut(|all| all.get_mut(number).cloned());
    returned(match behind {
        Some(behind) => behind.call(this, index as usize, arguments.unchecked_into()),
        None => Err(Error::missing_method().into()),
    })
}

/// How many entries the table has.
pub(crate) fn entries() -> usize {
    BEHIND.with_borrow(Numbered::len)
}
