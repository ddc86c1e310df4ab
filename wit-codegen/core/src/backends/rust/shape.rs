//! How JavaScript makes an object of a type, and takes one apart: text that has the names of the properties in it.
//!
//! An engine is fastest where an object is a literal, and is read by properties that the text names; keys in an array
//! cost it much more. Workers have no `eval`, so the text is made here.

use super::Context;
use crate::model::{Field, Type, TypeKind};

/// A property of an object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Property<'f> {
    key: &'f str,
    /// It is not there where its closure gives `undefined`.
    may_be_missing: bool,
}

impl<'f> Property<'f> {
    /// One that is missing where its value is nothing.
    pub(crate) fn of(cx: &Context<'_>, field: &'f Field) -> Self {
        Self {
            key: &field.name.wire,
            may_be_missing: may_be_nothing(cx, &field.ty),
        }
    }

    /// One that is always there.
    pub(crate) fn always(field: &'f Field) -> Self {
        Self {
            key: &field.name.wire,
            may_be_missing: false,
        }
    }

    /// Whether it is named as it is; as a string, if not.
    fn is_identifier(self) -> bool {
        let is_start = |c: char| c.is_ascii_alphabetic() || c == '_' || c == '$';
        self.key.starts_with(is_start)
            && self.key.chars().all(|c| is_start(c) || c.is_ascii_digit())
    }

    /// `id: a0()`
    fn in_literal(self, index: usize) -> String {
        match self.is_identifier() {
            true => format!("{}: a{index}()", self.key),
            false => format!("{}: a{index}()", string(self.key)),
        }
    }

    /// `o.id`
    fn of_object(self, object: char) -> String {
        match self.is_identifier() {
            true => format!("{object}.{}", self.key),
            false => format!("{object}[{}]", string(self.key)),
        }
    }

    /// `o.id = a0();`
    fn assigned(self, index: usize) -> String {
        let property = self.of_object('o');
        match self.may_be_missing {
            true => format!("if ((v = a{index}()) !== undefined) {property} = v;"),
            false => format!("{property} = a{index}();"),
        }
    }

    /// `(a0(x.id) || f(0))`
    fn taken(self, index: usize) -> String {
        let value = match INHERITED.contains(&self.key) {
            true => format!("g(x, {})", string(self.key)),
            false => self.of_object('x'),
        };
        format!("(a{index}({value}) || f({index}))")
    }
}

/// What every object has of `Object.prototype`. There is `__proto__` as well, which the checks refuse as a key.
const INHERITED: [&str; 11] = [
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

/// A module of JavaScript with a function that makes objects and one that takes them, in one line. Each gets what its
/// properties are made or taken by, and gives what makes or takes the whole:
///
/// ```js
/// export const shape = [
///     (a0, a1, a2) => () => {
///         const o = { id: a0(), sku: a1() };
///         let v;
///         if ((v = a2()) !== undefined) o.note = v;
///         return o;
///     },
///     (p, f, g, a0, a1, a2) => (x) =>
///         p(x) && (a0(x.id) || f(0)) && (a1(x.sku) || f(1)) && (a2(x.note) || f(2)),
/// ];
/// ```
///
/// Here `p` says whether `x` is a plain object, `f` notes which property is wrong and is false, and `g` reads a property
/// that is the object's own: `g(x, "constructor")`. With an unnamed union both have another parameter, `u`, which adds
/// the active member and takes it. Properties are made in declared order, which is that of their values.
pub(crate) fn render(properties: &[Property<'_>], has_union: bool) -> String {
    let make = make(properties, has_union);
    let take = take(properties, has_union);
    format!("export const shape = [{make}, {take}];")
}

fn make(properties: &[Property<'_>], has_union: bool) -> String {
    let parameters = parameters(&[], properties, has_union);
    let first_missing = properties.iter().position(|it| it.may_be_missing);
    let (always, rest) = properties.split_at(first_missing.unwrap_or(properties.len()));
    let always = always.iter().enumerate();
    let literal = match always
        .map(|(index, it)| it.in_literal(index))
        .collect::<Vec<_>>()
    {
        none if none.is_empty() => "{}".to_owned(),
        always => format!("{{ {} }}", always.join(", ")),
    };
    if rest.is_empty() && !has_union {
        return format!("({parameters}) => () => ({literal})");
    }
    let mut statements = vec![format!("const o = {literal};")];
    if let Some(first) = first_missing {
        statements.push("let v;".to_owned());
        let rest = rest.iter().enumerate();
        statements.extend(rest.map(|(index, it)| it.assigned(first + index)));
    }
    statements.extend(has_union.then(|| "u(o);".to_owned()));
    let statements = statements.join(" ");
    format!("({parameters}) => () => {{ {statements} return o; }}")
}

fn take(properties: &[Property<'_>], has_union: bool) -> String {
    let parameters = parameters(&["p", "f", "g"], properties, has_union);
    let taken = properties.iter().enumerate();
    let taken = taken.map(|(index, it)| it.taken(index));
    let union = has_union.then(|| "u(x)".to_owned());
    let all: Vec<_> = ["p(x)".to_owned()]
        .into_iter()
        .chain(taken)
        .chain(union)
        .collect();
    format!("({parameters}) => (x) => {}", all.join(" && "))
}

/// `p, f, g, a0, a1, u`
fn parameters(first: &[&str], properties: &[Property<'_>], has_union: bool) -> String {
    let first = first.iter().map(|&name| name.to_owned());
    let closures = (0..properties.len()).map(|index| format!("a{index}"));
    let union = has_union.then(|| "u".to_owned());
    let all: Vec<_> = first.chain(closures).chain(union).collect();
    all.join(", ")
}

/// Text as a string of JavaScript.
fn string(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a value of a type may be what a field without it stands for, as `Value::is_absent` says. Of somebody's own type
/// that is not known.
fn may_be_nothing(cx: &Context<'_>, ty: &Type) -> bool {
    match ty {
        Type::Option(_) | Type::Void => true,
        Type::Named(id) | Type::Own(id) | Type::Borrow(id) => {
            if let Some(mapped) = cx.elsewhere.get(*id)
                && !mapped.generated
            {
                return !mapped.of_platform;
            }
            match &cx.schema.types[id.0].kind {
                TypeKind::Alias(ty) => may_be_nothing(cx, ty),
                TypeKind::Use(declared) => may_be_nothing(cx, &Type::Named(*declared)),
                TypeKind::Record(_)
                | TypeKind::Variant(_)
                | TypeKind::Enum(_)
                | TypeKind::Flags(_)
                | TypeKind::Resource(_)
                | TypeKind::Struct(_)
                | TypeKind::Union(_)
                | TypeKind::OpenEnum(_) => false,
            }
        }
        Type::Scalar(_)
        | Type::String
        | Type::Data
        | Type::AnyPointer
        | Type::List(_)
        | Type::FixedList(..)
        | Type::Map(..)
        | Type::Result { .. }
        | Type::Tuple(_)
        | Type::Stream(_)
        | Type::Future(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The two functions for properties with these names; one may be missing if a `?` is behind it.
    fn functions(properties: &[&'static str], has_union: bool) -> [String; 2] {
        let properties: Vec<_> = properties
            .iter()
            .map(|name| {
                let key = name.strip_suffix('?');
                Property {
                    key: key.unwrap_or(name),
                    may_be_missing: key.is_some(),
                }
            })
            .collect();
        let [make, take] = [make, take].map(|function| function(&properties, has_union));
        let module = render(&properties, has_union);
        assert_eq!(module, format!("export const shape = [{make}, {take}];"));
        [make, take]
    }

    #[test]
    fn what_is_always_there_is_in_the_literal() {
        let [make, take] = functions(&["id", "sku"], false);
        assert_eq!(make, "(a0, a1) => () => ({ id: a0(), sku: a1() })");
        assert_eq!(
            take,
            "(p, f, g, a0, a1) => (x) => p(x) && (a0(x.id) || f(0)) && (a1(x.sku) || f(1))"
        );
    }

    #[test]
    fn from_the_first_that_may_be_missing_on_properties_are_assigned() {
        let [make, take] = functions(&["id", "note?", "gift", "from?"], false);
        assert_eq!(
            make,
            "(a0, a1, a2, a3) => () => { const o = { id: a0() }; let v; \
             if ((v = a1()) !== undefined) o.note = v; o.gift = a2(); \
             if ((v = a3()) !== undefined) o.from = v; return o; }"
        );
        assert_eq!(
            take,
            "(p, f, g, a0, a1, a2, a3) => (x) => p(x) && (a0(x.id) || f(0)) && (a1(x.note) || f(1)) \
             && (a2(x.gift) || f(2)) && (a3(x.from) || f(3))"
        );
        let [make, _] = functions(&["note?"], false);
        assert_eq!(
            make,
            "(a0) => () => { const o = {}; let v; if ((v = a0()) !== undefined) o.note = v; return o; }"
        );
    }

    #[test]
    fn a_union_is_last() {
        let [make, take] = functions(&["id"], true);
        assert_eq!(
            make,
            "(a0, u) => () => { const o = { id: a0() }; u(o); return o; }"
        );
        assert_eq!(
            take,
            "(p, f, g, a0, u) => (x) => p(x) && (a0(x.id) || f(0)) && u(x)"
        );
        let [make, take] = functions(&["id?"], true);
        assert_eq!(
            make,
            "(a0, u) => () => { const o = {}; let v; if ((v = a0()) !== undefined) o.id = v; u(o); \
             return o; }"
        );
        assert_eq!(
            take,
            "(p, f, g, a0, u) => (x) => p(x) && (a0(x.id) || f(0)) && u(x)"
        );
    }

    #[test]
    fn nothing_is_an_empty_object() {
        let [make, take] = functions(&[], false);
        assert_eq!(make, "() => () => ({})");
        assert_eq!(take, "(p, f, g) => (x) => p(x)");
        let [make, take] = functions(&[], true);
        assert_eq!(make, "(u) => () => { const o = {}; u(o); return o; }");
        assert_eq!(take, "(p, f, g, u) => (x) => p(x) && u(x)");
    }

    #[test]
    fn keys_are_identifiers_where_they_can_be() {
        for (key, in_literal, assigned, taken) in [
            ("$a_1", "$a_1: a0()", "o.$a_1 = a0();", "x.$a_1"),
            ("class", "class: a0()", "o.class = a0();", "x.class"),
            ("o", "o: a0()", "o.o = a0();", "x.o"),
            (
                "a-b",
                r#""a-b": a0()"#,
                r#"o["a-b"] = a0();"#,
                r#"x["a-b"]"#,
            ),
            ("1a", r#""1a": a0()"#, r#"o["1a"] = a0();"#, r#"x["1a"]"#),
            ("", r#""": a0()"#, r#"o[""] = a0();"#, r#"x[""]"#),
            (
                "größe",
                r#""größe": a0()"#,
                r#"o["größe"] = a0();"#,
                r#"x["größe"]"#,
            ),
            (
                "a\"\\\n\u{2028}",
                r#""a\"\\\u000a\u2028": a0()"#,
                r#"o["a\"\\\u000a\u2028"] = a0();"#,
                r#"x["a\"\\\u000a\u2028"]"#,
            ),
            (
                "toString",
                "toString: a0()",
                "o.toString = a0();",
                r#"g(x, "toString")"#,
            ),
        ] {
            let property = Property {
                key,
                may_be_missing: false,
            };
            assert_eq!(property.in_literal(0), in_literal);
            assert_eq!(property.assigned(0), assigned);
            assert_eq!(property.taken(0), format!("(a0({taken}) || f(0))"));
        }
    }
}
