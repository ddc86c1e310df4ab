//! What is said of a method without its types: its names, and how parameters and reply look as objects.

use crate::objects::{Codec, Parameter};

/// The names of a method: errors say the schema's, JavaScript calls it by the one on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodName {
    /// `place-order`
    pub(crate) schema: &'static str,
    /// `placeOrder`
    pub(crate) wire: &'static str,
    /// Whose it is: `rpc:shop/shop`.
    pub(crate) service: &'static str,
}

impl MethodName {
    /// A method that the schema calls `schema`, and JavaScript `wire`.
    pub const fn new(schema: &'static str, wire: &'static str) -> Self {
        Self {
            schema,
            wire,
            service: "",
        }
    }
}

/// The names by which JavaScript knows these methods.
pub(crate) fn wire_names(methods: &'static [MethodName]) -> impl Iterator<Item = &'static str> {
    methods.iter().map(|method| method.wire)
}

/// How parameters go as objects: what makes their codec. A function, so that a Worker has the code of the styles alone that
/// its methods have.
pub(crate) type ArgumentStyle = fn(&'static [&'static str], &[Parameter]) -> Codec;

/// Each by itself.
pub(crate) const BY_POSITION: ArgumentStyle = Codec::of_parameters;
/// As keys of one object.
pub(crate) const BY_NAME: ArgumentStyle = Codec::of_named_parameters;
/// The only parameter is that object.
pub(crate) const WHOLE: ArgumentStyle = Codec::of_whole_parameter;

/// The property of the reply that holds the value, where the reply is not the value itself.
#[derive(Debug)]
pub struct ReplyPart<T> {
    pub(crate) key: Option<&'static str>,
    /// What a reply without that property stands for, where the type alone does not say so.
    pub(crate) default: Option<fn() -> T>,
}

impl<T> Clone for ReplyPart<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ReplyPart<T> {}
