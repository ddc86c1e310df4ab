//! Who is called.

use std::cell::{Ref, RefCell};
use std::collections::BTreeMap;

use worker::{Env, ObjectNamespace};

use crate::room::RoomClient;
use crate::soak::SoakClient;

/// Who is called.
pub(crate) struct Peer {
    pub(crate) soak: SoakClient,
    rooms: ObjectNamespace,
    /// Whether objects are reset now and then.
    pub(crate) resets: bool,
    faults: RefCell<BTreeMap<&'static str, u32>>,
}

impl Peer {
    /// The service behind the binding `name`, and objects behind the one that is called so and `_ROOM`.
    pub(crate) fn new(env: &Env, name: &str, resets: bool) -> worker::Result<Self> {
        Ok(Self {
            soak: env.service(name)?.into(),
            rooms: env.durable_object(&format!("{name}_ROOM"))?,
            resets,
            faults: RefCell::default(),
        })
    }

    /// A stub of the Durable Object of that number.
    pub(crate) fn room(&self, number: u32) -> worker::Result<RoomClient> {
        let id = self.rooms.id_from_name(&format!("room {number}"))?;
        Ok(id.get_stub()?.into())
    }

    /// Something was done that makes calls fail.
    pub(crate) fn fault(&self, what: &'static str) {
        *self.faults.borrow_mut().entry(what).or_default() += 1;
    }

    /// What was done, and how often.
    pub(crate) fn faults(&self) -> Ref<'_, BTreeMap<&'static str, u32>> {
        self.faults.borrow()
    }
}
