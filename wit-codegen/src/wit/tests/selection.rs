//! Worlds, and what of them is generated.

use super::*;

fn with_world(world: &str) -> SchemaOptions {
    SchemaOptions {
        world: Some(world.to_owned()),
        ..options()
    }
}

#[test]
fn a_world_decides_what_is_served_and_what_is_called() {
    let schema = schema(
        "package a:b;
         interface types { record r { x: u8 } }
         interface store { use types.{r}; put: func(r: r); }
         interface api { use types.{r}; run: func() -> r; }
         interface both { ping: func(); }
         interface unused { nothing: func(); }
         world w { import store; export api; import both; export both; }",
    );
    assert_eq!(
        outline(&schema),
        [
            "types R",
            "store R<-types::R | Store called: put",
            "api R<-types::R | Api both: run",
            "both | Both both: ping",
        ]
    );
}

#[test]
fn what_a_world_holds_directly_is_a_module_of_its_name() {
    let schema = schema(
        "package a:b@1.2.3;
         interface types { type t = u8; }
         world gate-way {
             use types.{t};
             type u = t;
             import log: func(text: string);
             export run: func() -> u;
         }",
    );
    assert_eq!(
        outline(&schema),
        [
            "types T",
            "gate_way T<-types::T U | GateWay both: run | GateWayImports called: log"
        ]
    );
    assert_eq!(schema.modules[1].selector, "a:b/gate-way@1.2.3");
    assert_eq!(
        names(&schema).of(&schema.modules[1].services[1].name),
        "GateWayImportsClient"
    );
}

#[test]
fn inline_interfaces_are_modules_named_by_their_keys() {
    let schema = schema(
        "package a:b;
         interface shared { f: func(); }
         world w {
             export match: interface { type t = u8; f: func() -> t; }
             import match: interface { g: func(); }
             import shared: interface { h: func(); }
             export shared;
         }",
    );
    assert_eq!(
        outline(&schema),
        [
            "shared | Shared both: f",
            "r#match T | Match both: f",
            "match_ | Match called: g",
            "shared_ | Shared called: h",
        ]
    );
    assert_eq!(schema.modules[1].selector, "a:b/w/match");
    assert_eq!(schema.types[0].selector, "a:b/w/match/t");
}

#[test]
fn named_imports_are_further_names_of_the_module() {
    let schema = schema(
        "package a:b;
         interface store { get: func() -> u8; }
         world w { import primary: store; import back-up: store; export store; import store: store; }",
    );
    assert_eq!(
        outline(&schema),
        ["store = back_up = primary | Store both: get"]
    );
}

#[test]
fn included_worlds_are_renamed_and_merged() {
    let files = [
        (
            "a.wit",
            "package a:b;
             interface i { f: func(); }
             world base { type t = u8; import i; import a: func() -> t; export b: func(); }
             world w {
                 include base with { a as from-base, b as to-base, t as base-type }
                 include d:d/extra;
                 export a: func();
             }",
        ),
        (
            "deps/d.wit",
            "package d:d; interface x { g: func(); } world extra { export x; export inner: interface { h: func(); } }",
        ),
    ];
    assert_eq!(
        outline(&load_files(&files, &with_world("w")).unwrap()),
        [
            "i | I called: f",
            "w BaseType | W both: to_base a | WImports called: from_base",
            "inner | Inner both: h",
            "d::d::x | X both: g",
        ]
    );
}

#[test]
fn features_switch_items_on() {
    let text = "package a:b@1.0.0;
        interface i {
            always: func();
            @unstable(feature = one) first: func();
            @unstable(feature = two) second: func();
            @since(version = 0.9.0) @deprecated(version = 1.0.0) old: func();
        }";
    let functions =
        |options: &SchemaOptions| outline(&load_files(&[("x.wit", text)], options).unwrap());
    assert_eq!(functions(&options()), ["i | I both: always old"]);
    let one = SchemaOptions {
        features: vec!["one".to_owned()],
        ..options()
    };
    assert_eq!(functions(&one), ["i | I both: always first old"]);
    let all = SchemaOptions {
        all_features: true,
        ..options()
    };
    assert_eq!(functions(&all), ["i | I both: always first second old"]);
    let schema = load_files(&[("x.wit", text)], &options()).unwrap();
    assert_eq!(
        schema.modules[0].services[0].functions[1]
            .docs
            .deprecated
            .as_deref(),
        Some("since 1.0.0")
    );
}

#[test]
fn several_worlds_need_a_choice() {
    let text = "package a:b;\nworld one { export f: func(); }\nworld two { export g: func(); }";
    let report = report(text);
    assert!(
        report.contains("x.wit:3:7")
            && report.contains("`one`, `two`")
            && report.contains("--world one"),
        "{report}"
    );
    for world in ["two", "a:b/two"] {
        let schema = load_files(&[("x.wit", text)], &with_world(world)).unwrap();
        assert_eq!(outline(&schema), ["two | Two both: g"], "{world}");
    }
}

#[test]
fn worlds_of_several_versions_are_named_in_full() {
    let text = "package a:main;
        package a:b@1.0.0 { world w { export f: func(); } }
        package a:b@2.0.0 { world w { export g: func(); } }";
    let load =
        |world| load_files(&[("x.wit", text)], &with_world(world)).map(|schema| outline(&schema));
    assert_eq!(load("a:b/w@2.0.0").unwrap(), ["w | W both: g"]);
    assert_eq!(load("a:b@1.0.0/w").unwrap(), ["w | W both: f"]);
    for ambiguous in ["w", "a:b/w"] {
        let report = load(ambiguous).unwrap_err();
        assert!(report.contains("`a:b/w@1.0.0`, `a:b/w@2.0.0`"), "{report}");
    }
}

#[test]
fn worlds_of_dependencies_can_be_chosen_in_full() {
    let files = [
        ("a.wit", "package a:b; world mine {}"),
        (
            "deps/d.wit",
            "package d:d; interface x { g: func(); } world extra { export x; export f: func(); }",
        ),
    ];
    let schema = load_files(&files, &with_world("d:d/extra")).unwrap();
    assert_eq!(
        outline(&schema),
        ["extra | Extra both: f", "d::d::x | X both: g"]
    );
    assert!(load_files(&files, &with_world("extra")).is_err());
}

#[test]
fn unknown_worlds_are_reported_with_those_that_are_there() {
    let text = "package a:b; world gateway {} world store {}";
    let load = |world| load_files(&[("x.wit", text)], &with_world(world)).unwrap_err();
    assert!(
        load("gatewy").contains("did you mean `gateway`?"),
        "{}",
        load("gatewy")
    );
    assert!(
        load("nothing").contains("there is `gateway`, `store`"),
        "{}",
        load("nothing")
    );
    let report = load_files(&[("x.wit", "package a:b;")], &with_world("w")).unwrap_err();
    assert!(report.contains("the package has no world"), "{report}");
    for nonsense in ["", ":", "a:b", "a:b/", "a:b/c/d", "@", "a:b/gateway@"] {
        assert!(load(nonsense).contains("there is no world"), "{nonsense}");
    }
}
