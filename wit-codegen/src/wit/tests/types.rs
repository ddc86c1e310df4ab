//! Types, documentation, and what is refused.

use wit_codegen_core::model::{Scalar, Type};

use super::*;

/// The types of the parameters of the only function.
fn params(text: &str) -> Vec<Type> {
    let schema = schema(&format!(
        "package a:b; interface i {{ record r {{ x: u8 }} f: func({text}); }}"
    ));
    schema.modules[0].services[0].functions[0]
        .params
        .iter()
        .map(|param| param.ty.clone())
        .collect()
}

fn boxed(ty: Type) -> Box<Type> {
    Box::new(ty)
}

#[test]
fn every_type_of_values_is_converted() {
    let r = || boxed(Type::Named(wit_codegen_core::model::TypeId(0)));
    for (text, expected) in [
        ("bool", Type::Scalar(Scalar::Bool)),
        ("u8", Type::Scalar(Scalar::U8)),
        ("u16", Type::Scalar(Scalar::U16)),
        ("u32", Type::Scalar(Scalar::U32)),
        ("u64", Type::Scalar(Scalar::U64)),
        ("s8", Type::Scalar(Scalar::S8)),
        ("s16", Type::Scalar(Scalar::S16)),
        ("s32", Type::Scalar(Scalar::S32)),
        ("s64", Type::Scalar(Scalar::S64)),
        ("f32", Type::Scalar(Scalar::F32)),
        ("f64", Type::Scalar(Scalar::F64)),
        ("char", Type::Scalar(Scalar::Char)),
        ("string", Type::String),
        ("list<r>", Type::List(r())),
        (
            "list<u8, 4>",
            Type::FixedList(boxed(Type::Scalar(Scalar::U8)), 4),
        ),
        ("map<string, r>", Type::Map(boxed(Type::String), r())),
        ("option<option<r>>", Type::Option(boxed(Type::Option(r())))),
        (
            "result",
            Type::Result {
                ok: None,
                err: None,
            },
        ),
        (
            "result<r>",
            Type::Result {
                ok: Some(r()),
                err: None,
            },
        ),
        (
            "result<_, r>",
            Type::Result {
                ok: None,
                err: Some(r()),
            },
        ),
        (
            "result<u8, r>",
            Type::Result {
                ok: Some(boxed(Type::Scalar(Scalar::U8))),
                err: Some(r()),
            },
        ),
        (
            "tuple<u8, r>",
            Type::Tuple(vec![Type::Scalar(Scalar::U8), *r()]),
        ),
    ] {
        assert_eq!(params(&format!("p: {text}")), [expected], "{text}");
    }
}

#[test]
fn definitions_keep_names_documentation_and_order() {
    let schema = schema(
        "package a:b;
         /// Of i.
         interface i {
             /// Of v.
             variant v {
                 /// Of first.
                 first(u8), // not documentation
                 second,
             }
             flags f { read-only, b }
             enum e { %self, in-between }
             type alias = list<v>;
             /** Of g. */
             g: async func();
         }",
    );
    let in_rust = names(&schema);
    let module = &schema.modules[0];
    assert_eq!(module.docs.text.as_deref(), Some("Of i."));
    let names: Vec<_> = module
        .types
        .iter()
        .map(|id| in_rust.of(&schema.types[id.0].name))
        .collect();
    assert_eq!(names, ["V", "F", "E", "Alias"]);
    let TypeKind::Variant(cases) = &schema.types[0].kind else {
        panic!()
    };
    assert_eq!(cases[0].docs.text.as_deref(), Some("Of first."));
    assert_eq!(cases[1].docs.text, None);
    let TypeKind::Flags(flags) = &schema.types[1].kind else {
        panic!()
    };
    assert_eq!(
        (in_rust.of(&flags[0].name), flags[0].name.wire.as_str()),
        ("READ_ONLY", "readOnly")
    );
    let TypeKind::Enum(cases) = &schema.types[2].kind else {
        panic!()
    };
    assert_eq!(
        (in_rust.of(&cases[0].name), cases[0].name.wire.as_str()),
        ("Self_", "self")
    );
    assert!(matches!(schema.types[3].kind, TypeKind::Alias(_)));
    assert_eq!(
        module.services[0].functions[0].docs.text.as_deref(),
        Some("Of g.")
    );
}

#[test]
fn names_that_are_keywords_are_escaped() {
    let schema = schema(
        "package a:b;
         interface i {
             variant v { a-1(u8), crate, %self(u8) }
             f: func(%self: u8, %type: u8, %super: u8);
             %async: func();
         }",
    );
    let in_rust = names(&schema);
    let TypeKind::Variant(cases) = &schema.types[0].kind else {
        panic!()
    };
    let cases: Vec<_> = cases.iter().map(|case| in_rust.of(&case.name)).collect();
    assert_eq!(cases, ["A1", "Crate", "Self_"]);
    let functions = &schema.modules[0].services[0].functions;
    let params: Vec<_> = functions[0]
        .params
        .iter()
        .map(|param| in_rust.of(&param.name))
        .collect();
    assert_eq!(params, ["self_", "r#type", "super_"]);
    assert_eq!(in_rust.of(&functions[1].name), "r#async");
}

#[test]
fn everything_that_is_refused_is_reported_together() {
    let report = report(
        "package a:b;
         interface i {
             record rec { f: error-context, g: list<error-context>, h: u8 }
             variant v { c(option<error-context>) }
             type e = error-context;
             take: func(a: u8, b: error-context) -> result<u8, error-context>;
             prop: get() -> u8;
         }",
    );
    let titles: Vec<_> = report
        .lines()
        .filter_map(|line| line.strip_prefix("error: "))
        .collect();
    assert_eq!(
        titles,
        [
            "field `f` holds an `error-context`, which cannot cross Workers RPC",
            "field `g` holds an `error-context`, which cannot cross Workers RPC",
            "case `c` holds an `error-context`, which cannot cross Workers RPC",
            "type `e` holds an `error-context`, which cannot cross Workers RPC",
            "the result of `take` holds an `error-context`, which cannot cross Workers RPC",
            "parameter `b` holds an `error-context`, which cannot cross Workers RPC",
            "`prop` is an accessor, which is not supported yet",
        ]
    );
}

#[test]
fn comments_and_attributes_that_wit_parser_panics_at() {
    assert_eq!(
        outline(&schema("package a:b; /**/ interface i { /**/ f: func(); }")),
        ["i | I both: f"]
    );
    for (attributes, message) in [
        (
            "@deprecated(version = 1.0.0)",
            "`@deprecated` is given without `@since` or `@unstable`",
        ),
        (
            "@since(version = 1.0.0) @since(version = 1.0.0)",
            "`@since` is given twice",
        ),
        (
            "@since(version = 1.0.0) @unstable(feature = x)",
            "an item is either `@since` or `@unstable`",
        ),
    ] {
        for item in ["import d:d/i;", "use d:d/i.{t};", "include d:d/w;"] {
            let report = report(&format!(
                "package a:b@1.0.0; world w {{ {attributes} {item} }}"
            ));
            assert!(report.contains(message), "{report}");
        }
    }
}

#[test]
fn a_name_for_a_type_can_be_the_key_of_a_map() {
    let files = [
        (
            "root.wit",
            "package a:b;
             interface ids { use c:d/names.{name}; type number = u64; type label = name; type %type = number; }
             interface i {
               use ids.{number as n, label, %type};
               type id = string;
               f: func(a: map<id, map<n, id>>, b: map<label, u8>, c: map< %type , u8>);
             }
             world w {
               use ids.{number};
               import g: func(a: map<number, u8>);
               import inner: interface { type k = char; h: func(a: map<k, u8>); }
               export i;
             }",
        ),
        ("deps/c/names.wit", "package c:d; interface names { type name = string; }"),
    ];
    let schema = load_files(&files, &options()).unwrap();
    let services = schema.modules.iter().flat_map(|module| &module.services);
    let params = services
        .flat_map(|it| &it.functions)
        .flat_map(|it| &it.params);
    let mut keys: Vec<(&str, &Type)> = Vec::new();
    for param in params {
        let mut ty = &param.ty;
        while let Type::Map(key, value) = ty {
            keys.push((&param.name.schema, key));
            ty = value;
        }
    }
    keys.sort_by_key(|(name, _)| *name);
    assert_eq!(
        keys,
        [
            ("a", &Type::String),
            ("a", &Type::Scalar(Scalar::U64)),
            ("a", &Type::Scalar(Scalar::U64)),
            ("a", &Type::Scalar(Scalar::Char)),
            ("b", &Type::String),
            ("c", &Type::Scalar(Scalar::U64)),
        ]
    );
}

#[test]
fn a_key_of_a_feature_that_is_off_is_missed_only_where_the_map_is_there() {
    let off = "@unstable(feature = later)";
    let load = |map: &str, features: &[&str]| {
        let text = format!(
            "package a:b;
             interface ids {{ {off} type name = string; }}
             interface i {{
               {off} use ids.{{name}};
               {off} type %type = name;
               {map} f: func(a: map<%type, u8>, b: map<name, u8>);
               g: func();
             }}"
        );
        let mut options = options();
        options.features = features.iter().map(|it| (*it).to_owned()).collect();
        load_files(&[("x.wit", &text)], &options)
    };
    let functions = |schema: &Schema| {
        let services = schema.modules.iter().flat_map(|it| &it.services);
        services.map(|it| it.functions.len()).sum::<usize>()
    };
    assert_eq!(functions(&load(off, &[]).unwrap()), 1);
    assert_eq!(functions(&load(off, &["later"]).unwrap()), 2);
    let error = load("", &[]).unwrap_err();
    assert_eq!(
        error.matches("a feature that is not switched on").count(),
        2,
        "{error}"
    );
    assert!(!error.contains("there is no type"), "{error}");
}
