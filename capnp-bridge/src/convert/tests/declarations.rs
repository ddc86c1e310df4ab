//! Structs, groups, unions, enums, scopes, files and names.

use wit_codegen_core::front_end::{Slot, Union};

use super::*;

const PEOPLE: &str = "
    struct Person { # Somebody.
      name @0 :Text; # What they are called.
      id @1 :UInt32;
      phones @2 :List(PhoneNumber);
      struct PhoneNumber {
        number @0 :Text;
        type @1 :Type;
        enum Type { mobile @0; await @1; self @2; }
      }
      employment :union { unemployed @3 :Void; employer @4 :Text; school :group { name @5 :Text; year @6 :UInt16; } }
      home :group { street @7 :Text; union { number @8 :UInt8; none @9 :Void; } }
      union { left @11 :Int8; right @10 :Bool; }
    }";

#[test]
fn what_is_declared_in_a_struct_is_in_its_module() {
    let model = schema(PEOPLE);
    assert_eq!(
        model.paths(),
        [
            "a::Person",
            "a::person::Employment",
            "a::person::Home",
            "a::person::PhoneNumber",
            "a::person::Which",
            "a::person::employment::School",
            "a::person::home::Which",
            "a::person::phone_number::Type",
        ]
    );
    assert_eq!(model.0.files, ["a"]);
    assert_eq!(
        model.type_of("a::Person", "phones"),
        "[a::person::PhoneNumber]"
    );
    assert_eq!(
        model.type_of("a::Person", "employment"),
        "a::person::Employment"
    );
    let selector = |path| model.definition(path).selector.as_str();
    assert_eq!(
        selector("a::person::phone_number::Type"),
        "a.capnp:Person.PhoneNumber.Type"
    );
    assert_eq!(
        selector("a::person::employment::School"),
        "a.capnp:Person.employment.school"
    );
    assert_eq!(selector("a::person::Which"), "a.capnp:Person");
}

#[test]
fn members_of_unions_stand_by_their_numbers() {
    let model = schema(PEOPLE);
    assert_eq!(
        model.union("a::person::Employment"),
        [
            "Unemployed",
            "Employer(String)",
            "School(a::person::employment::School)"
        ]
    );
    // The number is the ordinal's rank, not where it is written.
    assert_eq!(model.union("a::person::Which"), ["Right(Bool)", "Left(S8)"]);
    let which = model.structure("a::Person").which.as_ref().unwrap();
    assert_eq!(
        (model.rust(&which.name), which.ty),
        ("which", model.id("a::person::Which"))
    );
    assert_eq!(
        model.union("a::person::phone_number::Type"),
        ["Mobile", "Await", "Self_"]
    );
}

#[test]
fn layouts_are_the_compilers() {
    let model = schema(PEOPLE);
    let layout = model.layout("a::Person");
    assert_eq!((layout.data_words, layout.pointers), (2, 4));
    let names: Vec<_> = model
        .structure("a::Person")
        .fields
        .iter()
        .map(|it| model.rust(&it.name))
        .collect();
    assert_eq!(names, ["name", "id", "phones", "employment", "home"]);
    assert_eq!(
        layout.group.slots,
        [
            Slot::Pointer { index: 0 },
            Slot::Data {
                offset: 0,
                default: 0
            },
            Slot::Pointer { index: 1 },
            Slot::Group(None),
            Slot::Group(None),
        ]
    );
    let union = layout.group.union.as_ref().unwrap();
    assert_eq!(
        model.layout("a::person::Which").group.union.as_ref(),
        Some(union)
    );
    assert_eq!(
        union
            .cases
            .iter()
            .map(|(number, _)| *number)
            .collect::<Vec<_>>(),
        [0, 1]
    );
    let employment = model.layout("a::person::Employment");
    assert_eq!((employment.data_words, employment.pointers), (2, 4));
    let Some(Union { cases, .. }) = &employment.group.union else {
        panic!("it is a union");
    };
    assert_eq!(cases[0], (0, Slot::Void));
    assert_eq!(cases[1], (1, Slot::Pointer { index: 2 }));
    assert_eq!(cases[2], (2, Slot::Group(None)));
}

#[test]
fn comments_and_places_are_kept() {
    let model = schema(PEOPLE);
    let person = model.definition("a::Person");
    assert_eq!(person.docs.text.as_deref(), Some("Somebody."));
    let field = model.field("a::Person", "name");
    assert_eq!(field.docs.text.as_deref(), Some("What they are called."));
    let text = format!("@0xf000000000000000; {PEOPLE}");
    let at = |span: &wit_codegen_core::front_end::Span| text[span.range.clone()].to_owned();
    assert_eq!(at(&person.span), "Person");
    assert_eq!(at(&field.span), "name");
    assert_eq!(field.span.range.start, text.find("name @0").unwrap());
    let nested = &model.field("a::person::employment::School", "name").span;
    assert_eq!(nested.range.start, text.find("name @5").unwrap());
}

#[test]
fn a_struct_that_holds_itself_is_boxed() {
    let model = schema(
        "struct A { next @0 :A; list @1 :List(A); b @2 :B; opt @3 :A; plain @4 :C; }
         struct B { union { a @0 :A; b @1 :B; c @2 :C; l @3 :List(B); } }
         struct C { x @0 :Int8; }
         struct D { g :group { d @0 :D; } u :union { x @1 :Void; d @2 :D; c @3 :C; } }",
    );
    assert_eq!(model.type_of("a::A", "next"), "*a::A?");
    assert_eq!(model.type_of("a::A", "list"), "[a::A]");
    assert_eq!(model.type_of("a::A", "b"), "*a::B?");
    assert_eq!(model.type_of("a::A", "plain"), "a::C");
    // The first member is what a default is made of.
    assert_eq!(
        model.union("a::b::Which"),
        ["A(*a::A?)", "B(*a::B)", "C(a::C)", "L([a::B])"]
    );
    assert_eq!(model.type_of("a::d::G", "d"), "*a::D?");
    assert_eq!(model.union("a::d::U"), ["X", "D(*a::D)", "C(a::C)"]);
}

#[test]
fn every_type_has_an_equivalent() {
    let model = schema(
        "struct A {
           a @0 :Void; b @1 :Bool; c @2 :Int8; d @3 :Int16; e @4 :Int32; f @5 :Int64; g @6 :UInt8; h @7 :UInt16;
           i @8 :UInt32; j @9 :UInt64; k @10 :Float32; l @11 :Float64; m @12 :Text; n @13 :Data;
           o @14 :List(List(Void)); p @15 :I; q @16 :List(I); r @17 :AnyPointer; s @18 :AnyStruct; t @19 :AnyList;
           u @20 :Capability; v @21 :List(E);
         }
         enum E { x @0; }
         interface I {}",
    );
    let fields = model.structure("a::A").fields.iter();
    let types: Vec<String> = fields.map(|field| model.short(&field.ty)).collect();
    assert_eq!(
        types,
        [
            "Void",
            "Bool",
            "S8",
            "S16",
            "S32",
            "S64",
            "U8",
            "U16",
            "U32",
            "U64",
            "F32",
            "F64",
            "String",
            "Data",
            "[[Void]]",
            "own a::IClient?",
            "[own a::IClient]",
            "AnyPointer",
            "AnyPointer",
            "AnyPointer",
            "own capability::CapabilityClient?",
            "[a::E]",
        ]
    );
}

#[test]
fn annotations_rename_and_make_optional() {
    let model = schema(
        "using Rust = import \"rust.capnp\"; using Json = import \"/capnp/compat/json.capnp\";
         struct A $Rust.name(\"Renamed\") {
           a @0 :Text $Rust.option $Json.name(\"a_a\");
           b @1 :Int8 $Rust.name(\"betterName\") $Rust.option;
           c :group $Rust.name(\"someGroup\") { d @2 :E; }
           s @3 :S $Rust.option;
           enum E $Rust.name(\"Kind\") { x @0 $Rust.name(\"firstOne\") $Json.name(\"X!\"); }
           struct S { a @0 :A $Rust.option; }
         }
         struct Type { type @0 :Text; }",
    );
    assert_eq!(
        model.paths(),
        [
            "a::Renamed",
            "a::Type",
            "a::renamed::Kind",
            "a::renamed::S",
            "a::renamed::SomeGroup"
        ]
    );
    let a = model.field("a::Renamed", "a");
    assert_eq!(
        (model.short(&a.ty).as_str(), a.name.wire.as_str()),
        ("String?", "a_a")
    );
    let b = model.field("a::Renamed", "better_name");
    assert_eq!(
        (model.short(&b.ty).as_str(), b.name.wire.as_str()),
        ("S8", "b")
    );
    assert_eq!(model.field("a::Renamed", "some_group").name.wire, "c");
    assert_eq!(model.type_of("a::Renamed", "s"), "*a::renamed::S?");
    let case = &model.cases("a::renamed::Kind")[0].name;
    assert_eq!((model.rust(case), case.wire.as_str()), ("FirstOne", "X!"));
    assert_eq!(model.field("a::Type", "r#type").name.wire, "type");
}

#[test]
fn of_other_files_there_is_what_is_used() {
    let files = [
        (
            "a.capnp",
            "using import \"sub/b.capnp\".B; using C = import \"/sub/c.capnp\"; using D = import \"a/b.capnp\";
             struct A { b @0 :B; c @1 :C.C.Inner; d @2 :D.B; }",
        ),
        ("sub/b.capnp", "struct B { x @0 :Used; } struct Used {} struct Unused {}"),
        ("sub/c.capnp", "struct C { struct Inner {} struct Other {} }"),
        (
            "a/b.capnp",
            "using Rust = import \"/capnp/rust.capnp\"; $Rust.parentModule(\"x::type\"); struct B {}",
        ),
    ];
    let model = load(&files, &Mapping::default()).unwrap();
    assert_eq!(
        model.paths(),
        ["a::A", "b::B", "b::Used", "c::c::Inner", "x::r#type::b::B"]
    );
    assert_eq!(
        model.definition("c::c::Inner").selector,
        "sub/c.capnp:C.Inner"
    );

    let mapping = Mapping {
        parent_module: vec!["outer".to_owned(), "mod".to_owned()],
        provided: [
            (0xf000_0000_0000_0001, "other".to_owned()),
            (0xf000_0000_0000_0002, "crate::c".to_owned()),
        ]
        .into(),
    };
    let model = load(&files, &mapping).unwrap();
    let mapped = |path| model.mapped(path).map(|it| it.path.as_str());
    assert_eq!(mapped("outer::r#mod::a::A"), None);
    assert_eq!(
        mapped("outer::r#mod::b::Used"),
        Some("::other::outer::r#mod::b::Used")
    );
    assert_eq!(
        mapped("outer::r#mod::c::c::Inner"),
        Some("crate::c::outer::r#mod::c::c::Inner")
    );
}

/// What is converted from `a`, where another crate has `b`.
fn with_provided(a: &str, b: &str) -> Model {
    let mapping = Mapping {
        provided: [(0xf000_0000_0000_0001, "common".to_owned())].into(),
        ..Mapping::default()
    };
    let a = format!("using B = import \"b.capnp\"; {a}");
    load(&[("a.capnp", &a), ("b.capnp", b)], &mapping).unwrap()
}

#[test]
fn types_of_another_crate_are_called_as_there() {
    let text = "struct Other {}
        struct Plain { other @3 :Other; union { a @0 :Void; b @1 :Text; } struct Which { x @0 :Int8; } w @2 :Which; }";
    let there = load(&[("b.capnp", text)], &Mapping::default()).unwrap();
    let is_struct = |definition: &TypeDef| matches!(definition.kind, TypeKind::Struct(_));
    let declared =
        |definition: &&TypeDef| definition.name.schema == "Which" && is_struct(definition);
    let at = there.0.types.iter().position(|it| declared(&it)).unwrap();

    let here = with_provided("struct A { x @0 :B.Plain.Which; }", text);
    let is_here = here.0.types.iter().position(|it| declared(&it)).unwrap();
    let mapped = here.3.get(TypeId(is_here)).map(|it| it.path.as_str());
    assert_eq!(
        mapped,
        Some(format!("::common::{}", there.path(TypeId(at))).as_str())
    );
}

#[test]
fn instances_that_another_crate_has_not_are_generated_here() {
    let model = with_provided(
        "struct L {} struct A { x @0 :B.Box(Text); y @1 :B.Box(L); z @2 :B.Box(Data); h @3 :B.Holder; u @4 :B.Box; }
         interface I { get @0 () -> (it :B.Sub(Text)); }",
        "struct Box(T) { t @0 :T; e @1 :Inner; struct Inner { t @0 :T; } }
         struct Holder { x @0 :Box(Text); }
         interface Sub(T) { get @0 () -> (it :T, more :T); }",
    );
    let mapped = |path| model.mapped(path).map(|it| it.path.as_str());
    assert_eq!(mapped("b::BoxText"), Some("::common::b::BoxText"));
    assert_eq!(mapped("b::Holder"), Some("::common::b::Holder"));
    assert_eq!(mapped("b::BoxL"), None);
    assert_eq!(mapped("b::box_l::Inner"), None);
    assert_eq!(mapped("b::BoxData"), None);
    assert_eq!(mapped("b::SubTextClient"), None);
    assert_eq!(mapped("b::sub_text::GetResults"), None);
}

#[test]
fn an_interface_may_extend_one_of_another_crate() {
    let model = with_provided(
        "interface Mine extends(B.Svc) {}",
        "interface Svc { get @0 (key :Key) -> (a :Text, b :Text); } struct Key {} struct GetResults {}",
    );
    let svc = model.mapped("b::SvcClient").unwrap();
    assert_eq!(svc.path, "::common::b::SvcClient");
    let provided = svc.interface.as_ref().unwrap();
    assert_eq!(
        (provided.module.as_str(), provided.trait_name.as_str()),
        ("::common::b", "Svc")
    );
    assert_eq!(
        model.resource("a::MineClient").bases,
        [model.id("b::SvcClient")]
    );
}

#[test]
fn the_standard_schemas_are_found() {
    let names = [
        "c++",
        "persistent",
        "rpc",
        "rpc-twoparty",
        "rust",
        "schema",
        "stream",
        "compat/byte-stream",
        "compat/http-over-capnp",
        "compat/json",
        "compat/json-rpc",
    ];
    let imports: String = names
        .iter()
        .enumerate()
        .map(|(index, name)| format!("using X{index} = import \"/capnp/{name}.capnp\"; "))
        .collect();
    let model = schema(&format!(
        "{imports} using import \"rust.capnp\".name; using Again = import \"/rust.capnp\";
         struct A $name(\"B\") $Again.name(\"B\") {{
           node @0 :X5.Node; message @1 :X2.Message; http @2 :X8.HttpService; json @3 :X9.Value;
           persistent @4 :X1.Persistent; rpc @5 :X10.RpcMessage; side @6 :X3.Side;
         }}"
    ));
    assert_eq!(model.type_of("a::B", "node"), "schema::Node");
    assert_eq!(model.type_of("a::B", "json"), "json::Value");
    assert_eq!(
        model
            .resource("byte_stream::ByteStreamClient")
            .functions
            .len(),
        4
    );
    assert_eq!(model.layout("schema::Node").data_words, 6);
}
