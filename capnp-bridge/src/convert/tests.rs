//! What schemas become in the model.

mod declarations;
mod generics;
mod interfaces;
mod values;

use std::fs;

use wit_codegen_core::front_end::{
    Case, Diagnostics, Elsewhere, Field, FrontEnd, Layouts, Literal, Mapped, Name, Resource,
    RustNames, Schema, Sources, Struct, StructLayout, Type, TypeDef, TypeId, TypeKind,
    resolve_collisions,
};

use wit_codegen_core::recursion::Recursive;

use super::{Capnp, Mapping};
use crate::compiler::{self, Input};

/// Converts the first of some files; each gets an id.
fn load(files: &[(&str, &str)], mapping: &Mapping) -> Option<Model> {
    let folder = tempfile::tempdir().unwrap();
    for (index, (name, text)) in files.iter().enumerate() {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("@0xf00000000000000{index}; {text}")).unwrap();
    }
    let input = Input {
        files: vec![folder.path().join(files[0].0)],
        import_paths: vec![folder.path().to_path_buf()],
        ..Input::default()
    };
    let compiled = compiler::compile(&input).unwrap();
    let front_end = Capnp {
        compiled: &compiled,
        mapping,
    };
    let loaded = front_end.load(&mut Sources::default(), &mut Diagnostics::default());
    loaded.map(|loaded| {
        let names = resolve_collisions(&loaded.schema, &loaded.rust.places);
        Model(loaded.schema, names, loaded.layouts, loaded.rust.elsewhere)
    })
}

/// Converts one file, `a.capnp`.
fn schema(text: &str) -> Model {
    load(&[("a.capnp", text)], &Mapping::default()).expect("it can be converted")
}

/// A schema and its Rust names, to be asked by Rust paths.
struct Model(Schema, RustNames, Layouts, Elsewhere);

impl Model {
    fn paths(&self) -> Vec<String> {
        let types = (0..self.0.types.len()).map(|id| self.path(TypeId(id)));
        let mut paths: Vec<String> = types.collect();
        paths.sort();
        paths
    }

    fn path(&self, id: TypeId) -> String {
        let definition = &self.0.types[id.0];
        let module = self.1.path(definition.module).join("::");
        format!("{module}::{}", self.rust(&definition.name))
    }

    /// What stands in for a type.
    #[track_caller]
    fn mapped(&self, path: &str) -> Option<&Mapped> {
        self.3.get(self.id(path))
    }

    fn rust(&self, name: &Name) -> &str {
        self.1.of(name)
    }

    #[track_caller]
    fn id(&self, path: &str) -> TypeId {
        let ids = (0..self.0.types.len()).map(TypeId);
        let found: Vec<TypeId> = ids.filter(|id| self.path(*id) == path).collect();
        match found.as_slice() {
            [id] => *id,
            _ => panic!("{path} is {} of {:?}", found.len(), self.paths()),
        }
    }

    #[track_caller]
    fn definition(&self, path: &str) -> &TypeDef {
        &self.0.types[self.id(path).0]
    }

    #[track_caller]
    fn structure(&self, path: &str) -> &Struct {
        match &self.definition(path).kind {
            TypeKind::Struct(it) => it,
            other => panic!("{path} is {other:?}"),
        }
    }

    #[track_caller]
    fn field(&self, path: &str, name: &str) -> &Field {
        let fields = &self.structure(path).fields;
        fields
            .iter()
            .find(|it| self.rust(&it.name) == name)
            .expect("there is such a field")
    }

    /// The type of a field, in short.
    #[track_caller]
    fn type_of(&self, path: &str, name: &str) -> String {
        let field = self.field(path, name);
        self.short_member(&field.name, &field.ty)
    }

    #[track_caller]
    fn default_of(&self, path: &str, name: &str) -> Option<Literal> {
        self.field(path, name).default.clone()
    }

    #[track_caller]
    fn cases(&self, path: &str) -> &[Case] {
        match &self.definition(path).kind {
            TypeKind::Union(cases) | TypeKind::OpenEnum(cases) => cases,
            other => panic!("{path} is {other:?}"),
        }
    }

    /// Cases in short.
    #[track_caller]
    fn union(&self, path: &str) -> Vec<String> {
        let case = |case: &Case| match &case.ty {
            Some(ty) => {
                let ty = self.short_member(&case.name, ty);
                format!("{}({ty})", self.rust(&case.name))
            }
            None => self.rust(&case.name).to_owned(),
        };
        self.cases(path).iter().map(case).collect()
    }

    #[track_caller]
    fn resource(&self, path: &str) -> &Resource {
        match &self.definition(path).kind {
            TypeKind::Resource(it) => it,
            other => panic!("{path} is {other:?}"),
        }
    }

    #[track_caller]
    fn layout(&self, path: &str) -> &StructLayout {
        &self.2.types[&self.id(path)]
    }

    /// With a star before what holds the type that it is in.
    fn short_member(&self, name: &Name, ty: &Type) -> String {
        match Recursive::of(&self.0, &self.2).contains(name) {
            true => format!("*{}", self.short(ty)),
            false => self.short(ty),
        }
    }

    fn short(&self, ty: &Type) -> String {
        match ty {
            Type::List(item) => format!("[{}]", self.short(item)),
            Type::Option(some) => format!("{}?", self.short(some)),
            Type::Named(id) => self.path(*id),
            Type::Own(id) => format!("own {}", self.path(*id)),
            Type::Scalar(scalar) => format!("{scalar:?}"),
            other => format!("{other:?}"),
        }
    }
}
