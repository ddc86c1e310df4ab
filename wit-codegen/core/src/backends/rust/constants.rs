//! Constants of a Cap'n Proto schema.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, docs, expr, literal};
use crate::model::{Constant, ModuleId};

/// ```ignore
/// pub const ANSWER: u32 = 42;
/// pub const NAMES: &[&str] = &["a", "b"];
/// pub static ORIGIN: LazyLock<Point> = LazyLock::new(|| Point { x: 1, ..Default::default() });
/// ```
pub(crate) fn render(cx: &Context<'_>, module: ModuleId, constant: &Constant) -> TokenStream {
    let docs = docs::of(&constant.docs, &format!("`{}`", constant.name.schema));
    let name = cx.ident(&constant.name);
    match literal::constant_type(cx, module, &constant.ty) {
        Some(ty) => {
            let value = literal::constant(cx, module, &constant.ty, &constant.value);
            quote!(#docs pub const #name: #ty = #value;)
        }
        None => {
            let ty = expr::owned(cx, module, &constant.ty);
            let value = literal::owned(cx, module, &constant.ty, &constant.value);
            quote! {
                #docs
                pub static #name: ::std::sync::LazyLock<#ty> =
                    ::std::sync::LazyLock::new(|| #value);
            }
        }
    }
}
