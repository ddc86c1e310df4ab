//! Looking into a value that is handed over as it is: by tests on the host, alone.

use std::any::Any;
use std::fmt;
use std::rc::Rc;

/// What is to be done to each handle in a value, wherever it is. Handles know what that is: they are of a layer above this
/// one.
#[derive(Clone)]
pub struct Visitor(Rc<dyn Any>);

impl Visitor {
    pub(crate) fn new(task: impl Any) -> Self {
        Self(Rc::new(task))
    }

    /// The task, if it is a `T`.
    pub(crate) fn task<T: 'static>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }
}

impl fmt::Debug for Visitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Visitor")
    }
}
