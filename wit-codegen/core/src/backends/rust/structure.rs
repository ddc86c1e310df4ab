//! Structs of Cap'n Proto: fields with defaults, and the unnamed union as a field of its own.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, docs, expr, literal, serde_form, traits, types, values};
use crate::model::{Field, ModuleId, Struct, Type, TypeDef, TypeId};

/// ```ignore
/// #[derive(Debug, Clone, PartialEq)]
/// pub struct Person {
///     pub id: u32,
///     pub employment: PersonEmployment,
///     pub which: PersonWhich,
/// }
///
/// impl Default for Person {
///     fn default() -> Self {
///         Self { id: 7, employment: Default::default(), which: Default::default() }
///     }
/// }
/// ```
pub(crate) fn render(
    cx: &Context<'_>,
    module: ModuleId,
    id: TypeId,
    def: &TypeDef,
    described: &Struct,
) -> TokenStream {
    let (docs, name) = (types::docs_of(def), cx.ident(&def.name));
    let traits = traits::of_named(cx, id);
    let own = described.fields.iter().all(|field| field.default.is_none());
    let derives = match own {
        true => types::derives(cx, id, traits, &cx.attributes(id)),
        false => types::derives_without_default(cx, id, traits, &cx.attributes(id)),
    };
    let default = (traits.default && !own).then(|| render_default(cx, module, def, described));
    let fields = described.fields.iter().map(|field| {
        let docs = docs::of(&field.docs, &format!("`{}`", field.name.schema));
        let serde = serde_form::field(cx, id, field);
        let name = cx.ident(&field.name);
        let ty = expr::member(cx, module, &field.name, &field.ty);
        quote!(#docs #serde pub #name: #ty)
    });
    let which = described.which.iter().map(|which| {
        let name = cx.ident(&which.name);
        let ty = expr::owned(cx, module, &Type::Named(which.ty));
        let serde = serde_form::which(cx, id);
        quote! {
            /// The active member of the union.
            #serde
            pub #name: #ty
        }
    });
    let value = render_value(cx, module, def, described);
    quote! {
        #docs
        #derives
        pub struct #name { #(#fields,)* #(#which,)* }

        #default

        #value
    }
}

fn render_default(
    cx: &Context<'_>,
    module: ModuleId,
    def: &TypeDef,
    described: &Struct,
) -> TokenStream {
    let name = cx.ident(&def.name);
    let fields = described.fields.iter().map(|field| {
        let name = cx.ident(&field.name);
        let value = match &field.default {
            Some(value) => literal::of_member(cx, module, &field.name, &field.ty, value),
            None => literal::default(),
        };
        quote!(#name: #value)
    });
    let which = described.which.iter().map(|which| {
        let (name, value) = (cx.ident(&which.name), literal::default());
        quote!(#name: #value)
    });
    quote! {
        impl ::core::default::Default for #name {
            fn default() -> Self {
                Self { #(#fields,)* #(#which,)* }
            }
        }
    }
}

/// ```ignore
/// impl Value for Person {
///     fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
///         let mut object = RecordWriter::new(serializer, "Person", 3)?;
///         object.field("id", &self.id)?;
///         object.field("employment", &self.employment)?;
///         Union::write(&self.which, &mut object)?;
///         object.end()
///     }
///     fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
///         read_record(deserializer, "Person")
///     }
/// }
///
/// impl Record for Person {
///     const FIELDS: &'static [&'static str] = &["id", "employment", "email", "phone"];
///     fn read<'de, __A: MapAccess<'de>>(fields: &mut FieldReader<__A>) -> Result<Self, __A::Error> {
///         Ok(Self {
///             id: fields.read_or("id", || 7)?,
///             employment: fields.read_or_default("employment")?,
///             which: fields.read_union()?,
///         })
///     }
/// }
/// ```
fn render_value(
    cx: &Context<'_>,
    module: ModuleId,
    def: &TypeDef,
    described: &Struct,
) -> TokenStream {
    let runtime = cx.runtime();
    let (name, type_name) = (cx.ident(&def.name), &def.name.schema);
    let Struct { fields, which } = described;
    let count = Literal::usize_unsuffixed(fields.len() + which.iter().len());
    let members = which
        .iter()
        .flat_map(|which| cx.schema.types[which.ty.0].kind.union_cases());
    let keys = fields.iter().map(|field| &field.name.wire);
    let keys = keys.chain(members.map(|case| &case.name.wire));
    let writes = fields.iter().map(|field| {
        let (member, key) = (cx.ident(&field.name), &field.name.wire);
        match *cx.schema.resolve(&field.ty) == Type::Void {
            true => quote!(object.always(#key, &self.#member)?;),
            false => quote!(object.field(#key, &self.#member)?;),
        }
    });
    let write_which = which.iter().map(|which| {
        let member = cx.ident(&which.name);
        quote!(#runtime::private::Union::write(&self.#member, &mut object)?;)
    });
    let reads = fields.iter().map(|field| {
        let (member, read) = (cx.ident(&field.name), render_read(cx, module, field));
        quote!(#member: #read)
    });
    let read_which = which.iter().map(|which| {
        let member = cx.ident(&which.name);
        quote!(#member: fields.read_union()?)
    });
    // An unused `mut` is a warning in the user's crate.
    let is_empty = fields.is_empty() && which.is_none();
    let mutable = (!is_empty).then(|| quote!(mut));
    let unused = is_empty.then(|| quote!(let _ = fields;));
    let value = values::render_value(
        cx,
        &name,
        &quote! {
            let #mutable object =
                #runtime::private::RecordWriter::new(serializer, #type_name, #count)?;
            #(#writes)*
            #(#write_which)*
            object.end()
        },
        &quote!(#runtime::private::read_record(deserializer, #type_name)),
    );
    quote! {
        #value

        impl #runtime::private::Record for #name {
            const FIELDS: &'static [&'static str] = &[#(#keys),*];

            fn read<'de, __A: #runtime::serde::de::MapAccess<'de>>(
                fields: &mut #runtime::private::FieldReader<__A>,
            ) -> ::core::result::Result<Self, __A::Error> {
                #unused
                ::core::result::Result::Ok(Self { #(#reads,)* #(#read_which,)* })
            }
        }
    }
}

/// `fields.read_or("id", || 7)?`
fn render_read(cx: &Context<'_>, module: ModuleId, field: &Field) -> TokenStream {
    let key = &field.name.wire;
    match &field.default {
        Some(value) => {
            let value = literal::of_member(cx, module, &field.name, &field.ty, value);
            quote!(fields.read_or(#key, || #value)?)
        }
        None if traits::of(cx, &field.ty).default => quote!(fields.read_or_default(#key)?),
        None => quote!(fields.read(#key)?),
    }
}
