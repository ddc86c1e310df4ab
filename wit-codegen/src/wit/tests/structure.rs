//! Packages, files, dependencies, versions.

use std::path::PathBuf;

use super::*;

#[test]
fn an_interface_becomes_a_module() {
    let schema = schema(
        "package rpc:calculator;\ninterface calculator { add: func(a: u32, b: u32) -> u32; }",
    );
    assert_eq!(schema.files, ["calculator"]);
    assert_eq!(outline(&schema), ["calculator | Calculator both: add"]);
    let module = &schema.modules[0];
    assert_eq!(module.selector, "rpc:calculator/calculator");
    assert_eq!(
        names(&schema).of(&module.services[0].name),
        "CalculatorClient"
    );
}

#[test]
fn an_empty_package_is_fine() {
    let empty = schema("package a:b;");
    assert!(empty.modules.is_empty());
    assert!(schema("package a:b; world w {}").modules.is_empty());
}

#[test]
fn a_package_may_be_several_files() {
    let schema = load_files(
        &[
            ("b.wit", "interface second { use first.{t}; }"),
            ("a.wit", "package a:b; interface first { type t = u32; }"),
            ("notes.txt", "not WIT"),
        ],
        &options(),
    );
    assert_eq!(outline(&schema.unwrap()), ["first T", "second T<-first::T"]);
}

#[test]
fn order_is_the_order_of_writing() {
    let schema = schema(
        "package a:b;
         interface z { use y.{t}; f: func(); a: func(); }
         interface y { record u { t: t } type t = u32; }",
    );
    assert_eq!(outline(&schema), ["z T<-y::T | Z both: f a", "y U T"]);
}

#[test]
fn dependencies_stand_below_their_packages() {
    let files = [
        (
            "root.wit",
            "package a:main; interface i { use dep:types/money.{amount}; use dep:more/other.{x}; }",
        ),
        (
            "deps/types/a.wit",
            "package dep:types; interface money { type amount = u64; f: func(); }",
        ),
        ("deps/types/b.wit", "interface unused { type t = u32; }"),
        (
            "deps/more.wit",
            "package dep:more; interface other { use dep:types/money.{amount}; type x = amount; }",
        ),
        ("deps/readme.md", "not WIT"),
    ];
    assert_eq!(
        outline(&load_files(&files, &options()).unwrap()),
        [
            "i Amount<-dep::types::money::Amount X<-dep::more::other::X",
            "dep::types::money Amount",
            "dep::more::other Amount<-dep::types::money::Amount X",
        ]
    );
}

#[test]
fn further_paths_hold_dependencies() {
    let files = [
        (
            "root.wit",
            "package a:main; interface i { use dep:one/x.{t}; use dep:two/y.{u}; }",
        ),
        (
            "shared/one/one.wit",
            "package dep:one; interface x { type t = u32; }",
        ),
        ("two.text", "package dep:two; interface y { type u = u32; }"),
    ];
    let mut options = options();
    // Twice the same path is once.
    options.deps_paths = vec![
        PathBuf::from("shared"),
        PathBuf::from("two.text"),
        PathBuf::from("shared"),
    ];
    let schema = load_files(&files, &options).unwrap();
    assert_eq!(
        outline(&schema),
        [
            "i T<-dep::one::x::T U<-dep::two::y::U",
            "dep::one::x T",
            "dep::two::y U"
        ]
    );
}

#[test]
fn versions_are_told_apart_when_there_are_several() {
    let files = [
        (
            "root.wit",
            "package a:main; interface i { use dep:d/x@0.1.0.{t}; use dep:d/x@0.2.0-rc.1.{t as u}; use dep:e/x@1.0.0.{t as v}; }",
        ),
        (
            "deps/d1.wit",
            "package dep:d@0.1.0; interface x { type t = u8; }",
        ),
        (
            "deps/d2.wit",
            "package dep:d@0.2.0-rc.1; interface x { type t = u16; }",
        ),
        (
            "deps/e.wit",
            "package dep:e@1.0.0; interface x { type t = u32; }",
        ),
    ];
    let schema = load_files(&files, &options()).unwrap();
    assert_eq!(
        outline(&schema),
        [
            "i T<-dep::d_0_1_0::x::T U<-dep::d_0_2_0_rc_1::x::T V<-dep::e::x::T",
            "dep::d_0_1_0::x T",
            "dep::d_0_2_0_rc_1::x T",
            "dep::e::x T",
        ]
    );
    assert_eq!(schema.modules[2].selector, "dep:d/x@0.2.0-rc.1");
    assert_eq!(schema.types.last().unwrap().selector, "dep:e/x@1.0.0/t");
}

#[test]
fn the_main_package_stays_at_the_root_beside_its_other_versions() {
    let files = [
        (
            "root.wit",
            "package a:b@2.0.0; interface x { use a:b/x@1.0.0.{t}; }",
        ),
        (
            "deps/old.wit",
            "package a:b@1.0.0; interface x { type t = u8; }",
        ),
    ];
    assert_eq!(
        outline(&load_files(&files, &options()).unwrap()),
        ["x T<-a::b_1_0_0::x::T", "a::b_1_0_0::x T"]
    );
}

#[test]
fn nested_packages_are_generated_like_the_main_one() {
    let schema = schema(
        "package a:main;
         interface i { use a:inner/x.{t}; f: func() -> t; }
         package a:inner { interface x { type t = u8; g: func(); } }
         package a:other@1.0.0 { interface x { h: func(); } }",
    );
    assert_eq!(
        outline(&schema),
        [
            "i T<-a::inner::x::T | I both: f",
            "a::inner::x T | X both: g",
            "a::other::x | X both: h"
        ]
    );
}

#[test]
fn modules_that_meet_step_aside() {
    let files = [
        (
            "root.wit",
            "package a:main; interface dep { use dep:types/t.{x}; } interface self { type x = u8; }",
        ),
        (
            "deps/types.wit",
            "package dep:types; interface t { type x = u8; }",
        ),
    ];
    assert_eq!(
        outline(&load_files(&files, &options()).unwrap()),
        ["dep X<-dep_::types::t::X", "self_ X", "dep_::types::t X"]
    );
}

#[test]
fn traits_and_clients_make_way_for_types() {
    let schema = schema(
        "package a:b;
         interface order { record order { id: u32 } record order-client { id: u32 } f: func(); }
         interface store { type store = u8; type store-service = u8; f: func(); }",
    );
    let services: Vec<_> = schema
        .modules
        .iter()
        .flat_map(|module| &module.services)
        .collect();
    assert_eq!(
        (
            names(&schema).trait_of(&services[0].name),
            names(&schema).of(&services[0].name)
        ),
        ("OrderService", "OrderClient_")
    );
    assert_eq!(
        (
            names(&schema).trait_of(&services[1].name),
            names(&schema).of(&services[1].name)
        ),
        ("StoreService_", "StoreClient")
    );
}

#[test]
fn problems_of_all_packages_and_files_are_reported_together() {
    let files = [
        ("a.wit", "package a:b;\ninterface i {"),
        ("b.wit", "interface j { f: func( }"),
        ("c.wit", "interface k { use i.{t}; }"),
        (
            "deps/d.wit",
            "package d:d; interface i { type t = missing; }",
        ),
        ("deps/e.wit", "package e:e; interface i { @@@ }"),
    ];
    let report = load_files(&files, &options()).unwrap_err();
    for place in [
        "a.wit:2:14",
        "b.wit:1:24",
        "deps/d.wit:1:37",
        "deps/e.wit:1:29",
    ] {
        assert!(report.contains(place), "{place} is missing in\n{report}");
    }
    assert_eq!(report.matches("error: ").count(), 4, "{report}");
}

#[test]
fn references_to_what_is_not_there_are_reported_together() {
    let files = [
        (
            "a.wit",
            "package a:b;
             interface i { use d:d/i.{t, nope}; use d:d/k.{x}; use d:e/i.{x as z}; use d:d/i@2.0.0.{x as y}; }",
        ),
        ("deps/d.wit", "package d:d; interface i { type t = u8; }"),
    ];
    let report = load_files(&files, &options()).unwrap_err();
    for text in [
        "there is no type `nope` in interface `i`",
        "there is no interface `k` in package `d:d`",
        "there is no package `d:e`",
        "there is no package `d:d@2.0.0`",
        "there is `d:d`: name that version",
    ] {
        assert!(report.contains(text), "{text} is missing in\n{report}");
    }
}

#[test]
fn schemas_in_webassembly_form_are_refused_by_their_path() {
    for name in ["deps/x.wasm", "deps/x.wat", "deps/x/y.wasm"] {
        let files = [("a.wit", "package a:b;"), (name, "\0asm")];
        let report = load_files(&files, &options()).unwrap_err();
        assert!(
            report.contains(name) && report.contains("WebAssembly"),
            "{report}"
        );
    }
}

#[test]
fn folders_without_schema_are_refused_by_their_path() {
    let report = load_files(&[("wit/a.wit", "package a:b;")], &options()).unwrap_err();
    assert!(
        report.contains("there is no .wit file") && report.contains("did you mean"),
        "{report}"
    );
    let report = load_files(
        &[
            ("a.wit", "package a:b;"),
            ("deps/x/y/z.wit", "package x:y;"),
        ],
        &options(),
    )
    .unwrap_err();
    assert!(
        report.contains("there is no .wit file in `deps/x`"),
        "{report}"
    );
}

#[test]
fn deep_chains_are_refused_and_do_not_overflow_the_stack() {
    let mut text = String::from("package a:b; interface i { type t0 = u8;");
    for i in 1..20_000 {
        text += &format!("type t{i} = list<t{}>;", i - 1);
    }
    text += "f: func() -> t19999; }";
    let report = report(&text);
    assert!(
        report.contains("too deeply") && report.contains("x.wit:1:"),
        "{report}"
    );
}

#[test]
fn chains_of_packages_do_not_overflow_the_stack() {
    let mut text = String::from("package a:b; package p:p0 { interface i { type t = u8; } }");
    for i in 1..400 {
        text += &format!(
            "package p:p{i} {{ interface i {{ use p:p{}/i.{{t}}; }} }}",
            i - 1
        );
    }
    assert_eq!(schema(&text).modules.len(), 400);
}
