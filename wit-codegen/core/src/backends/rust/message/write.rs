//! Writing a member of a struct.

use proc_macro2::{Delimiter, Literal, TokenStream, TokenTree};
use quote::quote;

use super::emit::{Emit, mentions, underscored};
use crate::message::{self, Element, Inline, Pointee};
use crate::model::{Group, Name, Scalar, Slot, Type, Union};

/// An expression for what is written.
#[derive(Clone)]
pub(crate) enum Value {
    /// `self.id`, of type `T`.
    Place(TokenStream),
    /// `value`, of type `&T`, or what is taken in place of that: `&str`, `&[T]`, `Option<&T>`.
    Reference(TokenStream),
}

impl Value {
    pub(crate) fn place(tokens: TokenStream) -> Self {
        Self::Place(tokens)
    }

    pub(crate) fn reference(tokens: TokenStream) -> Self {
        Self::Reference(tokens)
    }

    /// Of type `T`, which is `Copy`.
    fn copied(&self) -> TokenStream {
        match self {
            Self::Place(place) => place.clone(),
            Self::Reference(reference) => quote!(*#reference),
        }
    }

    /// Of type `&T`.
    fn borrowed(&self) -> TokenStream {
        match self {
            Self::Place(place) => quote!(&#place),
            Self::Reference(reference) => reference.clone(),
        }
    }

    /// To take a field or call a method of, which goes through references by itself.
    fn receiver(&self) -> TokenStream {
        let (Self::Place(tokens) | Self::Reference(tokens)) = self;
        let is_star =
            |tree: &TokenTree| matches!(tree, TokenTree::Punct(it) if it.as_char() == '*');
        tokens.clone().into_iter().skip_while(is_star).collect()
    }

    /// What is in a box.
    fn unboxed(&self) -> Self {
        match self {
            Self::Place(place) => Self::Place(quote!(*#place)),
            Self::Reference(reference) => Self::Place(quote!(**#reference)),
        }
    }
}

/// Writes into a struct that is called `to`.
pub(crate) struct Writing<'c, 's> {
    emit: Emit<'c, 's>,
    to: TokenStream,
    /// What is written is on the heap.
    boxed: bool,
}

impl<'c, 's> Writing<'c, 's> {
    pub(crate) fn new(emit: Emit<'c, 's>) -> Self {
        Self::into(emit, quote!(to))
    }

    /// Into a struct that has another name.
    pub(crate) fn into(emit: Emit<'c, 's>, to: TokenStream) -> Self {
        Self {
            emit,
            to,
            boxed: false,
        }
    }

    /// Writes the field or the case of this name.
    pub(crate) fn of_member(emit: Emit<'c, 's>, name: &Name) -> Self {
        Self {
            boxed: emit.cx.recursive.contains(name),
            ..Self::new(emit)
        }
    }

    /// Statements that write a member; `name` is the one that errors give it.
    ///
    /// ```ignore
    /// to.data(0, self.id);
    /// to.pointer("note", 0).text(&self.note)?;
    /// ```
    pub(crate) fn member(&self, slot: &Slot, ty: &Type, name: &str, value: &Value) -> TokenStream {
        let to = &self.to;
        let ty = self.emit.cx.schema.resolve(ty);
        match slot {
            Slot::Void => TokenStream::new(),
            Slot::Data { offset, default } => {
                let offset = Literal::u32_unsuffixed(*offset);
                self.data(&offset, *default, ty, value)
            }
            Slot::Pointer { index } => {
                let index = Literal::u32_unsuffixed(*index);
                let pointer = quote!(#to.pointer(#name, #index));
                if let Type::Option(some) = ty {
                    let write = self.pointer(&pointer, some, &Value::reference(quote!(value)));
                    let value = value.borrowed();
                    return quote! {
                        if let ::core::option::Option::Some(value) = #value { #write?; }
                    };
                }
                let write = self.pointer(&pointer, ty, value);
                quote!(#write?;)
            }
            Slot::Group(None) => {
                let value = value.borrowed();
                quote!(#to.group(#name, #value)?;)
            }
            Slot::Group(Some(group)) => self.group(group, ty, name, value),
        }
    }

    fn data(&self, offset: &Literal, default: u64, ty: &Type, value: &Value) -> TokenStream {
        let to = &self.to;
        let Type::Scalar(scalar) = ty else {
            // All else in the data section is an enum.
            let value = value.borrowed();
            let default = Literal::u16_unsuffixed(default as u16);
            return quote!(#to.enumerant(#offset, #value, #default););
        };
        let value = value.copied();
        if *scalar == Scalar::Char {
            return quote!(#to.data(#offset, u32::from(#value)););
        }
        match super::read::default_bits(*scalar, default) {
            Some(default) => quote!(#to.data_or(#offset, #value, #default);),
            None => quote!(#to.data(#offset, #value);),
        }
    }

    /// What has no name: a tuple, an option or a result.
    fn group(&self, group: &Group, ty: &Type, name: &str, value: &Value) -> TokenStream {
        match (message::inline(self.emit.cx.schema, ty), &group.union) {
            (Inline::Tuple(items), _) => {
                let elements = items.iter().zip(&group.slots).enumerate();
                let elements = elements.map(|(index, (ty, slot))| {
                    let (receiver, at) = (value.receiver(), Literal::usize_unsuffixed(index));
                    let element = Value::place(quote!(#receiver.#at));
                    self.member(slot, ty, &element_name(name, index), &element)
                });
                quote!(#(#elements)*)
            }
            (Inline::Option(some), Some(union)) => {
                let Some((set, write)) = self.case(union, 1, Some(some), name) else {
                    return TokenStream::new();
                };
                let (binding, value) = (underscored(&write, "value"), value.borrowed());
                quote! {
                    if let ::core::option::Option::Some(#binding) = #value {
                        #set
                        #write
                    }
                }
            }
            (Inline::Result(ok, err), Some(union)) => {
                let value = value.borrowed();
                let arms = self.result_arms(union, ok, err, name);
                quote!(match #value { #arms })
            }
            (Inline::Option(_) | Inline::Result(..), None) | (Inline::Value, _) => {
                TokenStream::new()
            }
        }
    }

    /// ```ignore
    /// Ok(value) => to.pointer("history", 0).text(value)?,
    /// Err(_) => to.data(1, 1_u16),
    /// ```
    pub(crate) fn result_arms(
        &self,
        union: &Union,
        ok: Option<&Type>,
        err: Option<&Type>,
        name: &str,
    ) -> TokenStream {
        let arms = [(quote!(Ok), ok), (quote!(Err), err)];
        let arms = arms.into_iter().enumerate().map(|(index, (variant, ty))| {
            let (set, write) = self.case(union, index, ty, name).unwrap_or_default();
            let binding = match mentions(&write, "value") {
                true => quote!(value),
                false => quote!(_),
            };
            let body = single_or_block(&quote!(#set #write));
            quote!(::core::result::Result::#variant(#binding) => #body,)
        });
        quote!(#(#arms)*)
    }

    /// Statements that make a case the active one, and that write `value` into it.
    fn case(
        &self,
        union: &Union,
        index: usize,
        ty: Option<&Type>,
        name: &str,
    ) -> Option<(TokenStream, TokenStream)> {
        let to = &self.to;
        let (number, slot) = union.cases.get(index)?;
        // Everything is zero already.
        let set = (*number != 0).then(|| {
            let offset = Literal::u32_unsuffixed(union.discriminant);
            let number = Literal::u16_suffixed(*number);
            quote!(#to.data(#offset, #number);)
        });
        let write = ty.map(|ty| self.member(slot, ty, name, &Value::reference(quote!(value))));
        Some((quote!(#set), write.unwrap_or_default()))
    }

    /// An expression that writes what a pointer points to.
    pub(crate) fn pointer(&self, to: &TokenStream, ty: &Type, value: &Value) -> TokenStream {
        let (schema, runtime) = (self.emit.cx.schema, self.emit.cx.runtime());
        let pointee = message::pointee(schema, ty);
        if let Pointee::Optional(some) = pointee {
            return self.pointer(to, some, value);
        }
        let unboxed = self.boxed.then(|| value.unboxed());
        let value = unboxed.as_ref().unwrap_or(value);
        let borrowed = value.borrowed();
        match pointee {
            Pointee::Text => quote!(#to.text(#borrowed)),
            Pointee::Data => quote!(#to.data(#borrowed)),
            Pointee::Any => quote!(#to.any(#borrowed)),
            Pointee::List(item) | Pointee::Array(item) => self.list(to, item, value),
            Pointee::Map(key, value_type) => {
                let entry = Type::Tuple(vec![key.clone(), value_type.clone()]);
                let layout = message::anonymous(schema, &entry);
                let size = self.emit.size(&layout);
                let inner = Self::new(self.emit);
                let mut writes = TokenStream::new();
                for ((ty, name), slot) in [(key, "key"), (value_type, "value")]
                    .into_iter()
                    .zip(&layout.group.slots)
                {
                    let ident = super::ident(name);
                    let write = inner.member(slot, ty, name, &Value::reference(quote!(#ident)));
                    writes.extend(write);
                }
                let receiver = value.receiver();
                quote! {
                    #to.structs_with(#size, #receiver.iter(), |to, (key, value)| {
                        #writes
                        ::core::result::Result::Ok(())
                    })
                }
            }
            Pointee::Optional(some) => self.pointer(to, some, value),
            Pointee::Struct => quote!(#to.structure(#borrowed)),
            Pointee::Capability => quote!(#runtime::private::write_capability(#to, #borrowed)),
        }
    }

    fn list(&self, to: &TokenStream, item: &Type, value: &Value) -> TokenStream {
        let schema = self.emit.cx.schema;
        let (borrowed, receiver) = (value.borrowed(), value.receiver());
        if let Type::Scalar(Scalar::U8) = schema.resolve(item) {
            return quote!(#to.data(#borrowed));
        }
        let element = Value::reference(quote!(item));
        match message::element(schema, item) {
            Element::Void => quote!(#to.voids(#receiver.len())),
            Element::Scalars => quote!(#to.scalars(#borrowed)),
            Element::Chars => quote!(#to.chars(#borrowed)),
            Element::Enums => quote!(#to.enumerants(#borrowed)),
            Element::Structs => quote!(#to.structs(#borrowed)),
            Element::Anonymous(layout) => {
                let size = self.emit.size(&layout);
                let slot = self.emit.content(item, layout);
                let name = match slot {
                    Slot::Pointer { .. } => "value",
                    _ => "",
                };
                let write = Self::new(self.emit).member(&slot, item, name, &element);
                quote! {
                    #to.structs_with(#size, #receiver.iter(), |to, item| {
                        #write
                        ::core::result::Result::Ok(())
                    })
                }
            }
            Element::Pointers(ty) if message::is_capability(schema, ty) => {
                let runtime = self.emit.cx.runtime();
                quote! {
                    #to.pointers_with(#receiver.iter(), #runtime::private::write_capability)
                }
            }
            Element::Pointers(Type::String) => quote!(#to.texts(#borrowed)),
            Element::Pointers(ty) => {
                let write = self.pointer(&quote!(to), ty, &element);
                quote!(#to.pointers_with(#receiver.iter(), |to, item| #write))
            }
        }
    }
}

/// Statements as one expression: without braces if there is one alone.
pub(super) fn single_or_block(statements: &TokenStream) -> TokenStream {
    let trees: Vec<TokenTree> = statements.clone().into_iter().collect();
    let ends = |tree: &TokenTree| match tree {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    };
    match trees.iter().filter(|tree| ends(tree)).count() {
        1 => {
            let semicolon =
                |tree: &TokenTree| matches!(tree, TokenTree::Punct(it) if it.as_char() == ';');
            trees.into_iter().filter(|tree| !semicolon(tree)).collect()
        }
        _ => quote!({ #statements }),
    }
}

/// What errors call an element of a tuple: `size.0`, or `0` where the tuple has no name.
pub(crate) fn element_name(tuple: &str, index: usize) -> String {
    match tuple {
        "" => index.to_string(),
        tuple => format!("{tuple}.{index}"),
    }
}
