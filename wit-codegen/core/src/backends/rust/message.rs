//! Conversions between types and Cap'n Proto messages.
//!
//! ```text
//! message_struct! { impl Order { … } }  here, from write.rs and read.rs
//! pub struct OrderReader<'a> { … }      reader.rs
//! |to, (a, b)| { … }                    call.rs
//! ```
//!
//! Offsets are written as numbers, so that the code can be compared with `capnp compile -ocapnp` line by line.

pub(crate) mod emit;
mod read;
mod reader;
mod write;

pub(crate) mod call;

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use self::emit::{Emit, underscored};
use self::read::Reading;
use self::write::{Value, Writing};
use super::formatting::{self, Inserts};
use super::{Context, ident};
use crate::model::{
    Case, Field, Group, Layouts, ModuleId, Schema, Slot, Struct, StructLayout, Type, TypeDef,
    TypeId, TypeKind, Union,
};

/// What is implemented for a named type.
///
/// ```ignore
/// enumerant!(Market);
/// open_enumerant!(Color);
/// message_flags!(Permissions);
/// ```
pub(crate) fn render(
    cx: &Context<'_>,
    module: ModuleId,
    id: TypeId,
    inserts: &mut Inserts,
) -> TokenStream {
    let def = &cx.schema.types[id.0];
    let emit = Emit { cx, module };
    let (runtime, name) = (cx.runtime(), cx.ident(&def.name));
    match &def.kind {
        TypeKind::Enum(_) => quote!(#runtime::private::enumerant!(#name);),
        TypeKind::OpenEnum(_) => quote!(#runtime::private::open_enumerant!(#name);),
        TypeKind::Flags(_) => quote!(#runtime::private::message_flags!(#name);),
        TypeKind::Record(_)
        | TypeKind::Struct(_)
        | TypeKind::Variant(_)
        | TypeKind::Union(_)
        | TypeKind::Alias(_)
        | TypeKind::Use(_)
        | TypeKind::Resource(_) => {
            let Some(layout) = cx.layouts.of(id) else {
                return TokenStream::new();
            };
            let conversions = emit.conversions(id, def, layout);
            let conversions = inserts.add(conversions);
            let reader = reader::render(&emit, id, def, layout);
            quote!(#conversions #reader)
        }
    }
}

/// Types that lie in the structs that hold them: unions, and what is a group somewhere.
pub(crate) fn groups(schema: &Schema, layouts: &Layouts) -> BTreeSet<TypeId> {
    let unions = schema.types.iter().enumerate();
    let unions = unions.filter(|(_, def)| matches!(def.kind, TypeKind::Union(_)));
    let mut groups: BTreeSet<TypeId> = unions.map(|(id, _)| TypeId(id)).collect();
    for (id, layout) in &layouts.types {
        let Group { slots, union } = &layout.group;
        let (types, cases): (Vec<&Type>, &[Case]) = match &schema.types[id.0].kind {
            TypeKind::Struct(Struct { fields, .. }) => {
                (fields.iter().map(|field| &field.ty).collect(), &[])
            }
            TypeKind::Union(cases) => (Vec::new(), cases),
            // WIT has no groups.
            TypeKind::Record(_)
            | TypeKind::Variant(_)
            | TypeKind::Enum(_)
            | TypeKind::OpenEnum(_)
            | TypeKind::Flags(_)
            | TypeKind::Alias(_)
            | TypeKind::Use(_)
            | TypeKind::Resource(_) => continue,
        };
        let members = types.into_iter().zip(slots);
        let union = union.iter().flat_map(|union| &union.cases);
        let cases = cases.iter().zip(union);
        let cases = cases.filter_map(|(case, (_, slot))| Some((case.ty.as_ref()?, slot)));
        for (ty, slot) in members.chain(cases) {
            if let (Slot::Group(None), Type::Named(id)) = (slot, schema.resolve(ty)) {
                groups.insert(schema.declaration(*id));
            }
        }
    }
    groups
}

impl Emit<'_, '_> {
    /// ```ignore
    /// message_struct! {
    ///     impl Order {
    ///         const SIZE: _ = (1, 1);
    ///
    ///         fn write(&self, to: _) {
    ///             to.data(0, self.id);
    ///             to.pointer("note", 0).text(&self.note)?;
    ///         }
    ///
    ///         fn read(from: _) -> Self {
    ///             Self { id: from.data::<u64>(0), note: from.pointer("note", 0).text()? }
    ///         }
    ///     }
    /// }
    /// ```
    ///
    /// A group or a union has no size: `message_group!`.
    fn conversions(&self, id: TypeId, def: &TypeDef, layout: &StructLayout) -> String {
        let (runtime, name) = (self.cx.runtime(), self.cx.ident(&def.name));
        let Bodies { write, read } = match &def.kind {
            TypeKind::Record(fields) => self.fields(fields, &layout.group.slots, None),
            TypeKind::Struct(Struct { fields, which }) => {
                let which = which.as_ref().map(|which| self.cx.ident(&which.name));
                let which = which.map(|which| quote!(#which));
                self.fields(fields, &layout.group.slots, which)
            }
            TypeKind::Variant(cases) => self.cases(cases, layout.group.union.as_ref(), false),
            TypeKind::Union(cases) => self.cases(cases, layout.group.union.as_ref(), true),
            // These have no layout, but for flags, which are always the same.
            TypeKind::Flags(_)
            | TypeKind::Enum(_)
            | TypeKind::OpenEnum(_)
            | TypeKind::Alias(_)
            | TypeKind::Use(_)
            | TypeKind::Resource(_) => return String::new(),
        };
        let (kind, size) = match self.cx.groups.contains(&id) {
            true => (ident("message_group"), None),
            false => {
                let words = Literal::u16_unsuffixed(layout.data_words);
                let pointers = Literal::u16_unsuffixed(layout.pointers);
                let size = quote!(const SIZE: _ = (#words, #pointers););
                (ident("message_struct"), Some(size))
            }
        };
        let to = underscored(&write, "to");
        let from = underscored(&read, "from");
        let alike = quote! {
            impl #name {
                #size
                fn write(&self, #to: _) { #write }
                fn read(#from: _) -> Self { #read }
            }
        };
        formatting::macro_call(&quote!(#runtime::private::#kind), &alike, &[])
    }

    /// Fields beside each other; `which` is the field of the unnamed union, which lies in the same struct.
    fn fields(&self, fields: &[Field], slots: &[Slot], which: Option<TokenStream>) -> Bodies {
        let runtime = self.cx.runtime();
        let (mut writes, mut reads) = (Vec::new(), Vec::new());
        for (field, slot) in fields.iter().zip(slots) {
            let (rust, wire) = (self.cx.ident(&field.name), &field.name.wire);
            let value = Value::place(quote!(self.#rust));
            let writing = Writing::of_member(*self, &field.name);
            writes.push(writing.member(slot, &field.ty, wire, &value));
            let value = Reading::of_member(*self, &field.name)
                .member(slot, &field.ty, wire, field.default.as_ref())
                .value();
            reads.push(quote!(#rust: #value));
        }
        if let Some(which) = which {
            writes.push(quote!(#runtime::message::MessageGroup::write(&self.#which, to)?;));
            reads.push(quote!(#which: #runtime::message::MessageGroup::read(from)?));
        }
        Bodies {
            write: quote!(#(#writes)*),
            read: quote!(Self { #(#reads,)* }),
        }
    }

    /// ```ignore
    /// match self {
    ///     Self::Dot(value) => {
    ///         to.data(0, 0_u16);
    ///         to.pointer("dot", 0).structure(value)?;
    ///     }
    ///     Self::Empty => to.data(0, 1_u16),
    /// }
    /// ```
    fn cases(&self, cases: &[Case], union: Option<&Union>, open: bool) -> Bodies {
        let runtime = self.cx.runtime();
        let Some(union) = union else {
            // No layout has a union without cases, and no type either.
            return Bodies {
                write: quote!(match *self {}),
                read: quote!(return ::core::result::Result::Err(
                    #runtime::private::unknown_number(from.data(0), &[])
                )),
            };
        };
        let offset = Literal::u32_unsuffixed(union.discriminant);
        let (mut writes, mut reads) = (Vec::new(), Vec::new());
        for (case, (number, slot)) in cases.iter().zip(&union.cases) {
            let (rust, wire) = (self.cx.ident(&case.name), &case.name.wire);
            let discriminant = Literal::u16_suffixed(*number);
            let number = Literal::u16_unsuffixed(*number);
            let Some(ty) = &case.ty else {
                writes.push(quote!(Self::#rust => to.data(#offset, #discriminant)));
                reads.push(quote!(#number => Self::#rust));
                continue;
            };
            let writing = Writing::of_member(*self, &case.name);
            let write = writing.member(slot, ty, wire, &Value::reference(quote!(value)));
            let binding = underscored(&write, "value");
            writes.push(quote! {
                Self::#rust(#binding) => {
                    to.data(#offset, #discriminant);
                    #write
                }
            });
            let reading = Reading::of_member(*self, &case.name);
            let read = reading.member(slot, ty, wire, case.default.as_ref());
            let read = read.value();
            reads.push(quote!(#number => Self::#rust(#read)));
        }
        let last = match open {
            true => {
                writes.push(quote! {
                    Self::Unknown(number) => {
                        return ::core::result::Result::Err(
                            #runtime::private::unknown_member::<Self, _>(*number),
                        );
                    }
                });
                quote!(number => Self::Unknown(number))
            }
            false => quote!(number => #runtime::private::no_case_number::<Self, _>(number)?),
        };
        Bodies {
            write: quote!(match self { #(#writes,)* }),
            read: quote! {
                match from.data::<u16>(#offset) {
                    #(#reads,)*
                    #last,
                }
            },
        }
    }
}

/// The bodies of `write` and `read`.
struct Bodies {
    write: TokenStream,
    read: TokenStream,
}
