//! Reading a member of a struct, as an owned value.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::emit::{Emit, used};
use super::write::element_name;
use crate::backends::rust::{expr, literal};
use crate::message::{self, Element, Inline, Pointee};
use crate::model::{Group, Literal, Name, Scalar, Slot, Type, Union};

/// An expression for what is read.
pub(crate) enum Read {
    /// Of type `Result<T, ValueError>`.
    Tried(TokenStream),
    /// Of type `T`; there may be a `?` in it.
    Plain(TokenStream),
    /// Either, for what cannot fail.
    Sure {
        plain: TokenStream,
        tried: TokenStream,
    },
}

impl Read {
    /// Of type `T`, with `?` if need be.
    pub(crate) fn value(self) -> TokenStream {
        match self {
            Self::Tried(tokens) => quote!(#tokens?),
            Self::Plain(tokens) | Self::Sure { plain: tokens, .. } => tokens,
        }
    }

    /// Of type `Result<T, ValueError>`.
    pub(crate) fn result(self) -> TokenStream {
        match self {
            Self::Tried(tokens) | Self::Sure { tried: tokens, .. } => tokens,
            Self::Plain(tokens) => quote!(::core::result::Result::Ok(#tokens)),
        }
    }

    /// Nothing, in a struct that is called `from`.
    pub(super) fn nothing(from: &TokenStream) -> Self {
        Self::Sure {
            plain: quote!(()),
            tried: quote!(#from.void()),
        }
    }
}

/// Reads from a struct: one that is called `from`, or a reader's own.
pub(crate) struct Reading<'c, 's> {
    emit: Emit<'c, 's>,
    from: TokenStream,
    /// What is read goes on the heap.
    boxed: bool,
}

impl<'c, 's> Reading<'c, 's> {
    pub(crate) fn new(emit: Emit<'c, 's>) -> Self {
        Self {
            emit,
            from: quote!(from),
            boxed: false,
        }
    }

    /// Reads the field or the case of this name.
    pub(crate) fn of_member(emit: Emit<'c, 's>, name: &Name) -> Self {
        Self {
            boxed: emit.cx.recursive.contains(name),
            ..Self::new(emit)
        }
    }

    /// Reads from a struct that has another name.
    pub(super) fn at(self, from: &TokenStream) -> Self {
        Self {
            from: from.clone(),
            ..self
        }
    }

    /// Reads from the struct that a closure is given.
    fn inner(&self) -> Self {
        Self {
            from: quote!(from),
            ..*self
        }
    }

    /// A member, or its default where a null pointer stands for one; `name` is the one that errors give it.
    ///
    /// ```ignore
    /// from.data::<u64>(0)
    /// from.pointer("note", 0).text()?
    /// ```
    pub(crate) fn member(
        &self,
        slot: &Slot,
        ty: &Type,
        name: &str,
        default: Option<&Literal>,
    ) -> Read {
        let (cx, from) = (self.emit.cx, &self.from);
        let ty = cx.schema.resolve(ty);
        match slot {
            Slot::Void => Read::nothing(from),
            Slot::Data { offset, default } => {
                self.data(&Token::u32_unsuffixed(*offset), *default, ty, name)
            }
            Slot::Pointer { index } => {
                let index = Token::u32_unsuffixed(*index);
                let pointer = quote!(#from.pointer(#name, #index));
                if let Some(default) = default
                    && !matches!(default, Literal::Null)
                {
                    let mut default = literal::owned(cx, self.emit.module, ty, default);
                    if self.boxed {
                        default = quote!(::std::boxed::Box::new(#default));
                    }
                    let read = match ty {
                        Type::Option(some) => {
                            let value = self.pointer(&pointer, some).value();
                            quote!(::core::option::Option::Some(#value))
                        }
                        ty => self.pointer(&pointer, ty).value(),
                    };
                    return Read::Plain(quote! {
                        if #pointer.is_null() { #default } else { #read }
                    });
                }
                match ty {
                    Type::Option(some) => {
                        let some = self.pointer(&quote!(from), some).result();
                        Read::Tried(quote!(#pointer.optional(|from| #some)))
                    }
                    ty => self.pointer(&pointer, ty),
                }
            }
            Slot::Group(None) => Read::Tried(quote!(#from.group(#name))),
            Slot::Group(Some(group)) => self.group(group, ty, name),
        }
    }

    fn data(&self, offset: &Token, default: u64, ty: &Type, name: &str) -> Read {
        let (runtime, from) = (self.emit.cx.runtime(), &self.from);
        let Type::Scalar(scalar) = ty else {
            // All else in the data section is an enum.
            let default = Token::u16_unsuffixed(default as u16);
            return Read::Tried(quote!(#from.enumerant(#name, #offset, #default)));
        };
        if *scalar == Scalar::Char {
            return Read::Tried(quote! {
                #runtime::private::char_of_number(#name, #from.data(#offset))
            });
        }
        let rust = expr::scalar(*scalar);
        match default_bits(*scalar, default) {
            Some(default) => Read::Plain(quote!(#from.data_or::<#rust>(#offset, #default))),
            None => Read::Sure {
                plain: quote!(#from.data::<#rust>(#offset)),
                tried: quote!(#from.scalar::<#rust>(#offset)),
            },
        }
    }

    fn group(&self, group: &Group, ty: &Type, name: &str) -> Read {
        match (message::inline(self.emit.cx.schema, ty), &group.union) {
            (Inline::Tuple(items), _) => {
                let elements = items.iter().zip(&group.slots).enumerate();
                let elements = elements.map(|(index, (ty, slot))| {
                    let name = element_name(name, index);
                    self.member(slot, ty, &name, None).value()
                });
                let elements: Vec<_> = elements.collect();
                Read::Plain(expr::tuple_value(self.emit.cx, &elements))
            }
            (Inline::Option(some), Some(union)) => {
                let some = self.case(union, 1, Some(some), name);
                option(&self.from, union, name, some)
            }
            (Inline::Result(ok, err), Some(union)) => self.result(union, ok, err, name),
            (Inline::Option(_) | Inline::Result(..), None) | (Inline::Value, _) => {
                Read::Plain(quote!(()))
            }
        }
    }

    /// A result, in a union of its own.
    pub(crate) fn result(
        &self,
        union: &Union,
        ok: Option<&Type>,
        err: Option<&Type>,
        name: &str,
    ) -> Read {
        let ok = self.case(union, 0, ok, name);
        result(&self.from, union, name, ok, self.case(union, 1, err, name))
    }

    /// What a case holds, read in a closure.
    fn case(&self, union: &Union, index: usize, ty: Option<&Type>, name: &str) -> Read {
        match (union.cases.get(index), ty) {
            (Some((_, slot)), Some(ty)) => self.inner().member(slot, ty, name, None),
            _ => Read::nothing(&quote!(from)),
        }
    }

    /// What a pointer points to.
    pub(crate) fn pointer(&self, from: &TokenStream, ty: &Type) -> Read {
        let cx = self.emit.cx;
        let (schema, runtime) = (cx.schema, cx.runtime());
        let read = match message::pointee(schema, ty) {
            Pointee::Text => quote!(#from.text()),
            Pointee::Data => quote!(#from.data().map(#runtime::Data)),
            Pointee::Any => quote!(#from.any()),
            Pointee::List(item) => self.list(from, item),
            Pointee::Array(item) => {
                let list = self.list(&quote!(from), item);
                quote!(#from.array(|from| #list))
            }
            Pointee::Map(key, value) => {
                let entry = Type::Tuple(vec![key.clone(), value.clone()]);
                let layout = message::anonymous(schema, &entry);
                let members = [(key, "key"), (value, "value")];
                let members = members.into_iter().zip(&layout.group.slots);
                let inner = self.inner();
                let members =
                    members.map(|((ty, name), slot)| inner.member(slot, ty, name, None).value());
                quote! {
                    #from.map_with(|from| ::core::result::Result::Ok((#(#members,)*)))
                }
            }
            Pointee::Optional(some) => return self.pointer(from, some),
            Pointee::Struct => quote!(#from.structure()),
            Pointee::Capability => quote!(#runtime::private::read_capability(#from)),
        };
        Read::Tried(match self.boxed {
            true => quote!(#read.map(::std::boxed::Box::new)),
            false => read,
        })
    }

    fn list(&self, from: &TokenStream, item: &Type) -> TokenStream {
        let cx = self.emit.cx;
        let (schema, runtime) = (cx.schema, cx.runtime());
        if let Type::Scalar(Scalar::U8) = schema.resolve(item) {
            return quote!(#from.data());
        }
        match message::element(schema, item) {
            Element::Void => quote!(#from.voids()),
            Element::Scalars => quote!(#from.scalars()),
            Element::Chars => quote!(#from.chars()),
            Element::Enums => quote!(#from.enumerants()),
            Element::Structs => quote!(#from.structs()),
            Element::Anonymous(layout) => {
                let slot = self.emit.content(item, layout);
                let name = match slot {
                    Slot::Pointer { .. } => "value",
                    _ => "",
                };
                let read = self.inner().member(&slot, item, name, None).result();
                quote!(#from.structs_with(|from| #read))
            }
            Element::Pointers(ty) if message::is_capability(schema, ty) => {
                quote!(#from.pointers_with(#runtime::private::read_capability))
            }
            Element::Pointers(Type::String) => quote!(#from.texts()),
            Element::Pointers(ty) => {
                let read = self.pointer(&quote!(from), ty).result();
                quote!(#from.pointers_with(|from| #read))
            }
        }
    }
}

/// ```ignore
/// from.option("age", 0, |from| from.scalar::<u8>(2))
/// ```
pub(super) fn option(from: &TokenStream, union: &Union, name: &str, some: Read) -> Read {
    let offset = Token::u32_unsuffixed(union.discriminant);
    let some = closure(some);
    Read::Tried(quote!(#from.option(#name, #offset, #some)))
}

/// ```ignore
/// from.result("done", 0, |from| from.scalar::<u32>(1), |from| from.pointer("done", 0).text())
/// ```
pub(super) fn result(from: &TokenStream, union: &Union, name: &str, ok: Read, err: Read) -> Read {
    let offset = Token::u32_unsuffixed(union.discriminant);
    let (ok, err) = (closure(ok), closure(err));
    Read::Tried(quote!(#from.result(#name, #offset, #ok, #err)))
}

/// `|from| …`
fn closure(read: Read) -> TokenStream {
    let read = read.result();
    let from = used(&read, &quote!(from));
    quote!(|#from| #read)
}

/// The default of a number or a boolean, if it is not zero.
pub(crate) fn default_bits(scalar: Scalar, bits: u64) -> Option<TokenStream> {
    if bits == 0 {
        return None;
    }
    let signed = |value: i64| {
        let digits = Token::u64_unsuffixed(value.unsigned_abs());
        if value < 0 {
            quote!(-#digits)
        } else {
            quote!(#digits)
        }
    };
    Some(match scalar {
        Scalar::Bool => quote!(true),
        Scalar::S8 => signed(i64::from(bits as i8)),
        Scalar::S16 => signed(i64::from(bits as i16)),
        Scalar::S32 => signed(i64::from(bits as i32)),
        Scalar::S64 => signed(bits as i64),
        Scalar::F32 => {
            let bits = Token::u32_unsuffixed(bits as u32);
            quote!(f32::from_bits(#bits))
        }
        Scalar::F64 => {
            let bits = Token::u64_unsuffixed(bits);
            quote!(f64::from_bits(#bits))
        }
        Scalar::U8 | Scalar::U16 | Scalar::U32 | Scalar::U64 | Scalar::Char => {
            let bits = Token::u64_unsuffixed(bits);
            quote!(#bits)
        }
    })
}
