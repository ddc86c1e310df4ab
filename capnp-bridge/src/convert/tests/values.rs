//! Constants and defaults.

use super::*;
use wit_codegen_core::front_end::ModuleId;

fn text(text: &str) -> Literal {
    Literal::Text(text.to_owned())
}

#[test]
fn defaults_are_given_where_they_differ() {
    let model = schema(
        "struct A {
           a @0 :Bool = true; b @1 :Int8 = -3; c @2 :UInt64 = 0xffffffffffffffff; d @3 :Float32 = -1.5;
           e @4 :Text = \"e\"; f @5 :Data = 0x\"01 02\"; g @6 :List(Int16) = [1, -1]; h @7 :E = y; i @8 :B = (x = 1);
           j @9 :List(Text) = [\"1\", \"\"]; k @10 :List(B) = [(x = 7), ()]; l @11 :List(Bool) = [true, false];
           z0 @12 :Int8 = 0; z1 @13 :Text = \"\"; z2 @14 :B = (x = 5); z3 @15 :List(Int8) = [];
         }
         struct B { x @0 :UInt8 = 5; a @1 :A; }
         enum E { x @0; y @1; }",
    );
    let b = model.id("a::B");
    let field = |value| vec![(0, Literal::Integer(value))];
    let structure = |fields| Literal::Struct {
        ty: b,
        fields,
        which: None,
    };
    for (name, expected) in [
        ("a", Literal::Bool(true)),
        ("b", Literal::Integer(-3)),
        ("c", Literal::Integer(u64::MAX.into())),
        ("d", Literal::Float(-1.5)),
        ("e", text("e")),
        ("f", Literal::Data(vec![1, 2])),
        (
            "g",
            Literal::List(vec![Literal::Integer(1), Literal::Integer(-1)]),
        ),
        ("h", Literal::Enum(1)),
        ("j", Literal::List(vec![text("1"), text("")])),
        (
            "k",
            Literal::List(vec![structure(field(7)), structure(vec![])]),
        ),
        (
            "l",
            Literal::List(vec![Literal::Bool(true), Literal::Bool(false)]),
        ),
    ] {
        assert_eq!(model.default_of("a::A", name), Some(expected), "{name}");
    }
    for name in ["z0", "z1", "z3"] {
        assert_eq!(model.default_of("a::A", name), None, "{name}");
    }
    // They hold each other, so they are absent by default.
    assert_eq!(model.type_of("a::A", "i"), "*a::B?");
    assert_eq!(model.default_of("a::A", "i"), None);
}

#[test]
fn unions_and_groups_have_values() {
    let model = schema(
        "struct A {
           g :group { x @0 :Int8; u :union { a @1 :Int8 = 1; b @2 :Text; c @3 :Void; h :group { y @4 :Int8 = 3; } } }
           union { p @5 :Text; q @6 :B; }
         }
         struct B { x @0 :Int8; }
         const plain :A = ();
         const one :A = (g = (x = 1, u = (b = \"b\")), p = \"p\");
         const two :A = (g = (u = (h = (y = 4))), q = (x = 2));
         const three :A = (g = (u = (c = void)), q = ());
         const four :A = (g = (u = (a = 2)));",
    );
    let id = |path| model.id(path);
    let structure = |ty, fields, which: Option<Literal>| Literal::Struct {
        ty: id(ty),
        fields,
        which: which.map(Box::new),
    };
    let union = |ty, at, value| Literal::Union {
        ty: id(ty),
        case: Ok((at, Box::new(value))),
    };
    let number = Literal::Integer;
    let constants = &model.0.modules[0].constants;
    let value = |at: usize| constants[at].value.clone();
    assert_eq!(model.rust(&constants[1].name), "ONE");
    assert_eq!(value(0), structure("a::A", vec![], None));
    let g = structure(
        "a::a::G",
        vec![(0, number(1)), (1, union("a::a::g::U", 1, text("b")))],
        None,
    );
    let p = union("a::a::Which", 0, text("p"));
    assert_eq!(value(1), structure("a::A", vec![(0, g)], Some(p)));
    let h = structure("a::a::g::u::H", vec![(0, number(4))], None);
    let g = structure("a::a::G", vec![(1, union("a::a::g::U", 3, h))], None);
    let q = union(
        "a::a::Which",
        1,
        structure("a::B", vec![(0, number(2))], None),
    );
    assert_eq!(value(2), structure("a::A", vec![(0, g)], Some(q)));
    let g = structure(
        "a::a::G",
        vec![(1, union("a::a::g::U", 2, Literal::Void))],
        None,
    );
    let q = union("a::a::Which", 1, structure("a::B", vec![], None));
    assert_eq!(value(3), structure("a::A", vec![(0, g)], Some(q)));
    let g = structure(
        "a::a::G",
        vec![(1, union("a::a::g::U", 0, number(2)))],
        None,
    );
    assert_eq!(value(4), structure("a::A", vec![(0, g)], None));
}

#[test]
fn constants_stand_where_they_are_declared() {
    let model = schema(
        "struct A { const inner :Float64 = nan; const more :Text = .text; }
         const text :Text = \"☺\"; const list :List(List(UInt8)) = [[1], []]; const same :UInt16 = .other;
         const other :UInt16 = 7;",
    );
    let module = |path: &[&str]| {
        let mut modules = model.0.modules.iter().enumerate();
        let found = modules.find(|(index, _)| model.1.path(ModuleId(*index)) == path);
        found.unwrap().1
    };
    let names = |path: &[&str]| {
        let constants = module(path).constants.iter();
        constants.map(|it| model.rust(&it.name)).collect::<Vec<_>>()
    };
    assert_eq!(names(&["a"]), ["TEXT", "LIST", "SAME", "OTHER"]);
    assert_eq!(names(&["a", "a"]), ["INNER", "MORE"]);
    let constants = &module(&["a"]).constants;
    assert_eq!(constants[0].value, text("☺"));
    assert_eq!(constants[2].value, Literal::Integer(7));
    assert!(matches!(module(&["a", "a"]).constants[0].value, Literal::Float(it) if it.is_nan()));
    assert_eq!(module(&["a", "a"]).constants[1].value, text("☺"));
}
