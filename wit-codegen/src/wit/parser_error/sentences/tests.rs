//! Every sentence of the tables is provoked by a small schema, so that one which `wit-parser` changed is found here.

mod rows;

use wit_parser::{Resolve, ResolveError, SourceMap, Span as WitSpan, UnresolvedPackageGroup};

use self::rows::{Row, of_package};
use super::*;

#[test]
fn packages_are_refused_in_these_words() {
    for (schema, text, kind) in of_package() {
        let error = read(&schema).expect_err(&schema);
        check(&schema, &error.to_string(), text);
        assert_eq!(ParserError::of_package(&error).kind, kind, "{schema}");
    }
}

#[test]
fn connections_are_refused_in_these_words() {
    for (schema, text, kind) in of_packages() {
        let error = connect(schema);
        check(schema, &error.to_string(), text);
        assert_eq!(
            ParserError::of_packages(error.kind()).kind,
            kind,
            "{schema}"
        );
    }
}

#[test]
fn other_connections_are_refused_as_data() {
    for (schema, kind) in [
        (
            "package a:b; --- package a:b;",
            Kind::PackageTwice {
                name: "a:b".into(),
                spans: [WitSpan::default(); 2],
            },
        ),
        (
            "package a:b; interface i { use a:c/j.{t}; } --- package a:c; interface j { use a:b/i.{t}; }",
            Kind::PackageCycle {
                package: "a:c".into(),
            },
        ),
        (
            "package a:b; world v { import f: func(); } world w { import f: func(); include v; }",
            Kind::NameIncludedTwice {
                direction: "import".into(),
                name: "f".into(),
            },
        ),
        (
            "package a:b; interface i { type a = u64; } interface j { use i.{a}; type b = a; } \
             interface k { use i.{a}; use j.{b}; } world w { export i; export k; }",
            Kind::ImportedAndExported {
                interface: "a:b/k".into(),
            },
        ),
        (
            "package a:b@1.0.0; interface i {} world u { @since(version = 0.9.0) import i; } \
             world v { @since(version = 1.0.0) import i; } world w { include u; include v; }",
            Kind::FeaturesDisagree,
        ),
    ] {
        let mut found = ParserError::of_packages(connect(schema).kind()).kind;
        if let Kind::PackageTwice { spans, .. } = &mut found {
            *spans = [WitSpan::default(); 2];
        }
        assert_eq!(found, kind, "{schema}");
    }
}

#[test]
fn every_sentence_is_provoked() {
    let (package, packages) = (of_package(), of_packages());
    let of_package: Vec<&str> = package.iter().map(|(_, text, _)| *text).collect();
    let of_packages: Vec<&str> = packages.iter().map(|(_, text, _)| *text).collect();
    for (sentences, texts) in [
        (WORDS, &of_package),
        (PACKAGE, &of_package),
        (PACKAGES, &of_packages),
    ] {
        for (sentence, _) in sentences {
            let mut provoked = texts.iter().filter(|it| captures(sentence, it).is_some());
            assert!(provoked.next().is_some(), "nothing provokes `{sentence}`");
        }
    }
    for (token, _) in EXPECTED_TOKENS {
        let mut names = of_package.iter().filter_map(|it| captures(EXPECTED, it));
        let is_provoked = names.any(|names| captures(token, names[0]).is_some());
        assert!(is_provoked, "nothing provokes `expected {token}`");
    }
}

#[test]
fn users_read_words_that_they_know() {
    for (schema, text) in [
        ("interface {}", "expected a name, found '{'"),
        ("interface i x", "expected '{', found a name"),
        (
            "interface i { type t = list<u8, x>; }",
            "expected the length of the list, found a name",
        ),
        ("interface i", "expected '{', found the end of the file"),
    ] {
        let error = ParserError::of_package(&read(schema).expect_err(schema));
        assert_eq!(error.text, text, "{schema}");
    }
}

#[test]
fn worlds_are_known_where_spans_are_not() {
    let schema =
        "package a:b; world v { import f: func(); } world w { import F: func(); include v; }";
    let error = Resolve::new().push_group(read(schema).unwrap());
    let error = ParserError::of_packages(error.expect_err(schema).kind());
    assert_eq!(error.world.as_deref(), Some("w"));
    assert_eq!(
        error.text,
        "import `f` in world `w` conflicts with import `F`"
    );
}

#[test]
fn other_sentences_are_passed_on() {
    let schema = "package a:b@01.0.0;";
    let error = ParserError::of_package(&read(schema).expect_err(schema));
    assert_eq!(error.kind, Kind::Unknown(Phase::Package));
    assert_eq!(error.text, "invalid leading zero in major version number");
}

#[test]
fn names_are_what_differs() {
    for (sentence, text, expected) in [
        ("a", "a", Some(vec![])),
        ("a", "ab", None),
        ("a `{}`", "a `b`", Some(vec!["b"])),
        ("a `{}`", "a `b` c", None),
        ("{} a {}", "b a c a d", Some(vec!["b", "c a d"])),
        ("`{}", "`a` or `b`", Some(vec!["a` or `b`"])),
    ] {
        assert_eq!(captures(sentence, text), expected, "{sentence}: {text}");
    }
}

/// Reads a package, whose files are parted by `---`.
fn read(schema: &str) -> Result<UnresolvedPackageGroup, ParseErrorKind> {
    let mut map = SourceMap::new();
    for (at, file) in schema.split("---").enumerate() {
        map.push_str(&at.to_string(), file);
    }
    map.parse().map_err(|(_, mut error)| {
        let span = WitSpan::default();
        let message = String::new();
        std::mem::replace(error.kind_mut(), ParseErrorKind::Syntax { span, message })
    })
}

/// Why packages, which are parted by `---`, cannot be connected.
fn connect(schema: &str) -> ResolveError {
    let packages = schema.split("---").map(read).collect::<Result<Vec<_>, _>>();
    let mut packages = packages.expect(schema).into_iter();
    let main = packages.next().unwrap();
    let connected = Resolve::new().push_groups(main, packages.collect());
    connected.expect_err(schema)
}

fn check(schema: &str, found: &str, known: &str) {
    assert_eq!(
        found, known,
        "`wit-parser` says something else of `{schema}`: the tables of sentences are out of date"
    );
}

fn of_packages() -> Vec<Row> {
    vec![
        (
            "package a:b; interface i { @unstable(feature = x) type t = u8; type u = t; }",
            "found a reference to a type which is excluded due to its feature not being activated",
            Kind::FeatureOff,
        ),
        (
            "package a:b; world v {} world w { include v with { x as y } }",
            "no import or export kebab-name `x`. Note that an ID does not support renaming",
            Kind::NothingToRename { name: "x".into() },
        ),
        (
            "package a:b@1.0.0; @since(version = 2.0.0) interface i {}",
            "feature gate cannot reference unreleased version 2.0.0 of package [a:b@1.0.0] (current version 1.0.0)",
            Kind::SinceLaterThanPackage {
                since: "2.0.0".into(),
                package: "a:b@1.0.0".into(),
            },
        ),
        (
            "package a:b; @since(version = 1.0.0) interface i {}",
            "package [a:b] contains a feature gate with a version specifier, so it must have a version",
            Kind::SinceWithoutVersion {
                package: "a:b".into(),
            },
        ),
        (
            "package a:b; world v { import f: func(); } world w { import F: func(); include v; }",
            "import `f` in world `w` conflicts with import `F` (names must be strongly unique)",
            Kind::NamesInWorldConflict,
        ),
        (
            "package a:b; world w { import x: set(a: u8); }",
            "import `[set]x` in world `w` has no corresponding getter `[get]x`",
            Kind::InvalidAccessor,
        ),
        (
            "package a:b; interface i { resource r; f: func() -> borrow<r>; }",
            "function `f` returns a type which contains a `borrow<T>` which is not supported",
            Kind::ReturnsBorrow {
                function: "f".into(),
            },
        ),
        (
            "package a:b; interface i { use a:c/j.{t}; f: func(x: own<t>); } \
             --- package a:c; interface j { type t = u8; }",
            "type used in a handle must be a resource",
            Kind::NoResource { name: None },
        ),
    ]
}
