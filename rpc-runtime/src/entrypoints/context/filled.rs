//! What a test filled a context with.

use std::any::{Any, TypeId, type_name};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use crate::entrypoints::context::binding::{self, BindingKind, VARIABLE};
use crate::entrypoints::context::{Client, ObjectId, Tree};
use crate::error::{Error, Result};
use crate::native::run::LocalFuture;

/// What a test filled a context with.
pub(crate) struct Filled {
    props: Tree,
    bindings: BTreeMap<String, Binding>,
    waiting: RefCell<Vec<LocalFuture<'static, ()>>>,
    /// How many ids were made.
    ids: Cell<u64>,
}

/// One binding of `env`.
pub(crate) enum Binding {
    Var(String),
    Secret(String),
    Data(Tree),
    /// For each type of client, what it calls.
    Services(BTreeMap<TypeId, Service>),
    Namespace(BTreeMap<TypeId, Objects>),
}

/// A client, which knows its own type.
pub(crate) struct Service {
    pub(crate) type_name: &'static str,
    pub(crate) client: Rc<dyn Any>,
}

/// Makes a client of an object.
type Make = dyn Fn(&ObjectId) -> Rc<dyn Any>;

/// The objects of a namespace.
pub(crate) struct Objects {
    type_name: &'static str,
    make: Box<Make>,
    /// By all that tells one from another.
    made: RefCell<BTreeMap<ObjectId, Rc<dyn Any>>>,
}

impl Objects {
    pub(crate) fn new<C: Client>(make: impl Fn(&ObjectId) -> C + 'static) -> Self {
        Self {
            type_name: type_name::<C>(),
            make: Box::new(move |object| Rc::new(make(object))),
            made: RefCell::default(),
        }
    }

    fn get(&self, object: &ObjectId) -> Rc<dyn Any> {
        let key = object.without_hint();
        if let Some(made) = self.made.borrow().get(&key) {
            return Rc::clone(made);
        }
        let made = (self.make)(object);
        Rc::clone(self.made.borrow_mut().entry(key).or_insert(made))
    }
}

impl Binding {
    fn kind(&self) -> BindingKind {
        match self {
            Self::Var(_) | Self::Secret(_) | Self::Data(Tree::Text(_)) => BindingKind::Text,
            Self::Data(_) => BindingKind::Data,
            Self::Services(_) => BindingKind::Service,
            Self::Namespace(_) => BindingKind::Namespace,
        }
    }
}

impl Filled {
    pub(crate) fn new(props: Tree, bindings: BTreeMap<String, Binding>) -> Self {
        Self {
            props,
            bindings,
            waiting: RefCell::default(),
            ids: Cell::new(0),
        }
    }

    pub(crate) fn props(&self) -> &Tree {
        &self.props
    }

    fn mismatch(&self, name: &str, expected: &dyn fmt::Display) -> Error {
        let found = self.bindings.get(name).map(Binding::kind);
        binding::mismatch(name, expected, found.as_ref())
    }

    pub(crate) fn text(&self, name: &str) -> Result<String> {
        match self.bindings.get(name) {
            Some(Binding::Var(text) | Binding::Secret(text) | Binding::Data(Tree::Text(text))) => {
                Ok(text.clone())
            }
            _ => Err(self.mismatch(name, &BindingKind::Text)),
        }
    }

    pub(crate) fn data(&self, name: &str) -> Result<Cow<'_, Tree>> {
        match self.bindings.get(name) {
            Some(Binding::Data(setting)) => Ok(Cow::Borrowed(setting)),
            Some(Binding::Var(text) | Binding::Secret(text)) => {
                Ok(Cow::Owned(Tree::Text(text.clone())))
            }
            _ => Err(self.mismatch(name, &VARIABLE)),
        }
    }

    pub(crate) fn service<C: Client>(&self, name: &str) -> Result<C> {
        let Some(Binding::Services(services)) = self.bindings.get(name) else {
            return Err(self.mismatch(name, &BindingKind::Service));
        };
        let service = services.get(&TypeId::of::<C>());
        let client = service.and_then(|service| service.client.downcast_ref::<C>());
        client
            .cloned()
            .ok_or_else(|| other_client::<C>(name, services.values().map(|one| one.type_name)))
    }

    pub(crate) fn object<C: Client>(&self, name: &str, object: &ObjectId) -> Result<C> {
        let Some(Binding::Namespace(namespace)) = self.bindings.get(name) else {
            return Err(self.mismatch(name, &BindingKind::Namespace));
        };
        let objects = namespace.get(&TypeId::of::<C>());
        let client = objects.map(|objects| objects.get(object));
        client
            .and_then(|client| client.downcast_ref::<C>().cloned())
            .ok_or_else(|| other_client::<C>(name, namespace.values().map(|one| one.type_name)))
    }

    pub(crate) fn new_object_id(&self, name: &str) -> Result<ObjectId> {
        let Some(Binding::Namespace(_)) = self.bindings.get(name) else {
            return Err(self.mismatch(name, &BindingKind::Namespace));
        };
        self.ids.set(self.ids.get() + 1);
        Ok(ObjectId::from_id(format!("{:064x}", self.ids.get())))
    }

    pub(crate) fn wait(&self, future: LocalFuture<'static, ()>) {
        self.waiting.borrow_mut().push(future);
    }

    pub(crate) fn waiting(&self) -> usize {
        self.waiting.borrow().len()
    }

    pub(crate) fn take_waiting(&self) -> Vec<LocalFuture<'static, ()>> {
        self.waiting.take()
    }
}

/// A Worker could not tell: there, any client can be made of a service.
fn other_client<C>(name: &str, given: impl Iterator<Item = &'static str>) -> Error {
    let given: Vec<&str> = given.collect();
    binding::error(
        name,
        format_args!(
            "the test gave it as `{}`, not as `{}`",
            given.join("`, `"),
            type_name::<C>()
        ),
    )
}

impl fmt::Debug for Filled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("props", &self.props)
            .field("bindings", &self.bindings)
            .field("waiting", &self.waiting())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Var(text) => text.fmt(f),
            Self::Secret(_) => f.write_str("(secret)"),
            Self::Data(setting) => setting.fmt(f),
            Self::Services(services) => {
                let types = services.values().map(|one| one.type_name);
                f.debug_set().entries(types).finish()
            }
            Self::Namespace(namespace) => {
                let types = namespace.values().map(|one| one.type_name);
                f.debug_set().entries(types).finish()
            }
        }
    }
}
