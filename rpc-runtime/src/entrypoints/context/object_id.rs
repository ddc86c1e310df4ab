//! Which object of a Durable Object namespace.

use std::fmt;

use crate::error::{Error, ErrorKind, Result};

/// Which object of a Durable Object namespace: the one of a name, or of an id.
///
/// Text is a name: `ctx.durable_object::<RoomClient>("ROOMS", "lobby")`. With a
/// [jurisdiction](Self::in_jurisdiction), the same name is another object.
///
/// See <https://developers.cloudflare.com/durable-objects/api/namespace/>.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId {
    which: Which,
    pub(crate) jurisdiction: Option<String>,
    pub(crate) location_hint: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Which {
    Name(String),
    Id(String),
}

/// How many hexadecimal digits an id has.
const DIGITS: usize = 64;

impl ObjectId {
    fn of(which: Which) -> Self {
        Self {
            which,
            jurisdiction: None,
            location_hint: None,
        }
    }

    /// The object of this name (`idFromName`).
    pub fn from_name(name: impl Into<String>) -> Self {
        Self::of(Which::Name(name.into()))
    }

    /// The object of this id, of 64 hexadecimal digits (`idFromString`): what
    /// [`Context::new_object_id`](crate::Context::new_object_id) gave, or an object's own `ctx.id`.
    pub fn from_id(id: impl Into<String>) -> Self {
        Self::of(Which::Id(id.into()))
    }

    /// The one that stays in this jurisdiction: `eu`, `fedramp`.
    ///
    /// See <https://developers.cloudflare.com/durable-objects/reference/data-location/>.
    #[must_use]
    pub fn in_jurisdiction(mut self, jurisdiction: impl Into<String>) -> Self {
        self.jurisdiction = Some(jurisdiction.into());
        self
    }

    /// If the object is yet to be made, it is made near this place, such as `weur`.
    ///
    /// See <https://developers.cloudflare.com/durable-objects/reference/data-location/>.
    #[must_use]
    pub fn near(mut self, location_hint: impl Into<String>) -> Self {
        self.location_hint = Some(location_hint.into());
        self
    }

    /// The name, if that is what the object goes by.
    pub fn name(&self) -> Option<&str> {
        match &self.which {
            Which::Name(name) => Some(name),
            Which::Id(_) => None,
        }
    }

    /// The id, if that is what the object goes by.
    pub fn id(&self) -> Option<&str> {
        match &self.which {
            Which::Id(id) => Some(id),
            Which::Name(_) => None,
        }
    }

    /// What tells the object from others.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn without_hint(&self) -> Self {
        Self {
            location_hint: None,
            ..self.clone()
        }
    }

    /// Checks what the runtime would, so that a test gets the same error.
    pub(crate) fn check(&self, binding: &str) -> Result<()> {
        match self.id() {
            Some(id) if id.len() != DIGITS || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                let why = format!("binding {binding}: an id has {DIGITS} hexadecimal digits");
                Err(Error::of(ErrorKind::InvalidArgument, why))
            }
            _ => Ok(()),
        }
    }
}

/// The name or the id.
impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Which::Name(text) | Which::Id(text)) = &self.which;
        f.write_str(text)
    }
}

impl From<&str> for ObjectId {
    fn from(name: &str) -> Self {
        Self::from_name(name)
    }
}

impl From<String> for ObjectId {
    fn from(name: String) -> Self {
        Self::from_name(name)
    }
}

impl From<&String> for ObjectId {
    fn from(name: &String) -> Self {
        Self::from_name(name)
    }
}

impl From<&ObjectId> for ObjectId {
    fn from(object: &ObjectId) -> Self {
        object.clone()
    }
}
