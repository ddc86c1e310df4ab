//! Random records and variants: the compiler's layouts of structs with many members of all sizes.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::compare_wit;

/// A type that may stand anywhere.
fn ty() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => Just("bool"),
        4 => prop_oneof![Just("u8"), Just("s8")],
        4 => prop_oneof![Just("u16"), Just("s16"), Just("e")],
        4 => prop_oneof![Just("u32"), Just("f32"), Just("char")],
        3 => prop_oneof![Just("u64"), Just("f64")],
        2 => prop_oneof![Just("string"), Just("list<u8>"), Just("r"), Just("v"), Just("fl")],
    ]
    .prop_map(str::to_owned);
    leaf.prop_recursive(4, 12, 4, |inner| {
        prop_oneof![
            3 => inner.clone().prop_map(|some| format!("option<{some}>")),
            2 => (inner.clone(), inner.clone()).prop_map(|(ok, err)| format!("result<{ok}, {err}>")),
            1 => inner.clone().prop_map(|ok| format!("result<{ok}>")),
            1 => inner.clone().prop_map(|err| format!("result<_, {err}>")),
            1 => Just("result".to_owned()),
            3 => prop::collection::vec(inner.clone(), 1..4)
                .prop_map(|items| format!("tuple<{}>", items.join(", "))),
            1 => inner.clone().prop_map(|item| format!("list<{item}>")),
            1 => inner.prop_map(|value| format!("map<string, {value}>")),
        ]
    })
}

/// A record, or else a variant, of these members.
type Declaration = (bool, Vec<Option<String>>);

fn declaration() -> impl Strategy<Value = Declaration> {
    (
        any::<bool>(),
        prop::collection::vec(prop::option::weighted(0.9, ty()), 1..14),
    )
}

fn wit(declarations: &[Declaration]) -> String {
    let mut text = "package a:b; interface i { enum e { a, b } record r { a: u8 } variant v { a } flags fl { a, b }\n"
        .to_owned();
    for (index, (is_record, members)) in declarations.iter().enumerate() {
        let keyword = if *is_record { "record" } else { "variant" };
        let _ = write!(text, "{keyword} t{index} {{ ");
        for (index, member) in members.iter().enumerate() {
            let _ = match (is_record, member) {
                (true, Some(ty)) => write!(text, "m{index}: {ty}, "),
                (true, None) => write!(text, "m{index}: bool, "),
                (false, Some(ty)) => write!(text, "m{index}({ty}), "),
                (false, None) => write!(text, "m{index}, "),
            };
        }
        text.push_str("}\n");
    }
    text.push('}');
    text
}

proptest! {
    // Each case is a run of the compiler.
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 100, ..ProptestConfig::default() })]

    #[test]
    fn random_types_lie_as_the_compiler_says(
        declarations in prop::collection::vec(declaration(), 4..16),
    ) {
        // Others are made for what could not be compared.
        prop_assume!(compare_wit("random", &wit(&declarations)));
    }
}
