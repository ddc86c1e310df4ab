//! What is known of a method before it is called: one constant for each, which clients and servers share.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;

use crate::calls::encoding::Objects;
use crate::calls::format::{BY_NAME, BY_POSITION, MethodName, ReplyPart, WHOLE};
use crate::calls::params::{ParamFormat, Params};
use crate::calls::reply_format::{Field, Plain};
use crate::error::Error;

/// A method with the parameters `P` that gives `Result<T, F>`, as a constant:
///
/// ```ignore
/// const ADD: ServiceMethod<(u32, u32), u32> = ServiceMethod::new("add", "add", &["a", "b"]);
/// ```
///
/// What only one side needs of a method is in types, not in the constant, so that the other side's code does not refer
/// to it: who has the method (`O`), how it is written as a message (`E`), and how its reply looks as an object (`R`).
pub struct Method<O, P: Params, T, F = Error, E = Objects, R = Plain> {
    pub(crate) name: MethodName,
    pub(crate) params: ParamFormat<P>,
    pub(crate) reply: ReplyPart<T>,
    /// Makes the parameters for a further attempt, of a method that may run twice.
    pub(crate) repeat: Option<Repeat>,
    types: PhantomData<Types<O, F, E, R>>,
}

/// Makes the parameters of a call for a further attempt; none of what are not those of the method.
pub(crate) type Repeat = fn(&dyn Any) -> Option<Box<dyn Any>>;

fn again<P: Clone + 'static>(params: &dyn Any) -> Option<Box<dyn Any>> {
    let params: &P = params.downcast_ref()?;
    Some(Box::new(params.clone()))
}

/// What a [`Method`] is about and holds no value of. A function's type, so that a constant may be shared whatever they are.
type Types<O, F, E, R> = fn() -> (O, F, E, R);

/// A method of a service.
pub type ServiceMethod<P, T, F = Error, E = Objects, R = Plain> = Method<Service, P, T, F, E, R>;

/// A method of a resource, or of an interface that is handed out as a capability.
pub type ResourceMethod<P, T, F = Error, E = Objects, R = Plain> = Method<Resource, P, T, F, E, R>;

/// What has a method.
pub trait Owner {
    /// Whether the method may be called in the process that serves it.
    const IN_PROCESS: bool;
}

/// Called in the same process by tests on the host alone.
#[derive(Debug)]
pub struct Service;

/// Called in the same Worker, too.
#[derive(Debug)]
pub struct Resource;

impl Owner for Service {
    const IN_PROCESS: bool = cfg!(not(target_arch = "wasm32"));
}

impl Owner for Resource {
    const IN_PROCESS: bool = true;
}

impl<O, P: Params, T, F, E, R> Method<O, P, T, F, E, R> {
    /// A method that the schema calls `schema`, and JavaScript `wire`, whose parameters go by position.
    pub const fn new(
        schema: &'static str,
        wire: &'static str,
        params: &'static [&'static str],
    ) -> Self {
        Self {
            name: MethodName::new(schema, wire),
            params: ParamFormat {
                style: BY_POSITION,
                names: params,
                defaults: None,
            },
            reply: ReplyPart {
                key: None,
                default: None,
            },
            repeat: None,
            types: PhantomData,
        }
    }

    /// Parameters are keys of one object. `defaults` has, for each, what it is if its key is missing, where its type
    /// alone does not say so.
    pub const fn by_name(mut self, defaults: P::Defaults) -> Self {
        self.params.style = BY_NAME;
        self.params.defaults = Some(defaults);
        self
    }

    /// The only parameter is an object with what the method is to know; nothing at all stands for an empty one.
    pub const fn whole(mut self) -> Self {
        self.params.style = WHOLE;
        self
    }

    /// A call of the method that failed may be made again.
    pub const fn idempotent(mut self) -> Self
    where
        P: Clone,
    {
        self.repeat = Some(again::<P>);
        self
    }

    /// The method of the interface or resource of that name.
    pub const fn of(mut self, service: &'static str) -> Self {
        self.name.service = service;
        self
    }

    /// The names of the method.
    pub const fn name(&self) -> MethodName {
        self.name
    }
}

impl<O, P: Params, T, E> Method<O, P, T, Error, E, Field> {
    /// The reply is an object whose property `key` is the value. Without it, the value is `default`, or what its type
    /// says.
    pub const fn replies_in(mut self, key: &'static str, default: Option<fn() -> T>) -> Self {
        self.reply = ReplyPart {
            key: Some(key),
            default,
        };
        self
    }
}

impl<O, P: Params, T, F, E, R> fmt::Debug for Method<O, P, T, F, E, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Method")
            .field("name", &self.name)
            .field("params", &self.params.names)
            .finish_non_exhaustive()
    }
}
