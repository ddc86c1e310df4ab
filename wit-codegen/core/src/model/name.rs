//! Names, and the numbers under which tables know what has them.

use super::{Function, Schema, TypeKind};

/// What an item is called in its schema and on the wire. What a language calls it is in a table of that language,
/// under the item's number.
#[derive(Clone, Debug)]
pub struct Name {
    /// As written in the schema: `place-order`.
    pub schema: String,
    /// As it looks on the wire: `placeOrder` for methods, parameters and fields, `place-order` for tags.
    pub wire: String,
    /// What generated code is to call it, in the schema's casing, where that is not `schema`: what an author chose
    /// for code, or `MapTextPerson` for `Map(Text, Person)`.
    pub code: Option<String>,
    item: ItemId,
}

/// The number of an item in its [`Schema`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(usize);

impl ItemId {
    /// From 0 up to [`Schema::item_count`].
    #[must_use]
    pub const fn index(self) -> usize {
        self.0
    }
}

impl Name {
    /// The name of an item that has no number yet: [`Schema::new`] gives it one.
    pub fn new(schema: impl Into<String>, wire: impl Into<String>) -> Self {
        Self {
            schema: schema.into(),
            wire: wire.into(),
            code: None,
            item: ItemId::default(),
        }
    }

    /// The same item under another name in code.
    #[must_use]
    pub fn in_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// What names in code are made from.
    #[must_use]
    pub fn base(&self) -> &str {
        self.code.as_ref().unwrap_or(&self.schema)
    }

    /// The number of what has this name.
    #[must_use]
    pub const fn item(&self) -> ItemId {
        self.item
    }
}

/// Names are the same if they read the same, whatever has them.
impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        let texts = |name: &Self| (name.schema.clone(), name.wire.clone(), name.code.clone());
        texts(self) == texts(other)
    }
}

/// Numbers every item of `schema`; gives how many there are.
pub(super) fn number(schema: &mut Schema) -> usize {
    let mut count = 0;
    let mut next = |name: &mut Name| {
        name.item = ItemId(count);
        count += 1;
    };
    for module in &mut schema.modules {
        for service in &mut module.services {
            next(&mut service.name);
            number_functions(&mut service.functions, &mut next);
        }
        for constant in &mut module.constants {
            next(&mut constant.name);
        }
    }
    for definition in &mut schema.types {
        next(&mut definition.name);
        match &mut definition.kind {
            TypeKind::Record(fields) => fields.iter_mut().for_each(|it| next(&mut it.name)),
            TypeKind::Struct(it) => {
                it.fields.iter_mut().for_each(|it| next(&mut it.name));
                it.which.iter_mut().for_each(|it| next(&mut it.name));
            }
            TypeKind::Variant(cases)
            | TypeKind::Enum(cases)
            | TypeKind::Flags(cases)
            | TypeKind::Union(cases)
            | TypeKind::OpenEnum(cases) => cases.iter_mut().for_each(|it| next(&mut it.name)),
            TypeKind::Resource(it) => number_functions(&mut it.functions, &mut next),
            TypeKind::Alias(_) | TypeKind::Use(_) => {}
        }
    }
    count
}

fn number_functions(functions: &mut [Function], next: &mut impl FnMut(&mut Name)) {
    for function in functions {
        next(&mut function.name);
        for param in &mut function.params {
            next(&mut param.name);
        }
    }
}
