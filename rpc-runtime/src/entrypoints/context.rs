//! What a server knows of the call that it serves.

use std::fmt;
use std::future::Future;

use crate::thread::SendWrapper;
use js_sys::Reflect;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

use crate::error::{Error, ErrorKind, Result};
use crate::js::glue;
use crate::native::promise::PromiseOutcome;
use crate::native::run::promise_of;
use crate::native::target::Target;

pub(crate) mod binding;
mod env;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod filled;
pub(crate) mod namespace;
mod object_id;

#[cfg(not(target_arch = "wasm32"))]
use self::filled::Filled;
pub(crate) use crate::objects::Tree;
pub use object_id::ObjectId;

/// What a server knows of the call that it serves: bindings, `waitUntil`, the caller's `props`.
///
/// In a Worker it stands for the JavaScript object that the runtime made for the call, an instance of
/// `WorkerEntrypoint` or `DurableObject`; in a test on the host, for what the test filled it with
/// (`rpc_runtime::testing::context`). Cheap to clone. On the host, use it on the thread that made it: elsewhere it
/// panics.
///
/// [`var`](Self::var), [`secret`](Self::secret), [`object_var`](Self::object_var), [`service`](Self::service),
/// [`durable_object`](Self::durable_object), [`props`](Self::props) and [`wait_until`](Self::wait_until) answer in
/// both, so that one method body runs in both. What gives JavaScript ([`env`](Self::env) and the functions whose name
/// ends in `js`) answers in a Worker alone.
#[derive(Clone)]
pub struct Context {
    source: SendWrapper<Source>,
}

/// Where a context has it from.
#[derive(Clone)]
enum Source {
    /// The runtime's object for the call.
    Runtime(JsValue),
    /// Nowhere.
    Detached,
    /// A test.
    #[cfg(not(target_arch = "wasm32"))]
    Filled(std::rc::Rc<Filled>),
}

/// What generated clients have in common: they are made of what they call. Implemented by all of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no client of a service",
    note = "generated clients are: `CalculatorClient` for the interface `calculator`"
)]
pub trait Client: From<Target> + Clone + 'static {}

#[diagnostic::do_not_recommend]
impl<C: From<Target> + Clone + 'static> Client for C {}

impl Context {
    fn of(source: Source) -> Self {
        Self {
            source: SendWrapper::new(source),
        }
    }

    pub(crate) fn new(instance: JsValue) -> Self {
        Self::of(Source::Runtime(instance))
    }

    /// A context that belongs to no call and has nothing: each accessor gives an error of the kind
    /// [`ErrorKind::Unsupported`].
    ///
    /// For tests of what needs no context. `rpc_runtime::testing::context` makes one that has what a test gives it.
    pub fn detached() -> Self {
        Self::of(Source::Detached)
    }

    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn filled(filled: std::rc::Rc<Filled>) -> Self {
        Self::of(Source::Filled(filled))
    }

    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn as_filled(&self) -> Option<&Filled> {
        match &*self.source {
            Source::Filled(filled) => Some(filled),
            Source::Runtime(_) | Source::Detached => None,
        }
    }

    /// The runtime's object for this call: the `this` of the JavaScript method.
    ///
    /// # Errors
    /// If the context is [detached](Self::detached), or filled by a test.
    pub fn as_js(&self) -> Result<&JsValue> {
        match &*self.source {
            Source::Runtime(instance) => Ok(instance),
            Source::Detached => Err(detached("JavaScript object")),
            #[cfg(not(target_arch = "wasm32"))]
            Source::Filled(_) => Err(no_javascript("JavaScript object")),
        }
    }

    fn member(&self, name: &'static str) -> Result<JsValue> {
        match &*self.source {
            Source::Runtime(instance) => member_of(instance, name),
            Source::Detached => Err(detached(&format!("`{name}`"))),
            #[cfg(not(target_arch = "wasm32"))]
            Source::Filled(_) => Err(no_javascript(&format!("`{name}`"))),
        }
    }

    /// The Worker's bindings, as the runtime gives them (`this.env`).
    ///
    /// # Errors
    /// If the context is [detached](Self::detached), or filled by a test.
    pub fn env_js(&self) -> Result<JsValue> {
        self.member("env")
    }

    /// The runtime's execution context (`this.ctx`): an `ExecutionContext` or a `DurableObjectState`.
    ///
    /// # Errors
    /// If the context is [detached](Self::detached), or filled by a test.
    pub fn ctx_js(&self) -> Result<JsValue> {
        self.member("ctx")
    }

    /// A variable that is text (`[vars]` in `wrangler.toml`), or a secret: the runtime does not tell them apart.
    ///
    /// See <https://developers.cloudflare.com/workers/configuration/environment-variables/>.
    ///
    /// # Errors
    /// Of the kind [`ErrorKind::InvalidBinding`], with the binding's name, if there is none or it is something else;
    /// and if the context is [detached](Self::detached).
    pub fn var(&self, name: &str) -> Result<String> {
        match &*self.source {
            Source::Runtime(instance) => env::text(instance, name),
            Source::Detached => Err(detached("variables")),
            #[cfg(not(target_arch = "wasm32"))]
            Source::Filled(filled) => filled.text(name),
        }
    }

    /// A secret, or a variable that is text: the runtime does not tell them apart.
    ///
    /// See <https://developers.cloudflare.com/workers/configuration/secrets/>.
    ///
    /// # Errors
    /// As for [`var`](Self::var).
    pub fn secret(&self, name: &str) -> Result<String> {
        self.var(name)
    }

    /// A variable that is an object, a number or anything else of JSON, read with serde.
    ///
    /// # Errors
    /// Of the kind [`ErrorKind::InvalidBinding`], with the binding's name, if there is none, it is no variable or it
    /// does not have the shape of `T`; and if the context is [detached](Self::detached).
    pub fn object_var<T: DeserializeOwned>(&self, name: &str) -> Result<T> {
        let read = |setting: &Tree| {
            let read = T::deserialize(setting);
            read.map_err(|error| binding::error(name, format_args!("{error}")))
        };
        match &*self.source {
            Source::Runtime(instance) => read(&env::data(instance, name)?),
            Source::Detached => Err(detached("variables")),
            #[cfg(not(target_arch = "wasm32"))]
            Source::Filled(filled) => read(&*filled.data(name)?),
        }
    }

    /// A client of what a service binding leads to: `ctx.service::<CalculatorClient>("CALCULATOR")?`.
    ///
    /// # Errors
    /// Of the kind [`ErrorKind::InvalidBinding`], with the binding's name, if there is none or it is something else;
    /// and if the context is [detached](Self::detached).
    pub fn service<C: Client>(&self, binding: &str) -> Result<C> {
        match &*self.source {
            Source::Runtime(instance) => env::service(instance, binding).map(C::from),
            Source::Detached => Err(detached("services")),
            #[cfg(not(target_arch = "wasm32"))]
            Source::Filled(filled) => filled.service(binding),
        }
    }

    /// A client of a Durable Object: `ctx.durable_object::<RoomClient>("ROOMS", "lobby")?` for the one of that name,
    /// or of any other [`ObjectId`]. The object is made when it is first called.
    ///
    /// # Errors
    /// Of the kind [`ErrorKind::InvalidBinding`], with the binding's name, if there is none or it is no namespace; of
    /// the kind [`ErrorKind::InvalidArgument`], if the namespace cannot have such an object; and if the context is
    /// [detached](Self::detached).
    pub fn durable_object<C: Client>(
        &self,
        binding: &str,
        object: impl Into<ObjectId>,
    ) -> Result<C> {
        let object = object.into();
        object.check(binding)?;
        match &*self.source {
            Source::Runtime(instance) => env::object(instance, binding, &object).map(C::from),
            Source::Detached => Err(detached("Durable Objects")),
            #[cfg(not(target_arch = "wasm32"))]
            Source::Filled(filled) => filled.object(binding, &object),
        }
    }

    /// The id of a Durable Object that nobody else has: keep its text to find the object again.
    ///
    /// With a jurisdiction (`eu`, `fedramp`), the object stays in it.
    ///
    /// # Errors
    /// As for [`durable_object`](Self::durable_object).
    pub fn new_object_id(&self, binding: &str, jurisdiction: Option<&str>) -> Result<ObjectId> {
        match &*self.source {
            Source::Runtime(instance) => env::new_object_id(instance, binding, jurisdiction),
            Source::Detached => Err(detached("Durable Objects")),
            #[cfg(not(target_arch = "wasm32"))]
            Source::Filled(filled) => filled.new_object_id(binding),
        }
    }

    /// Keeps the Worker alive until `future` is done, which goes on after the reply is sent.
    ///
    /// See <https://developers.cloudflare.com/workers/runtime-apis/context/#waituntil>. In a test, what was given is
    /// kept until the test asks for it to be run (`Context::run_waiting`).
    ///
    /// # Errors
    /// If the context is [detached](Self::detached), or the runtime refuses it.
    pub fn wait_until(&self, future: impl Future<Output = ()> + 'static) -> Result<()> {
        match &*self.source {
            Source::Runtime(instance) => wait_until(instance, future),
            Source::Detached => Err(detached("`waitUntil`")),
            #[cfg(not(target_arch = "wasm32"))]
            Source::Filled(filled) => {
                filled.wait(Box::pin(future));
                Ok(())
            }
        }
    }

    /// Whether the caller has cancelled the call, or is gone, and said so: a client with
    /// [`CallOptions::cancel_callee`](crate::CallOptions::cancel_callee), or JavaScript that sends `{ $cancel: signal }`.
    ///
    /// What the method does for the call is dropped then. What it gave to [`wait_until`](Self::wait_until) goes on, and may
    /// ask this. Never so in a Durable Object and in a resource, whose contexts are not one call's, and in a test.
    pub fn is_cancelled(&self) -> bool {
        match &*self.source {
            Source::Runtime(instance) => glue::is_cancelled(instance),
            _ => false,
        }
    }

    /// Waits until the caller cancels the call: see [`is_cancelled`](Self::is_cancelled). A call that ends otherwise is
    /// waited for without end, so use it beside what else there is to do.
    pub async fn cancelled(&self) {
        match &*self.source {
            Source::Runtime(instance) => {
                let cancelled = PromiseOutcome::of(&glue::when_cancelled(instance));
                drop(cancelled.await);
            }
            _ => std::future::pending().await,
        }
    }

    /// The `props` that the caller's binding was configured with, read with serde. Unknown keys are passed over.
    ///
    /// An entrypoint whose methods all need them declares their type, and is not made without: `export!(Server as "Admin",
    /// props = Caller)`.
    ///
    /// See <https://developers.cloudflare.com/workers/runtime-apis/context/#props>.
    ///
    /// # Errors
    /// Of the kind [`ErrorKind::InvalidProps`], with the path to what is wrong, if they don't have the shape of `T`;
    /// and if the context is [detached](Self::detached).
    pub fn props<T: DeserializeOwned>(&self) -> Result<T> {
        let read = |setting: &Tree| {
            let read = T::deserialize(setting);
            read.map_err(Error::invalid_props)
        };
        match &*self.source {
            Source::Runtime(instance) => {
                let ctx = member_of(instance, "ctx")?;
                read(&Tree::from_js(&member_of(&ctx, "props")?))
            }
            Source::Detached => Err(detached("`props`")),
            #[cfg(not(target_arch = "wasm32"))]
            Source::Filled(filled) => read(filled.props()),
        }
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.source.valid() {
            return f.write_str("Context(of another thread)");
        }
        match &*self.source {
            Source::Runtime(_) => f.write_str("Context"),
            Source::Detached => f.write_str("Context(detached)"),
            #[cfg(not(target_arch = "wasm32"))]
            Source::Filled(filled) => filled.fmt(f),
        }
    }
}

fn member_of(object: &JsValue, name: &'static str) -> Result<JsValue> {
    Reflect::get(object, &JsValue::from_str(name))
        .map_err(|_| Error::of(ErrorKind::Unsupported, format!("`{name}` cannot be read")))
}

fn wait_until(instance: &JsValue, future: impl Future<Output = ()> + 'static) -> Result<()> {
    let ctx = member_of(instance, "ctx")?;
    let wait_until = member_of(&ctx, "waitUntil")?
        .dyn_into::<js_sys::Function>()
        .map_err(|_| Error::of(ErrorKind::Unsupported, "`ctx.waitUntil` is not a function"))?;
    let promise = promise_of(Box::pin(async move {
        future.await;
        Ok(JsValue::UNDEFINED)
    }));
    wait_until
        .call1(&ctx, &promise)
        .map(drop)
        .map_err(|thrown| Error::from_thrown("waitUntil", thrown))
}

fn detached(what: &str) -> Error {
    Error::of(
        ErrorKind::Unsupported,
        format!(
            "a detached context has no {what}: in a test, fill one with `rpc_runtime::testing::context()`"
        ),
    )
}

#[cfg(not(target_arch = "wasm32"))]
fn no_javascript(what: &str) -> Error {
    Error::of(
        ErrorKind::Unsupported,
        format!(
            "a test's context has no {what}, which is JavaScript: `var`, `secret`, `object_var`, `service`, \
             `durable_object`, `props` and `wait_until` answer in a test and in a Worker"
        ),
    )
}
