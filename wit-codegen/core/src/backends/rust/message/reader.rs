//! Readers: a struct in a message, read in place, field by field.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::emit::Emit;
use super::read::{Read, Reading, option, result};
use super::write::element_name;
use crate::backends::rust::{docs, expr, ident};
use crate::message::{self, Element, Inline, Pointee};
use crate::model::{
    Case, Docs, Field, Group, Literal, Name, Scalar, Slot, Struct, StructLayout, Type, TypeDef,
    TypeId, TypeKind, Union,
};
use crate::names::rust::ReaderNames;

/// ```ignore
/// #[derive(Debug, Clone, Copy)]
/// pub struct OrderReader<'a>(StructReader<'a>);
///
/// impl<'a> OrderReader<'a> {
///     pub fn id(&self) -> u64 { self.0.data::<u64>(0) }
///     pub fn note(&self) -> Result<&'a str, ValueError> { self.0.pointer("note", 0).text_ref() }
/// }
///
/// message_reader!(OrderReader, Order);
/// ```
///
/// Flags have none: they are read as a whole.
pub(super) fn render(
    emit: &Emit<'_, '_>,
    id: TypeId,
    def: &TypeDef,
    layout: &StructLayout,
) -> TokenStream {
    let cx = emit.cx;
    let Some(names) = cx.readers.get(&id) else {
        return TokenStream::new();
    };
    let runtime = cx.runtime();
    let lazy = Lazy {
        emit: *emit,
        from: quote!(self.0),
        this: quote!(self.0),
    };
    let (methods, which) = match &def.kind {
        TypeKind::Record(fields) => (lazy.fields(fields, &layout.group.slots), None),
        TypeKind::Struct(Struct { fields, which }) => {
            let fields = lazy.fields(fields, &layout.group.slots);
            let which = which
                .as_ref()
                .and_then(|which| lazy.inner_which(&which.name, which.ty));
            (quote!(#fields #which), None)
        }
        TypeKind::Variant(cases) | TypeKind::Union(cases) => {
            lazy.union(def, names, cases, &layout.group)
        }
        TypeKind::Enum(_)
        | TypeKind::OpenEnum(_)
        | TypeKind::Flags(_)
        | TypeKind::Alias(_)
        | TypeKind::Use(_)
        | TypeKind::Resource(_) => return TokenStream::new(),
    };
    let (name, reader) = (cx.ident(&def.name), ident(&names.reader));
    let text = docs::plain(&format!(
        "Reads a [`{name}`] in place, and only what is asked for. An error says where in it something is wrong."
    ));
    let conversion = ident(match cx.groups.contains(&id) {
        true => "group_reader",
        false => "message_reader",
    });
    let methods = (!methods.is_empty()).then(|| quote!(impl<'a> #reader<'a> { #methods }));
    quote! {
        #text
        #[derive(Debug, Clone, Copy)]
        pub struct #reader<'a>(#runtime::message::StructReader<'a>);

        #methods

        #runtime::private::#conversion!(#reader, #name);

        #which
    }
}

/// A value that is read in place: its type, and how.
struct Access {
    ty: TokenStream,
    read: Read,
}

struct Lazy<'c, 's> {
    emit: Emit<'c, 's>,
    /// The struct that it reads from, to call a method of.
    from: TokenStream,
    /// The same as a value.
    this: TokenStream,
}

impl<'c, 's> Lazy<'c, 's> {
    /// Reads from the struct that a closure is given.
    fn inner(&self) -> Self {
        Self {
            emit: self.emit,
            from: quote!(from),
            this: quote!(*from),
        }
    }

    fn reading(&self) -> Reading<'c, 's> {
        Reading::new(self.emit).at(&self.from)
    }

    fn fields(&self, fields: &[Field], slots: &[Slot]) -> TokenStream {
        let methods = fields.iter().zip(slots).map(|(field, slot)| {
            let access = self.of_member(slot, &field.name, &field.ty, field.default.as_ref());
            self.method(&field.name, &field.docs, access)
        });
        methods.collect()
    }

    /// ```ignore
    /// pub fn note(&self) -> message::Result<&'a str> {
    ///     self.0.pointer("note", 0).text_ref()
    /// }
    /// ```
    fn method(&self, name: &Name, docs: &Docs, access: Access) -> TokenStream {
        let runtime = self.emit.cx.runtime();
        let docs = docs::of(docs, &format!("`{}`", name.schema));
        let name = self.emit.cx.ident(name);
        let Access { ty, read } = access;
        let fallible = match &read {
            Read::Tried(_) => true,
            Read::Plain(tokens) => is_fallible(tokens),
            Read::Sure { .. } => false,
        };
        let (ty, body) = match fallible {
            true => (quote!(#runtime::message::Result<#ty>), read.result()),
            false => (ty, read.value()),
        };
        if ty.to_string() == quote!(()).to_string() {
            // Written out, nothing is a lint.
            return quote!(#docs pub fn #name(&self) {});
        }
        quote! {
            #docs
            pub fn #name(&self) -> #ty { #body }
        }
    }

    /// The unnamed union of a struct, which lies in the same struct.
    fn inner_which(&self, name: &Name, ty: TypeId) -> Option<TokenStream> {
        let cx = self.emit.cx;
        let names = cx.readers.get(&ty)?;
        let module = cx.schema.types[ty.0].module;
        let reader = cx.path(self.emit.module, module, &names.reader);
        let which = cx.path(self.emit.module, module, names.which.as_deref()?);
        let (runtime, name) = (cx.runtime(), cx.ident(name));
        let lifetime = self.which_lifetime(ty);
        Some(quote! {
            /// The active member of the union.
            pub fn #name(&self) -> #runtime::message::Result<#which #lifetime> {
                <#reader<'_> as ::core::convert::From<_>>::from(self.0).which()
            }
        })
    }

    /// `<'a>` if a union's members borrow from the message.
    fn which_lifetime(&self, id: TypeId) -> Option<TokenStream> {
        let cx = self.emit.cx;
        let (TypeKind::Union(cases), Some(layout)) =
            (&cx.schema.types[id.0].kind, cx.layouts.of(id))
        else {
            return None;
        };
        let union = layout.group.union.as_ref()?;
        let mut members = cases.iter().zip(&union.cases);
        let any = members.any(|(case, (_, slot))| {
            case.ty.as_ref().is_some_and(|ty| {
                borrows(
                    &self
                        .of_member(slot, &case.name, ty, case.default.as_ref())
                        .ty,
                )
            })
        });
        any.then(|| quote!(<'a>))
    }

    /// ```ignore
    /// pub fn which(&self) -> message::Result<ShapeWhich<'a>> {
    ///     let which = match self.0.data::<u16>(0) {
    ///         0 => ShapeWhich::Dot(self.0.pointer("dot", 0).reader()?),
    ///         1 => ShapeWhich::Empty,
    ///         number => no_case_number::<Shape, _>(number)?,
    ///     };
    ///     Ok(which)
    /// }
    ///
    /// pub enum ShapeWhich<'a> { Dot(PointReader<'a>), Empty }
    /// ```
    fn union(
        &self,
        def: &TypeDef,
        names: &ReaderNames,
        cases: &[Case],
        group: &Group,
    ) -> (TokenStream, Option<TokenStream>) {
        let runtime = self.emit.cx.runtime();
        let (Some(union), Some(which)) = (&group.union, &names.which) else {
            return (TokenStream::new(), None);
        };
        let which = ident(which);
        let (mut declared, mut arms) = (Vec::new(), Vec::new());
        for (case, (number, slot)) in cases.iter().zip(&union.cases) {
            let name = self.emit.cx.ident(&case.name);
            let docs = docs::of(&case.docs, &format!("`{}`", case.name.schema));
            let number = Token::u16_unsuffixed(*number);
            match &case.ty {
                None => {
                    declared.push(quote!(#docs #name));
                    arms.push(quote!(#number => #which::#name));
                }
                Some(ty) => {
                    let access = self.of_member(slot, &case.name, ty, case.default.as_ref());
                    let (ty, value) = (access.ty, access.read.value());
                    declared.push(quote!(#docs #name(#ty)));
                    arms.push(quote!(#number => #which::#name(#value)));
                }
            }
        }
        match &def.kind {
            TypeKind::Union(_) => {
                declared.push(quote! {
                    /// A member that this schema does not have, by its number.
                    Unknown(u16)
                });
                arms.push(quote!(number => #which::Unknown(number)));
            }
            _ => {
                let name = self.emit.cx.ident(&def.name);
                arms.push(quote!(number => #runtime::private::no_case_number::<#name, _>(number)?));
            }
        }
        let offset = Token::u32_unsuffixed(union.discriminant);
        let declared = quote!(#(#declared,)*);
        let lifetime = borrows(&declared).then(|| quote!(<'a>));
        let text = docs::plain(&format!("What a [`{}`] reads.", names.reader));
        let method = quote! {
            /// The active case.
            pub fn which(&self) -> #runtime::message::Result<#which #lifetime> {
                let which = match self.0.data::<u16>(#offset) { #(#arms,)* };
                ::core::result::Result::Ok(which)
            }
        };
        let which = quote! {
            #text
            #[derive(Debug)]
            pub enum #which #lifetime { #declared }
        };
        (method, Some(which))
    }

    fn owned(&self, ty: &Type, read: Read) -> Access {
        let ty = expr::owned(self.emit.cx, self.emit.module, ty);
        Access { ty, read }
    }

    /// A field, or what a case holds. A default of what is on the heap has to be made there.
    fn of_member(&self, slot: &Slot, name: &Name, ty: &Type, default: Option<&Literal>) -> Access {
        let cx = self.emit.cx;
        let is_made = default.is_some_and(|default| !matches!(default, Literal::Null));
        if cx.recursive.contains(name) && is_made {
            let reading = Reading::of_member(self.emit, name).at(&self.from);
            return Access {
                ty: expr::member(cx, self.emit.module, name, ty),
                read: reading.member(slot, ty, &name.wire, default),
            };
        }
        self.member(slot, ty, &name.wire, default)
    }

    fn member(&self, slot: &Slot, ty: &Type, name: &str, default: Option<&Literal>) -> Access {
        let cx = self.emit.cx;
        let ty = cx.schema.resolve(ty);
        let owned = |ty: &Type| {
            let read = self.reading().member(slot, ty, name, default);
            self.owned(ty, read)
        };
        match slot {
            Slot::Void | Slot::Data { .. } => owned(ty),
            Slot::Pointer { index } => {
                let index = Token::u32_unsuffixed(*index);
                let from = &self.from;
                let pointer = quote!(#from.pointer(#name, #index));
                if default.is_some_and(|default| !matches!(default, Literal::Null)) {
                    return self.defaulted(&pointer, ty, default, owned(ty));
                }
                match ty {
                    Type::Option(some) => {
                        let Access { ty, read } = self.pointer(&quote!(from), some);
                        let some = read.result();
                        Access {
                            ty: quote!(::core::option::Option<#ty>),
                            read: Read::Tried(quote!(#pointer.optional(|from| #some))),
                        }
                    }
                    ty => self.pointer(&pointer, ty),
                }
            }
            Slot::Group(None) => match self.reader(ty) {
                Some(reader) => {
                    let this = &self.this;
                    Access {
                        ty: quote!(#reader<'a>),
                        read: Read::Plain(quote!(::core::convert::From::from(#this))),
                    }
                }
                None => owned(ty),
            },
            Slot::Group(Some(group)) => self.group(group, ty, name),
        }
    }

    /// A pointer whose default is not null: text and bytes are in the code, other defaults have to be made.
    fn defaulted(
        &self,
        pointer: &TokenStream,
        ty: &Type,
        default: Option<&Literal>,
        owned: Access,
    ) -> Access {
        let (ty, default, read) = match (ty, default) {
            (Type::String, Some(Literal::Text(text))) => {
                (quote!(&'a str), quote!(#text), quote!(text_ref))
            }
            (Type::Data, Some(Literal::Data(bytes))) => {
                let bytes = Token::byte_string(bytes);
                (quote!(&'a [u8]), quote!(&#bytes[..]), quote!(data_ref))
            }
            _ => return owned,
        };
        Access {
            ty,
            read: Read::Plain(quote! {
                if #pointer.is_null() { #default } else { #pointer.#read()? }
            }),
        }
    }

    fn group(&self, group: &Group, ty: &Type, name: &str) -> Access {
        match (message::inline(self.emit.cx.schema, ty), &group.union) {
            (Inline::Tuple(items), _) => {
                let elements = items.iter().zip(&group.slots).enumerate();
                let (types, values): (Vec<_>, Vec<_>) = elements
                    .map(|(index, (ty, slot))| {
                        let access = self.member(slot, ty, &element_name(name, index), None);
                        (access.ty, access.read.value())
                    })
                    .unzip();
                let cx = self.emit.cx;
                Access {
                    ty: expr::tuple_type(cx, &types),
                    read: Read::Plain(expr::tuple_value(cx, &values)),
                }
            }
            (Inline::Option(some), Some(union)) => {
                let (ty, some) = self.case(union, 1, Some(some), name);
                Access {
                    ty: quote!(::core::option::Option<#ty>),
                    read: option(&self.from, union, name, some),
                }
            }
            (Inline::Result(ok, err), Some(union)) => {
                let (ok, ok_value) = self.case(union, 0, ok, name);
                let (err, err_value) = self.case(union, 1, err, name);
                Access {
                    ty: quote!(::core::result::Result<#ok, #err>),
                    read: result(&self.from, union, name, ok_value, err_value),
                }
            }
            (Inline::Option(_) | Inline::Result(..), None) | (Inline::Value, _) => Access {
                ty: quote!(()),
                read: Read::Plain(quote!(())),
            },
        }
    }

    fn case(
        &self,
        union: &Union,
        index: usize,
        ty: Option<&Type>,
        name: &str,
    ) -> (TokenStream, Read) {
        match (union.cases.get(index), ty) {
            (Some((_, slot)), Some(ty)) => {
                let access = self.inner().member(slot, ty, name, None);
                (access.ty, access.read)
            }
            _ => (quote!(()), Read::nothing(&quote!(from))),
        }
    }

    /// What a pointer points to.
    fn pointer(&self, from: &TokenStream, ty: &Type) -> Access {
        let cx = self.emit.cx;
        let (schema, runtime) = (cx.schema, cx.runtime());
        let ty = schema.resolve(ty);
        match message::pointee(schema, ty) {
            Pointee::Text => Access {
                ty: quote!(&'a str),
                read: Read::Tried(quote!(#from.text_ref())),
            },
            Pointee::Data => Access {
                ty: quote!(&'a [u8]),
                read: Read::Tried(quote!(#from.data_ref())),
            },
            Pointee::List(item) | Pointee::Array(item) => self.list(from, item),
            Pointee::Map(key, value) => {
                let entry = Type::Tuple(vec![key.clone(), value.clone()]);
                let layout = message::anonymous(schema, &entry);
                let members = [(key, "key"), (value, "value")];
                let members = members.into_iter().zip(&layout.group.slots);
                let inner = self.inner();
                let (types, values): (Vec<_>, Vec<_>) = members
                    .map(|((ty, name), slot)| {
                        let access = inner.member(slot, ty, name, None);
                        (access.ty, access.read.value())
                    })
                    .unzip();
                Access {
                    ty: quote!(#runtime::message::Items<'a, (#(#types,)*)>),
                    read: Read::Tried(quote! {
                        #from.struct_items(|from| ::core::result::Result::Ok((#(#values,)*)))
                    }),
                }
            }
            Pointee::Optional(inner) => self.pointer(from, inner),
            Pointee::Struct => match self.reader(ty) {
                Some(reader) => Access {
                    ty: quote!(#reader<'a>),
                    read: Read::Tried(quote!(#from.reader())),
                },
                None => self.owned(ty, self.reading().pointer(from, ty)),
            },
            Pointee::Any | Pointee::Capability => self.owned(ty, self.reading().pointer(from, ty)),
        }
    }

    fn list(&self, from: &TokenStream, item: &Type) -> Access {
        let cx = self.emit.cx;
        let (schema, runtime) = (cx.schema, cx.runtime());
        if let Type::Scalar(Scalar::U8) = schema.resolve(item) {
            return Access {
                ty: quote!(&'a [u8]),
                read: Read::Tried(quote!(#from.data_ref())),
            };
        }
        let items = |ty: TokenStream, read: TokenStream| Access {
            ty: quote!(#runtime::message::Items<'a, #ty>),
            read: Read::Tried(read),
        };
        match message::element(schema, item) {
            Element::Void => Access {
                ty: quote!(::std::vec::Vec<()>),
                read: Read::Tried(quote!(#from.voids())),
            },
            Element::Scalars => {
                let item = expr::owned(cx, self.emit.module, item);
                Access {
                    ty: quote!(#runtime::message::ScalarList<'a, #item>),
                    read: Read::Tried(quote!(#from.scalar_list())),
                }
            }
            Element::Chars => items(
                quote!(char),
                quote!(#from.char_items(#runtime::private::char_of)),
            ),
            Element::Enums => {
                let item = expr::owned(cx, self.emit.module, item);
                items(
                    item,
                    quote!(#from.enum_items(#runtime::message::Enumerant::from_number)),
                )
            }
            Element::Structs => {
                let ty = schema.resolve(item);
                match self.reader(ty) {
                    Some(reader) => items(quote!(#reader<'a>), quote!(#from.readers())),
                    None => items(
                        expr::owned(cx, self.emit.module, item),
                        quote!(#from.struct_items(#runtime::message::MessageStruct::read)),
                    ),
                }
            }
            Element::Anonymous(layout) => {
                let slot = self.emit.content(item, layout);
                let name = match slot {
                    Slot::Pointer { .. } => "value",
                    _ => "",
                };
                let Access { ty, read } = self.inner().member(&slot, item, name, None);
                let read = read.result();
                items(ty, quote!(#from.struct_items(|from| #read)))
            }
            Element::Pointers(ty) if message::is_capability(schema, ty) => items(
                self.pointer(from, ty).ty,
                quote!(#from.pointer_items(#runtime::private::read_capability)),
            ),
            Element::Pointers(Type::String) => items(quote!(&'a str), quote!(#from.text_items())),
            Element::Pointers(ty) => {
                let Access { ty, read } = self.pointer(&quote!(from), ty);
                let read = read.result();
                items(ty, quote!(#from.pointer_items(|from| #read)))
            }
        }
    }

    /// The reader of a type that has one.
    fn reader(&self, ty: &Type) -> Option<TokenStream> {
        let cx = self.emit.cx;
        let Type::Named(id) = ty else { return None };
        let id = cx.schema.declaration(*id);
        let names = cx.readers.get(&id)?;
        let module = cx.schema.types[id.0].module;
        Some(cx.path(self.emit.module, module, &names.reader))
    }
}

/// Whether an expression may end with an error: there is a `?` or a `return` in it.
fn is_fallible(tokens: &TokenStream) -> bool {
    use proc_macro2::TokenTree;
    tokens.clone().into_iter().any(|tree| match tree {
        TokenTree::Punct(punct) => punct.as_char() == '?',
        TokenTree::Ident(ident) => ident == "return",
        TokenTree::Group(group) => is_fallible(&group.stream()),
        TokenTree::Literal(_) => false,
    })
}

/// Whether the lifetime `'a` is in a type.
fn borrows(tokens: &TokenStream) -> bool {
    use proc_macro2::TokenTree;
    let mut after_quote = false;
    tokens.clone().into_iter().any(|tree| {
        let was_quote = std::mem::take(&mut after_quote);
        match tree {
            TokenTree::Punct(punct) => {
                after_quote = punct.as_char() == '\'';
                false
            }
            TokenTree::Ident(ident) => was_quote && ident == "a",
            TokenTree::Group(group) => borrows(&group.stream()),
            TokenTree::Literal(_) => false,
        }
    })
}
