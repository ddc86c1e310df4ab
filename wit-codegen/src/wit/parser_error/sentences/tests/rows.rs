//! Packages that are refused.

use crate::wit::parser_error::{Composite, Direction, Expected, Found, Kind, Member, Sort};

/// A schema, what `wit-parser` says of it, and what that means. The files of a package are parted by `---`.
pub(super) type Row = (&'static str, &'static str, Kind);

/// A row whose schema is too long to be written down.
type LongRow = (String, &'static str, Kind);

pub(super) fn of_package() -> Vec<LongRow> {
    let rows = words().into_iter().chain(grammar()).chain(references());
    let rows = rows.chain(types()).chain(names()).chain(rest());
    let rows = rows.map(|(schema, text, kind)| (schema.to_owned(), text, kind));
    let flags: String = (0..33).map(|n| format!("n{n}, ")).collect();
    let (lists, ends) = ("list<".repeat(101), ">".repeat(101));
    let (packages, braces) = ("package c:d {".repeat(101), "}".repeat(101));
    let long = [
        (
            format!("package a:b; interface i {{ flags f {{ {flags} }} }}"),
            "cannot have more than 32 flags",
            Kind::TooManyFlags,
        ),
        (
            format!("package a:b; interface i {{ type t = {lists}u8{ends}; }}"),
            "type nesting too deep",
            Kind::TooDeep,
        ),
        (
            format!("package a:b; {packages} {braces}"),
            "package nesting too deep",
            Kind::TooDeep,
        ),
    ];
    rows.chain(long).collect()
}

fn words() -> Vec<Row> {
    vec![
        (
            "interface placeOrder {}",
            "invalid character in identifier 'O'",
            Kind::InvalidName,
        ),
        (
            "interface a--b {}",
            "identifiers must have characters between '-'s",
            Kind::InvalidName,
        ),
        ("\u{1}", r"Control code '\u{1}'", Kind::RefusedCharacter),
        (
            "\u{149}",
            r"Codepoint EscapeUnicode(EscapeIterInner('\u{149}')) is discouraged by Unicode",
            Kind::RefusedCharacter,
        ),
        (
            "\u{202e}",
            r"Input contains bidirectional override codepoint EscapeUnicode(EscapeIterInner('\u{202e}'))",
            Kind::RefusedCharacter,
        ),
        ("#", "unexpected character '#'", Kind::UnexpectedCharacter),
        (
            "/* ",
            "unterminated block comment",
            Kind::UnterminatedComment,
        ),
        (
            r#"interface i { "\u0000" }"#,
            "expected character '{'",
            expected(Expected::Other, Found::Other),
        ),
    ]
}

fn expected(expected: Expected, found: Found) -> Kind {
    Kind::Expected { expected, found }
}

fn keyword(word: &str) -> Found {
    Found::Keyword(word.to_owned())
}

fn grammar() -> Vec<Row> {
    vec![
        (
            "interface i { f: func() }",
            "expected ';', found '}'",
            expected(Expected::Semicolon, Found::Other),
        ),
        (
            "interface i",
            "expected '{', found eof",
            expected(Expected::OpeningBrace, Found::EndOfFile),
        ),
        (
            "interface i { record r { a: u8 enum e } }",
            "expected '}', found keyword `enum`",
            expected(Expected::ClosingBrace, keyword("enum")),
        ),
        (
            "record r {}",
            "expected `world`, `interface` or `use`, found keyword `record`",
            expected(Expected::FileItem, keyword("record")),
        ),
        (
            "interface interface {}",
            "expected an identifier or string, found keyword `interface`",
            expected(Expected::Name, keyword("interface")),
        ),
        (
            "interface i { f: func() -> ; }",
            "expected a type, found ';'",
            expected(Expected::Type, Found::Other),
        ),
        (
            "interface i { resource r { func } }",
            "expected `constructor` or identifier, found keyword `func`",
            expected(Expected::Word, keyword("func")),
        ),
        (
            "interface i { use a:b use.{t}; }",
            "expected `/`, found keyword `use`",
            expected(Expected::Word, keyword("use")),
        ),
        (
            "package a-b;",
            "expected ':', found ';'",
            expected(Expected::Other, Found::Other),
        ),
    ]
}

fn references() -> Vec<Row> {
    let missing = |sort, name: &str| Kind::Missing {
        sort,
        name: name.to_owned(),
    };
    let cycle = |sort, name: &str| Kind::Cycle {
        sort,
        name: name.to_owned(),
    };
    vec![
        (
            "package a:b; interface i { type t = u; }",
            "type `u` does not exist",
            missing(Sort::Type, "u"),
        ),
        (
            "package a:b; interface i { f: func(x: u); }",
            "name `u` does not exist",
            missing(Sort::Type, "u"),
        ),
        (
            "package a:b; interface i { use j.{u}; }",
            "interface or world `j` does not exist",
            missing(Sort::InterfaceOrWorld, "j"),
        ),
        (
            "package a:b; interface i { type t = u; type u = t; }",
            "type `u` depends on itself",
            cycle(Sort::Type, "u"),
        ),
        (
            "package a:b; interface i { use j.{t}; } interface j { use i.{t}; }",
            "interface or world `j` depends on itself",
            cycle(Sort::InterfaceOrWorld, "j"),
        ),
        (
            "package a:b; interface i { f: func(); } interface j { use i.{f}; }",
            "cannot import function `f`",
            Kind::UsedNoType { name: "f".into() },
        ),
        (
            "package a:b; interface i { f: func(); g: func(x: f); }",
            "cannot use function `f` as a type",
            Kind::NoType { name: "f".into() },
        ),
        (
            "package a:b; interface i { type t = u8; f: func(x: own<t>); }",
            "type `t` used in a handle must be a resource",
            Kind::NoResource {
                name: Some("t".into()),
            },
        ),
        (
            "package a:b; world v {} world w { import v; }",
            "name `v` is defined as a world, not an interface",
            Kind::WorldAsInterface { name: "v".into() },
        ),
        (
            "package a:b; interface i {} world w { include i; }",
            "name `i` is defined as an interface, not a world",
            Kind::InterfaceAsWorld { name: "i".into() },
        ),
    ]
}

fn types() -> Vec<Row> {
    let twice = |member, name: &str| Kind::MemberTwice {
        member,
        name: name.to_owned(),
    };
    let conflict = |member| Kind::MembersConflict {
        member,
        name: "A".to_owned(),
        previous: "a".to_owned(),
    };
    vec![
        (
            "package a:b; interface i { record r {} }",
            "empty record",
            Kind::Empty(Composite::Record),
        ),
        (
            "package a:b; interface i { variant v {} }",
            "empty variant",
            Kind::Empty(Composite::Variant),
        ),
        (
            "package a:b; interface i { enum e {} }",
            "empty enum",
            Kind::Empty(Composite::Enum),
        ),
        (
            "package a:b; interface i { flags f {} }",
            "empty flags",
            Kind::Empty(Composite::Flags),
        ),
        (
            "package a:b; interface i { type t = tuple<>; }",
            "empty tuple",
            Kind::Empty(Composite::Tuple),
        ),
        (
            "package a:b; interface i { type t = map<f32, u8>; }",
            "invalid map key type: map keys must be bool, u8, u16, u32, u64, s8, s16, s32, s64, char, or string",
            Kind::InvalidMapKey,
        ),
        (
            "package a:b; interface i { type t = list<u8, 99999999999>; }",
            "invalid list size: number too large to fit in target type",
            Kind::InvalidListLength,
        ),
        (
            "package a:b; interface i { record r { a: u8, a: u8 } }",
            "duplicate field `a`",
            twice(Member::Field, "a"),
        ),
        (
            "package a:b; interface i { enum e { a, a } }",
            "duplicate case `a`",
            twice(Member::Case, "a"),
        ),
        (
            "package a:b; interface i { flags f { a, a } }",
            "duplicate flag `a`",
            twice(Member::Flag, "a"),
        ),
        (
            "package a:b; interface i { record r { a: u8, A: u8 } }",
            "field `A` conflicts with previous field `a`",
            conflict(Member::Field),
        ),
        (
            "package a:b; interface i { enum e { a, A } }",
            "case `A` conflicts with previous case `a`",
            conflict(Member::Case),
        ),
        (
            "package a:b; interface i { flags f { a, A } }",
            "flag `A` conflicts with previous flag `a`",
            conflict(Member::Flag),
        ),
    ]
}

fn names() -> Vec<Row> {
    vec![
        (
            "package a:b; interface i { type t = u8; type t = u8; }",
            "name `t` is defined more than once",
            Kind::TypeTwice { name: "t".into() },
        ),
        (
            "package a:b; interface i { f: func(); f: func(); }",
            "duplicate name `f`",
            Kind::NameTwice { name: "f".into() },
        ),
        (
            "package a:b; use a:c/d; interface d {}",
            "duplicate name `d` in this file",
            Kind::NameTwiceInFile { name: "d".into() },
        ),
        (
            "package a:b; interface i { f: func(); F: func(); }",
            "name `F` conflicts with previous name `f`",
            Kind::NamesConflict {
                name: "F".into(),
                previous: "f".into(),
            },
        ),
        (
            "package a:b; interface i {} world i {}",
            "duplicate item named `i`",
            Kind::InterfaceOrWorldTwice { name: "i".into() },
        ),
        (
            "package a:b; interface i { f: func(a: u8, a: u8); }",
            "param `a` is defined more than once",
            Kind::ParamTwice { name: "a".into() },
        ),
    ]
}

fn rest() -> Vec<Row> {
    let in_world_twice = |direction, name: &str| Kind::NameInWorldTwice {
        direction,
        name: name.to_owned(),
    };
    vec![
        (
            "package a:b; interface i { resource r { constructor() -> u8; } }",
            "if a constructor return type is declared it must be a `result`",
            Kind::InvalidConstructor,
        ),
        (
            "package a:b; interface i { resource r { constructor() -> result<u8>; } }",
            "the `ok` type must be the resource being constructed",
            Kind::InvalidConstructor,
        ),
        (
            "package a:b; interface i { x: get(a: u8) -> u8; }",
            "getters cannot have parameters",
            Kind::InvalidAccessor,
        ),
        (
            "package a:b; interface i { x: get(); }",
            "getters must return a value",
            Kind::InvalidAccessor,
        ),
        (
            "package a:b; interface i { x: get() -> u8; x: set(); }",
            "setters must have exactly one parameter",
            Kind::InvalidAccessor,
        ),
        (
            "package a:b; interface i { x: get() -> u8; x: set(a: u8) -> u8; }",
            "if a setter return type is declared it must be a `result` with no `ok` type",
            Kind::InvalidAccessor,
        ),
        (
            "package a:b; interface i { x: set(a: u8); }",
            "setter `[set]x` has no corresponding getter `[get]x`",
            Kind::InvalidAccessor,
        ),
        (
            "package a:b; interface i {} world w { import i; import i; }",
            "interface cannot be imported more than once",
            Kind::InterfaceInWorldTwice(Direction::Import),
        ),
        (
            "package a:b; interface i {} world w { export i; export i; }",
            "interface cannot be exported more than once",
            Kind::InterfaceInWorldTwice(Direction::Export),
        ),
        (
            "package a:b; world w { import f: func(); import f: interface {} }",
            "import `f` conflicts with prior func of same name",
            in_world_twice(Direction::Import, "f"),
        ),
        (
            "package a:b; world w { export f: func(); export f: interface {} }",
            "export `f` conflicts with prior func of same name",
            in_world_twice(Direction::Export, "f"),
        ),
        (
            "interface i {}",
            "no `package` header was found in any WIT file for this package",
            Kind::NoHeader,
        ),
        (
            "package a:b; --- package a:c;",
            "package identifier `a:c` does not match previous package name of `a:b`",
            Kind::AnotherPackage {
                name: "a:c".into(),
                previous: "a:b".into(),
            },
        ),
        (
            "/// x\npackage a:b; --- /// y\npackage a:b;",
            "found doc comments on multiple 'package' items",
            Kind::PackageDocsTwice,
        ),
        (
            "package a:b { package a:c {} }",
            "nested packages must be placed at the top-level",
            Kind::InnerPackage,
        ),
        (
            "package a:b; @since(version = 1.0.0) package a:c {}",
            "cannot place attributes on nested packages",
            Kind::NoAttributesHere,
        ),
        (
            "package a:b; @since(version = 1.0.0) use a:c/d;",
            "attributes not allowed on top-level use",
            Kind::NoAttributesHere,
        ),
    ]
}
