//! Fields, groups and unions.

use super::scope::{BESIDE, Scope};
use super::{Printer, id_of};
use crate::message::{self, Element, Inline};
use crate::model::{Case, Docs, Scalar, Type, TypeId, TypeKind};
use crate::names;

/// A struct without a name in WIT, which is still to be declared.
#[derive(Debug)]
pub(super) struct Anonymous {
    name: String,
    selector: String,
    content: Type,
    /// The names of its members, if it is a tuple.
    names: TupleNames,
}

#[derive(Clone, Copy, Debug)]
enum TupleNames {
    /// `key`, `value`
    Entry,
    /// `item0`, `item1`, …
    Items,
}

impl TupleNames {
    fn get(self, index: usize) -> String {
        match (self, index) {
            (Self::Entry, 0) => "key".to_owned(),
            (Self::Entry, _) => "value".to_owned(),
            (Self::Items, index) => format!("item{index}"),
        }
    }
}

/// One member that is written.
pub(super) struct Member<'t> {
    pub(super) name: &'t str,
    /// `Void` without one.
    pub(super) ty: Option<&'t Type>,
    pub(super) docs: &'t Docs,
}

const NO_DOCS: &Docs = &Docs {
    text: None,
    deprecated: None,
};

impl<'t> Member<'t> {
    pub(super) fn new(name: &'t str, ty: Option<&'t Type>) -> Self {
        Self {
            name,
            ty,
            docs: NO_DOCS,
        }
    }

    fn of_case(case: &'t Case) -> Self {
        Self {
            name: &case.name.schema,
            ty: case.ty.as_ref(),
            docs: &case.docs,
        }
    }
}

/// Where members are written.
pub(super) struct Cursor {
    /// What the names of structs that are made for members start with.
    name: String,
    /// The same for what their ids are made from.
    selector: String,
    /// The next ordinal.
    ordinal: u32,
}

impl Cursor {
    pub(super) fn new(name: &str, selector: &str) -> Self {
        Self {
            name: name.to_owned(),
            selector: selector.to_owned(),
            ordinal: 0,
        }
    }
}

impl Printer<'_> {
    /// The members of a named struct.
    pub(super) fn members(&mut self, id: TypeId) {
        let definition = &self.schema.types[id.0];
        let mut cursor = Cursor::new(self.names.ty(id), &definition.selector);
        match &definition.kind {
            TypeKind::Record(fields) => self.fields(
                &mut cursor,
                fields.iter().map(|field| Member {
                    name: &field.name.schema,
                    ty: Some(&field.ty),
                    docs: &field.docs,
                }),
            ),
            TypeKind::Flags(flags) => self.fields(
                &mut cursor,
                flags.iter().map(|flag| Member {
                    ty: Some(&Type::Scalar(Scalar::Bool)),
                    ..Member::of_case(flag)
                }),
            ),
            TypeKind::Variant(cases) => {
                self.text.open_inside("union {");
                self.fields(&mut cursor, cases.iter().map(Member::of_case));
                if let [_] = cases.as_slice() {
                    self.text.line(&format!(
                        "reserved{} @{} :Void;",
                        cursor.ordinal, cursor.ordinal
                    ));
                    self.text.comment(
                        "A union has at least two members. This is where the next case comes.",
                    );
                }
                self.text.close();
            }
            TypeKind::Enum(_)
            | TypeKind::Alias(_)
            | TypeKind::Use(_)
            | TypeKind::Resource(_)
            | TypeKind::Struct(_)
            | TypeKind::Union(_)
            | TypeKind::OpenEnum(_) => {}
        }
    }

    /// Members beside each other.
    pub(super) fn fields<'t>(
        &mut self,
        cursor: &mut Cursor,
        members: impl IntoIterator<Item = Member<'t>>,
    ) {
        let mut names = Scope::of_members();
        for member in members {
            let name = names.claim(&names::camel(member.name));
            self.member(cursor, &name, &member);
        }
    }

    /// `id @0 :UInt64;`, `at :union { … }` or `size :group { … }`
    fn member(&mut self, cursor: &mut Cursor, name: &str, member: &Member<'_>) {
        let schema = self.schema;
        let outer = (cursor.name.len(), cursor.selector.len());
        cursor.name += &names::pascal(member.name);
        cursor.selector = format!("{}.{}", cursor.selector, member.name);
        let cases: [Member<'_>; 2];
        let ty = member.ty.map(|ty| schema.resolve(ty));
        match ty.map_or(Inline::Value, |ty| message::inline(schema, ty)) {
            Inline::Option(some) => {
                cases = [Member::new("none", None), Member::new("some", Some(some))];
                self.inner(cursor, &format!("{name} :union {{"), cases, member.docs);
            }
            Inline::Result(ok, err) => {
                cases = [Member::new("ok", ok), Member::new("err", err)];
                self.inner(cursor, &format!("{name} :union {{"), cases, member.docs);
            }
            Inline::Tuple(items) => {
                let names = (0..items.len()).map(|index| TupleNames::Items.get(index));
                let names: Vec<String> = names.collect();
                let items = names.iter().zip(items);
                let items = items.map(|(name, ty)| Member::new(name, Some(ty)));
                self.inner(cursor, &format!("{name} :group {{"), items, member.docs);
            }
            Inline::Value => {
                let spelled = ty.map_or("Void".to_owned(), |ty| self.spelled(cursor, ty));
                let ordinal = cursor.ordinal;
                cursor.ordinal += 1;
                self.text.line(&format!("{name} @{ordinal} :{spelled};"));
                self.text.docs(member.docs);
                if let Some(Type::Option(_)) = ty {
                    self.text.comment("Null: none.");
                }
                if let Some(Type::FixedList(_, length)) = ty {
                    self.text.comment(&format!("{length} elements."));
                }
            }
        }
        cursor.name.truncate(outer.0);
        cursor.selector.truncate(outer.1);
    }

    /// A group or a named union.
    fn inner<'t>(
        &mut self,
        cursor: &mut Cursor,
        line: &str,
        members: impl IntoIterator<Item = Member<'t>>,
        docs: &Docs,
    ) {
        self.text.open_inside(line);
        self.text.docs(docs);
        self.fields(cursor, members);
        self.text.close();
    }

    /// The type of a member that is not a group or a union: `List(Text)`.
    fn spelled(&mut self, cursor: &Cursor, ty: &Type) -> String {
        let schema = self.schema;
        match schema.resolve(ty) {
            Type::Scalar(scalar) => names::capnp::scalar(*scalar).to_owned(),
            Type::String => "Text".to_owned(),
            Type::Data => "Data".to_owned(),
            Type::AnyPointer => "AnyPointer".to_owned(),
            Type::List(item) | Type::FixedList(item, _) => match schema.resolve(item) {
                Type::Scalar(Scalar::U8) => "Data".to_owned(),
                item => format!("List({})", self.spelled_element(cursor, item)),
            },
            Type::Map(key, value) => {
                let entry = Type::Tuple(vec![(**key).clone(), (**value).clone()]);
                format!("List({})", self.later(cursor, TupleNames::Entry, entry))
            }
            // Only where it is a nullable pointer; a union has no spelling.
            Type::Option(inner) => self.spelled(cursor, inner),
            Type::Named(id) | Type::Own(id) | Type::Borrow(id) => {
                self.named(schema.declaration(*id))
            }
            Type::Stream(_) | Type::Future(_) => self.beside(),
            Type::Void | Type::Tuple(_) | Type::Result { .. } => "Void".to_owned(),
        }
    }

    /// The type of a list's elements, which cannot be groups or unions.
    fn spelled_element(&mut self, cursor: &Cursor, item: &Type) -> String {
        match message::element(self.schema, item) {
            Element::Anonymous(_) => self.later(cursor, TupleNames::Items, item.clone()),
            Element::Void
            | Element::Scalars
            | Element::Chars
            | Element::Enums
            | Element::Structs
            | Element::Pointers(_) => {
                let cursor = Cursor {
                    name: format!("{}Item", cursor.name),
                    selector: format!("{}.item", cursor.selector),
                    ordinal: 0,
                };
                self.spelled(&cursor, item)
            }
        }
    }

    /// A struct that is declared after the one that needs it.
    fn later(&mut self, cursor: &Cursor, names: TupleNames, content: Type) -> String {
        let suffix = match names {
            TupleNames::Entry => "Entry",
            TupleNames::Items => "Item",
        };
        let name = self.scope.claim(&format!("{}{suffix}", cursor.name));
        self.rest.push_back(Anonymous {
            name: name.clone(),
            selector: format!("{}#{}", cursor.selector, suffix.to_lowercase()),
            content,
            names,
        });
        name
    }

    fn named(&mut self, id: TypeId) -> String {
        let definition = &self.schema.types[id.0];
        let is_declared = match definition.kind {
            TypeKind::Resource(_) => !definition.is_opaque(),
            TypeKind::Alias(_) => false,
            TypeKind::Record(_)
            | TypeKind::Variant(_)
            | TypeKind::Enum(_)
            | TypeKind::Flags(_)
            | TypeKind::Use(_)
            | TypeKind::Struct(_)
            | TypeKind::Union(_)
            | TypeKind::OpenEnum(_) => true,
        };
        match is_declared {
            true => self.names.path(self.schema, self.module, id),
            false => self.beside(),
        }
    }

    fn beside(&mut self) -> String {
        self.uses_beside = true;
        BESIDE.to_owned()
    }

    /// Declares the structs that were needed so far, and those that they need in turn.
    pub(super) fn rest(&mut self) {
        while let Some(next) = self.rest.pop_front() {
            let Anonymous {
                name,
                selector,
                content,
                names,
            } = next;
            let layout = message::anonymous(self.schema, &content);
            self.open_struct(&name, &selector, layout);
            self.content(&mut Cursor::new(&name, &selector), &content, names);
            self.text.close();
        }
    }

    /// What is in a struct that stands for a type.
    fn content(&mut self, cursor: &mut Cursor, ty: &Type, names: TupleNames) {
        let schema = self.schema;
        let ty = schema.resolve(ty);
        match message::inline(schema, ty) {
            Inline::Tuple(items) => {
                let names: Vec<String> = (0..items.len()).map(|index| names.get(index)).collect();
                let items = names.iter().zip(items);
                let items = items.map(|(name, ty)| Member::new(name, Some(ty)));
                self.fields(cursor, items);
            }
            Inline::Option(some) => {
                let cases = [Member::new("none", None), Member::new("some", Some(some))];
                self.unnamed_union(cursor, cases);
            }
            Inline::Result(ok, err) => {
                let cases = [Member::new("ok", ok), Member::new("err", err)];
                self.unnamed_union(cursor, cases);
            }
            Inline::Value => self.fields(cursor, [Member::new("value", Some(ty))]),
        }
    }

    pub(super) fn unnamed_union<'t>(
        &mut self,
        cursor: &mut Cursor,
        cases: impl IntoIterator<Item = Member<'t>>,
    ) {
        self.text.open_inside("union {");
        self.fields(cursor, cases);
        self.text.close();
    }

    pub(super) fn open_struct(
        &mut self,
        name: &str,
        selector: &str,
        layout: crate::model::StructLayout,
    ) {
        let id = id_of(selector);
        self.structs.push((id, layout));
        self.text.open(&format!("struct {name} @0x{id:016x} {{"));
    }
}
