//! The `export!` macro of a service: what makes a server reachable.
//!
//! For a class (a named entrypoint, a Durable Object) this only says which type serves: `rpc_runtime` puts the
//! methods in place when the Worker starts. The class of the default entrypoint is the bundler's own and out of
//! reach.
//!
//! The stock bundler finds what that class offers by reading the text that wasm-bindgen wrote: what follows
//! `export function`, and what follows `as` in `export { x as y }`, becomes a method of the default entrypoint.
//! A Rust function exported by wasm-bindgen takes the first form, and with it every trap of a name at the top
//! level of a module: `class` lands as `_class`, `memory` is wasm's own export, `undefined` breaks the glue. So
//! each method is a JavaScript function of a snippet, re-exported under its wire name, which takes the second
//! form; all of them call one closure.
//!
//! The macro is written as text, because the formatter leaves the inside of macros as it is.

use quote::ToTokens;

use super::{Context, methods, server};
use crate::model::{ModuleId, Service};

/// ```ignore
/// macro_rules! __export_rpc__calculator__calculator {
///     (@default [$($module:tt)+] $server:path, $new:expr) => {
///         export_default! {
///             __serve_rpc__calculator__calculator: $($module)+::__CalculatorMethods, $server, $new, "…",
///             "add": rpc_add, default_entrypoint_has_add;
///         }
///     };
///     (@server [$($module:tt)+]) => { $($module)+::__CalculatorMethods };
///     ($($spec:tt)+) => { export_spec! { [$crate::calculator] $($spec)+ } };
/// }
/// pub(crate) use __export_rpc__calculator__calculator as export;
/// ```
///
/// `unique` is a name that no other service of the file has; `messages` are the methods that take messages. What is
/// refused is an error with that text instead:
///
/// ```ignore
///     (@default $($rest:tt)*) => { compile_error! { "`Socket` cannot be served on …" } };
///     (@may_be entrypoint) => { compile_error! { "…" } };
///     (@may_be durable) => { compile_error! { "…" } };
/// ```
pub(crate) fn render(
    cx: &Context<'_>,
    module: ModuleId,
    service: &Service,
    unique: &str,
    messages: &[String],
    refusals: &Refusals,
) -> String {
    let runtime = cx.runtime().to_token_stream().to_string().replace(' ', "");
    let marker = methods::marker(cx.trait_name(&service.name)).to_string();
    let path = cx.names.path(module).join("::");
    let schema_name = &service.name.schema;
    let wires = server::methods(service, messages);
    let default = match &refusals.default {
        Some(why) => refused("@default $($rest:tt)*", why),
        None => default_entrypoint(&runtime, &marker, &wires, unique),
    };
    let named = refusals.named.as_deref();
    let named = named.map_or_else(String::new, |why| refused("@may_be entrypoint", why));
    let durable = refusals.durable.as_deref();
    let durable = durable.map_or_else(String::new, |why| refused("@may_be durable", why));
    format!(
        r#"#[doc(hidden)]
macro_rules! __export_{unique} {{{default}{named}{durable}
    (@server [$($module:tt)+]) => {{
        $($module)+::{marker}
    }};
    ($($spec:tt)+) => {{
        {runtime}::private::export_spec! {{ [$crate::{path}] $($spec)+ }}
    }};
}}

/// Serves `{schema_name}` from this Worker:
///
/// - `export!(Server)` on the default entrypoint, `export!(Server as "Name")` on the entrypoint class `Name`. A server is
///   made for each call as `Server {{ ctx }}`, with a [`Context`]({runtime}::Context), or with ` = constructor` by a
///   function of it.
/// - With `, props = Caller` after that, the caller's binding has `props` that serde reads as a `Caller`. The server is
///   made as `Server {{ ctx, props }}`, or by `constructor(ctx, props)`; other props fail the call before that.
/// - `export!(durable Room)` on the Durable Object class `Room`, a struct with `#[durable_object]`, beside its handlers.
/// - With `, intercept = Interceptor` in any of these, as often as wanted, each call goes through an
///   [`Interceptor`]({runtime}::Interceptor), the first one outermost.
///
/// A class is exported once; for each further service of it, add `, with path::of::its::module`. Where generated code is
/// not at the root of the crate, its place follows: `export!(Server, in crate::rpc::{path})`. Services on one entrypoint
/// need method names of their own: "symbol `default_entrypoint_has_…` is already defined" says that two have the same.
pub(crate) use __export_{unique} as export;
"#
    )
}

/// What cannot serve a service: for each, what is said instead.
#[derive(Debug, Default)]
pub(crate) struct Refusals {
    pub(crate) default: Option<String>,
    pub(crate) named: Option<String>,
    pub(crate) durable: Option<String>,
}

/// An arm that only says why.
fn refused(pattern: &str, why: &str) -> String {
    format!(
        "
    ({pattern}) => {{
        ::core::compile_error! {{ {why:?} }}
    }};"
    )
}

/// The arm that exports on the default entrypoint.
fn default_entrypoint(runtime: &str, marker: &str, wires: &[&str], unique: &str) -> String {
    let snippet = snippet(wires).replace('\n', "\n                ");
    let rows: String = wires.iter().map(|wire| row(wire)).collect();
    // The fragment `expr` is another one in the edition 2024, which is a lint before it.
    format!(
        r#"
    (@default [$($module:tt)+] $server:path, $new:expr_2021) => {{
        {runtime}::private::export_default! {{
            __serve_{unique}: $($module)+::{marker}, $server, $new, "
                {snippet}",{rows}
        }}
    }};"#
    )
}

/// `"add": rpc_add, default_entrypoint_has_add;`
fn row(wire: &str) -> String {
    let (function, name) = (js_name(wire), plain(wire));
    format!("\n            \"{wire}\": {function}, default_entrypoint_has_{name};")
}

/// ```js
/// let serve;
/// export function bind(dispatch) { serve = dispatch; }
/// export function rpc_add(...args) { return serve(this, 0, args); }
/// ```
fn snippet(wires: &[&str]) -> String {
    let mut js = String::from("let serve;\nexport function bind(dispatch) { serve = dispatch; }");
    for (index, wire) in wires.iter().enumerate() {
        let name = js_name(wire);
        js.push_str(&format!(
            "\nexport function {name}(...args) {{ return serve(this, {index}, args); }}"
        ));
    }
    js
}

/// Never the wire name itself: it may be a keyword, and the bundler's reader needs the `as`.
fn js_name(wire: &str) -> String {
    format!("rpc_{}", plain(wire))
}

/// A name that JavaScript and Rust have in common.
fn plain(wire: &str) -> String {
    wire.replace('$', "_")
}

/// A name for the parts of a selector or of a module's path, which no others have: start functions share one name space
/// in a crate, as macros do in a module.
///
/// | parts of                       | name                             |
/// |--------------------------------|----------------------------------|
/// | `rpc:shop/place-order`         | `rpc__shop__place_order`         |
/// | `rpc:shop/orders@1.0.0-rc.1`   | `rpc__shop__orders__1_0_0X2drc_1` |
/// | `addressbook::phone_number_`   | `addressbook__phone_numberX5f`   |
///
/// Words have either hyphens or underscores between them; only a version starts with a digit, and has dots. What else
/// there is, `X` too, becomes its number.
pub(crate) fn unique_name<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
    let parts = parts.into_iter().map(|part| {
        let part = part.strip_prefix("r#").unwrap_or(part);
        let joints: &[char] = match part.starts_with(|c: char| c.is_ascii_digit()) {
            true => &['.'],
            false => &['-', '_'],
        };
        let mut name = String::new();
        let mut chars = part.chars().peekable();
        while let Some(c) = chars.next() {
            let stands_between = name.ends_with(|c| c != '_')
                && chars.peek().is_some_and(char::is_ascii_alphanumeric);
            match c {
                _ if c.is_ascii_alphanumeric() && c != 'X' => name.push(c),
                _ if joints.contains(&c) && stands_between => name.push('_'),
                _ => name.push_str(&format!("X{:02x}", u32::from(c))),
            }
        }
        name
    });
    parts.collect::<Vec<_>>().join("__")
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::unique_name;

    #[test]
    fn no_two_selectors_have_one_name() {
        let mut names = HashMap::new();
        for selector in [
            "a:b/c",
            "a:b-c/d",
            "a-b:c/d",
            "a:b/c-d",
            "a:b/C-d",
            "a:b/XML",
            "a:b/xml",
            "a:b/x58ml",
            "a:b/c@1.0.0",
            "a:b/c-1-0-0",
            "a:b/c-d@1.0.0-rc.1",
            "a:b/c-d@1.0.0-rc-1",
            "a:b/c-d@1.0.0-rc--1",
            "a:b/c-d@1.0.0+rc.1",
            "a:b/c-d@1.0.0/rc",
        ] {
            let name = unique_name(selector.split([':', '/', '@']));
            assert!(syn::parse_str::<syn::Ident>(&name).is_ok(), "{name}");
            let other = names.insert(name, selector);
            assert_eq!(other, None, "{selector}");
        }
    }

    #[test]
    fn no_two_paths_have_one_name() {
        let mut names = HashMap::new();
        for path in [
            "a::foo_bar",
            "a::foo::bar",
            "a_::foo::bar",
            "a::_foo::bar",
            "a::foo__bar",
            "a::foo_::bar",
            "a::foo::bar_",
            "a::r#type",
            "a::rtype",
            "a::type_",
            "a::_1",
            "a::__",
            "a::___",
        ] {
            let name = unique_name(path.split("::"));
            assert!(syn::parse_str::<syn::Ident>(&name).is_ok(), "{name}");
            assert_eq!(names.insert(name, path), None, "{path}");
        }
    }

    #[test]
    fn names_can_be_read() {
        for (selector, name) in [
            ("rpc:shop/place-order", "rpc__shop__place_order"),
            ("rpc:shop/orders@1.0.0", "rpc__shop__orders__1_0_0"),
            (
                "golden:worlds/gateway/admin",
                "golden__worlds__gateway__admin",
            ),
        ] {
            assert_eq!(unique_name(selector.split([':', '/', '@'])), name);
        }
    }
}
