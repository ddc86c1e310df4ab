//! Interfaces and how their methods are called.

use wit_codegen_core::front_end::{Arguments, Function, Group, Returns, Slot, StructLayout};

use super::*;

const DIRECTORY: &str = "
    interface Directory {
      struct Entry { name @0 :Text; }
      lookup @0 (name :Text, limit :UInt32 = 10, from :Directory) -> (entry :Entry);
      add @1 Entry -> ();
      list @2 () -> (entries :List(Entry), more :Bool, self :Directory);
      get @3 (await :Int8) -> Entry;
      open @4 () -> (dir :Directory);
      write @5 (bytes :Data) -> stream;
    }";

fn function<'m>(model: &'m Model, name: &str) -> &'m Function {
    let functions = &model.resource("a::DirectoryClient").functions;
    functions
        .iter()
        .find(|it| model.rust(&it.name) == name)
        .expect("there is such a method")
}

#[test]
fn an_interface_is_a_trait_a_handle_and_a_module() {
    let model = schema(DIRECTORY);
    assert_eq!(
        model.paths(),
        [
            "a::DirectoryClient",
            "a::directory::Entry",
            "a::directory::ListResults"
        ]
    );
    let definition = model.definition("a::DirectoryClient");
    assert_eq!(model.1.trait_of(&definition.name), "Directory");
    let entrypoint = model.resource("a::DirectoryClient").entrypoint.unwrap();
    assert_eq!(model.1.path(entrypoint), ["a", "directory"]);
    assert_eq!(
        model.definition("a::directory::ListResults").selector,
        "a.capnp:Directory.list$Results"
    );
}

#[test]
fn parameters_are_flattened_unless_they_are_named() {
    let model = schema(DIRECTORY);
    let lookup = function(&model, "lookup");
    assert_eq!(lookup.arguments, Arguments::ByName);
    let types: Vec<String> = lookup.params.iter().map(|it| model.short(&it.ty)).collect();
    assert_eq!(types, ["String", "U32", "own a::DirectoryClient"]);
    assert_eq!(lookup.params[1].default, Some(Literal::Integer(10)));
    let layout = model.2.of_function(lookup).unwrap();
    assert_eq!((layout.params.data_words, layout.params.pointers), (1, 2));
    assert_eq!(
        layout.params.group.slots,
        [
            Slot::Pointer { index: 0 },
            Slot::Data {
                offset: 0,
                default: 10
            },
            Slot::Pointer { index: 1 },
        ]
    );
    let add = function(&model, "add");
    assert_eq!((add.arguments, add.params.len()), (Arguments::Whole, 1));
    let entry = model.layout("a::directory::Entry");
    assert_eq!(&model.2.of_function(add).unwrap().params, entry);
    assert_eq!(
        model.rust(&function(&model, "get").params[0].name),
        "r#await"
    );
}

#[test]
fn results_are_a_value_a_field_or_nothing() {
    let model = schema(DIRECTORY);
    let result = |name| {
        function(&model, name)
            .result
            .as_ref()
            .map(|ty| model.short(ty))
    };
    let returns = |name| function(&model, name).returns.clone();
    assert_eq!(result("lookup").as_deref(), Some("a::directory::Entry"));
    assert!(matches!(returns("lookup"), Returns::Field { key, .. } if key.wire == "entry"));
    assert_eq!((result("add"), returns("add")), (None, Returns::Empty));
    assert_eq!(returns("list"), Returns::Value);
    assert_eq!(
        model.type_of("a::directory::ListResults", "self_"),
        "own a::DirectoryClient?"
    );
    assert_eq!(result("get").as_deref(), Some("a::directory::Entry"));
    assert_eq!(returns("get"), Returns::Value);
    // A capability that is all there is must be there.
    assert_eq!(result("open").as_deref(), Some("own a::DirectoryClient"));
    assert_eq!((result("write"), returns("write")), (None, Returns::Empty));
    let layout = |name| {
        let layout = model.2.of_function(function(&model, name));
        layout.unwrap().results.clone()
    };
    assert_eq!(&layout("list"), model.layout("a::directory::ListResults"));
    assert_eq!(&layout("get"), model.layout("a::directory::Entry"));
    assert_eq!(layout("write").group, Group::default());
}

#[test]
fn what_is_inherited_is_there_once() {
    let model = schema(
        "interface Top { top @0 (); }
         interface Left extends(Top) { left @0 (); }
         interface Right extends(Top) { right @0 (); }
         interface Bottom extends(Left, Right) { bottom @0 (); }
         interface Generic(T) { put @0 (it :T) -> (); }
         interface Texts extends(Generic(Text)) {}",
    );
    let names = |path| {
        let functions = model.resource(path).functions.iter();
        functions.map(|it| model.rust(&it.name)).collect::<Vec<_>>()
    };
    assert_eq!(names("a::BottomClient"), ["bottom", "left", "top", "right"]);
    assert_eq!(names("a::LeftClient"), ["left", "top"]);
    let bases = &model.resource("a::BottomClient").bases;
    assert_eq!(
        *bases,
        [model.id("a::LeftClient"), model.id("a::RightClient")]
    );
    assert_eq!(
        model.resource("a::TextsClient").functions[0].params[0].ty,
        Type::String
    );
    assert_eq!(
        model.resource("a::TextsClient").bases,
        [model.id("a::GenericTextClient")]
    );
}

#[test]
fn a_method_hides_an_inherited_one_of_its_name() {
    let model = schema(
        "interface Base { foo @0 (i :UInt32) -> (); bar @1 (); }
         interface Same extends(Base) { bar @0 (); }
         interface Other extends(Base) { foo @0 (i :Text) -> (); }",
    );
    let other = model.resource("a::OtherClient");
    assert_eq!(other.functions.len(), 2);
    assert_eq!(other.functions[0].params[0].ty, Type::String);
    // By name, its `foo` would be called with what the base's takes.
    assert!(other.bases.is_empty());
    assert_eq!(
        model.resource("a::SameClient").bases,
        [model.id("a::BaseClient")]
    );
}

#[test]
fn a_method_with_other_defaults_is_another_one() {
    // By name on the object wire, by the same layout in a message: but what is not there is something else.
    for (base, derived) in [
        (
            "(p :UInt32 = 1) -> (q :Text)",
            "(p :UInt32 = 2) -> (q :Text)",
        ),
        (
            "(p :Text = \"a\") -> (q :Text)",
            "(p :Text = \"b\") -> (q :Text)",
        ),
        ("(p :Text) -> (q :Text = \"a\")", "(p :Text) -> (q :Text)"),
        ("(p :Text) -> (q :Int8 = 1)", "(p :Text) -> (q :Int8 = -1)"),
        ("(p :Text, r :Text)", "(r :Text, p :Text)"),
        ("(p :Float32 = nan)", "(p :Float32 = inf)"),
    ] {
        let model = schema(&format!(
            "interface Base {{ dd @0 {base}; }}
             interface Derived extends(Base) {{ dd @0 {derived}; }}
             interface Unrelated {{ dd @0 {derived}; }}
             interface Same extends(Base) {{ dd @0 {base}; }}
             interface Both extends(Base, Unrelated) {{}}"
        ));
        let bases = |path| &model.resource(path).bases;
        let base = model.id("a::BaseClient");
        assert!(bases("a::DerivedClient").is_empty(), "{derived}");
        assert_eq!(*bases("a::SameClient"), [base]);
        assert_eq!(*bases("a::BothClient"), [base]);
    }
}

#[test]
fn what_is_inherited_is_like_itself() {
    let model = schema(
        "struct P { x @0 :Float64 = nan; }
         interface Base { dd @0 (p :P = (x = inf), l :List(Float32) = [nan], n :Float64 = nan) -> (f :P = (x = nan)); }
         interface Left extends(Base) {}
         interface Right extends(Base) {}
         interface Derived extends(Left, Right) {}",
    );
    assert_eq!(model.resource("a::DerivedClient").bases.len(), 2);
}

#[test]
fn the_only_result_has_its_default() {
    let model = schema(
        "struct Pt { x @0 :UInt8 = 7; }
         interface I {
           text @0 () -> (x :Text = \"five\");
           number @1 () -> (x :UInt32 = 5);
           point @2 () -> (x :Pt = (x = 99));
           none @3 () -> (x :Text);
           same @4 () -> (x :Pt = (x = 7));
         }",
    );
    let functions = &model.resource("a::IClient").functions;
    let defaults = functions.iter().map(|function| match &function.returns {
        Returns::Field { default, .. } => default.clone(),
        other => panic!("{other:?}"),
    });
    let defaults: Vec<_> = defaults.collect();
    let number = &model.2.of_function(&functions[1]).unwrap().results;
    let StructLayout { group, .. } = number;
    assert_eq!(
        group.slots,
        [Slot::Data {
            offset: 0,
            default: 5
        }]
    );
    assert_eq!(defaults[0], Some(Literal::Text("five".to_owned())));
    assert_eq!(defaults[1], Some(Literal::Integer(5)));
    assert_eq!(
        defaults[2],
        Some(Literal::Struct {
            ty: model.id("a::Pt"),
            fields: vec![(0, Literal::Integer(99))],
            which: None
        })
    );
    assert_eq!(defaults[3..], [None, None]);
}
