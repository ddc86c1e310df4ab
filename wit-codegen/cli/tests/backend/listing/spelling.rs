//! How types are spelled in a listing.

use std::collections::BTreeMap;

use wit_codegen_core::model::{
    Case, Field, Function, ItemId, Scalar, Schema, Struct, Type, TypeId, TypeKind,
};

/// What spelling a type takes.
pub(super) struct Spelling<'a> {
    pub(super) schema: &'a Schema,
    pub(super) names: &'a BTreeMap<ItemId, String>,
}

impl Spelling<'_> {
    pub(super) fn name(&self, id: TypeId) -> &str {
        &self.names[&self.schema.types[id.0].name.item()]
    }

    pub(super) fn of_function(&self, function: &Function) -> String {
        let params = function.params.iter().map(|param| {
            let name = param.name_on(function.arguments);
            format!("{name}: {}", self.of(&param.ty))
        });
        let params: Vec<_> = params.collect();
        let result = function.result.iter();
        let result: String = result.map(|ty| format!(" -> {}", self.of(ty))).collect();
        format!("{}({}){result}", function.name.wire, params.join(", "))
    }

    pub(super) fn of_kind(&self, kind: &TypeKind) -> String {
        match kind {
            TypeKind::Record(fields) => self.fields(fields),
            TypeKind::Struct(Struct { fields, which }) => match which {
                None => self.fields(fields),
                Some(which) => format!("{} & {}", self.fields(fields), self.name(which.ty)),
            },
            TypeKind::Variant(cases) | TypeKind::Union(cases) => self.cases(cases, " | "),
            TypeKind::Enum(cases) => self.cases(cases, " | "),
            TypeKind::OpenEnum(cases) => format!("{} | u16", self.cases(cases, " | ")),
            TypeKind::Flags(flags) => format!("set of {}", self.cases(flags, ", ")),
            TypeKind::Alias(ty) => self.of(ty),
            TypeKind::Use(id) => {
                let module = self.schema.types[self.schema.declaration(*id).0].module;
                format!("that of {}", self.schema.modules[module.0].selector)
            }
            TypeKind::Resource(_) => "what can be called".to_owned(),
        }
    }

    fn fields(&self, fields: &[Field]) -> String {
        let fields = fields.iter();
        let fields = fields.map(|it| format!("{}: {}", it.name.wire, self.of(&it.ty)));
        format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
    }

    fn cases(&self, cases: &[Case], between: &str) -> String {
        let cases = cases.iter().map(|case| match &case.ty {
            Some(ty) => format!("{}({})", case.name.wire, self.of(ty)),
            None => case.name.wire.clone(),
        });
        cases.collect::<Vec<_>>().join(between)
    }

    fn of(&self, ty: &Type) -> String {
        match ty {
            Type::Scalar(scalar) => of_scalar(*scalar).to_owned(),
            Type::String => "text".to_owned(),
            Type::Data => "bytes".to_owned(),
            Type::Void => "nothing".to_owned(),
            Type::AnyPointer => "anything".to_owned(),
            Type::List(item) => format!("list of {}", self.of(item)),
            Type::FixedList(item, length) => format!("{length} of {}", self.of(item)),
            Type::Map(key, value) => format!("map of {} to {}", self.of(key), self.of(value)),
            Type::Option(some) => format!("{}?", self.of(some)),
            Type::Result { ok, err } => {
                format!("{} or error {}", self.side(ok), self.side(err))
            }
            Type::Tuple(items) => {
                let items: Vec<_> = items.iter().map(|item| self.of(item)).collect();
                format!("({})", items.join(", "))
            }
            Type::Named(id) | Type::Own(id) => self.name(*id).to_owned(),
            Type::Borrow(id) => format!("borrowed {}", self.name(*id)),
            Type::Stream(item) => format!("stream of {}", self.side(item)),
            Type::Future(item) => format!("future of {}", self.side(item)),
        }
    }

    fn side(&self, ty: &Option<Box<Type>>) -> String {
        ty.as_ref().map_or("nothing".to_owned(), |ty| self.of(ty))
    }
}

fn of_scalar(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Bool => "bool",
        Scalar::U8 => "u8",
        Scalar::U16 => "u16",
        Scalar::U32 => "u32",
        Scalar::U64 => "u64",
        Scalar::S8 => "s8",
        Scalar::S16 => "s16",
        Scalar::S32 => "s32",
        Scalar::S64 => "s64",
        Scalar::F32 => "f32",
        Scalar::F64 => "f64",
        Scalar::Char => "character",
    }
}
