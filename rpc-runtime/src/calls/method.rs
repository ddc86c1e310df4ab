//! What a method is called.

/// The two names of a method: errors say the schema's, JavaScript calls it by the one on the wire.
///
/// Where both are the same, one is enough: `"add".into()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Method {
    /// `place-order`
    pub(crate) schema: &'static str,
    /// `placeOrder`
    pub(crate) wire: &'static str,
}

impl Method {
    /// A method that the schema calls `schema`, and JavaScript `wire`.
    pub const fn new(schema: &'static str, wire: &'static str) -> Self {
        Self { schema, wire }
    }
}

impl From<&'static str> for Method {
    fn from(name: &'static str) -> Self {
        Self::new(name, name)
    }
}

/// The names by which JavaScript knows these methods.
pub(crate) fn wire_names(methods: &'static [Method]) -> impl Iterator<Item = &'static str> {
    methods.iter().map(|method| method.wire)
}
