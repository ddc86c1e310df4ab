//! What is written and read, as functions of their own, for tests.

use super::*;
use crate::backends::rust::{Tables, ident};
use crate::checked::Checked;

/// ```ignore
/// pub fn add_write_params(params: &(u32, u32)) -> Result<Vec<u8>, ValueError> { … }
/// pub fn add_read_params(bytes: &[u8]) -> Result<(u32, u32), ValueError> { … }
/// pub fn add_write_result(result: &u32) -> Result<Vec<u8>, ValueError> { … }
/// pub fn add_read_result(bytes: &[u8]) -> Result<u32, ValueError> { … }
/// ```
fn functions_of(cx: &Context<'_>, module: ModuleId, function: &Function) -> TokenStream {
    let Some(layout) = cx.layouts.of_function(function) else {
        return TokenStream::new();
    };
    let owned = |ty: Option<&Type>| ty.map_or_else(|| quote!(()), |ty| expr::owned(cx, module, ty));
    let passed: Vec<_> = function
        .params
        .iter()
        .map(|param| {
            let mode = ParamMode::of(cx, &param.ty);
            mode.argument_type(cx, module, &param.ty, &TokenStream::new())
        })
        .collect();
    let params: Vec<_> = function
        .params
        .iter()
        .map(|param| owned(Some(&param.ty)))
        .collect();
    let (passed, params) = (
        service::nested_type(cx, &passed),
        service::nested_type(cx, &params),
    );
    let result = function.result.as_ref().map(|ty| cx.schema.resolve(ty));
    let (given, result) = match result {
        Some(Type::Result { ok, err }) => {
            let (ok, err) = (owned(ok.as_deref()), owned(err.as_deref()));
            (quote!(Result<&#ok, &#err>), quote!(Result<#ok, #err>))
        }
        result => {
            let result = owned(result);
            (quote!(&#result), result)
        }
    };
    let name = |what: &str| {
        let name = cx.rust_name(&function.name).trim_start_matches("r#");
        quote::format_ident!("{name}_{what}")
    };
    let names = ["write_params", "read_params", "write_result", "read_result"].map(name);
    let [name_wp, name_rp, name_wr, name_rr] = names;
    let (size, result_size) = sizes(cx, module, layout);
    let wp = write_params(cx, module, function, layout);
    let rp = read_params(cx, module, function, layout);
    let from = used(&rp, &quote!(from));
    let wr = write_result(cx, module, function, layout);
    let rr = read_result(cx, module, function, layout);
    let result_from = used(&rr, &quote!(from));
    let [wp, wr] = [wp, wr].map(|Written { to, value, body }| {
        quote!(|#to: &mut ::rpc_runtime::message::StructWriter<'_>, #value| {
            #body
            Ok(())
        })
    });
    quote! {
        pub fn #name_wp(params: &#passed) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
            crate::write(#size, params, #wp)
        }
        pub fn #name_rp(bytes: &[u8]) -> Result<#params, ::rpc_runtime::ValueError> {
            crate::read(bytes, |#from| Ok(#rp))
        }
        pub fn #name_wr(result: #given) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
            crate::write(#result_size, result, #wr)
        }
        pub fn #name_rr(bytes: &[u8]) -> Result<#result, ::rpc_runtime::ValueError> {
            crate::read(bytes, |#result_from| Ok(#rr))
        }
    }
}

/// A file with the functions of a schema, which is the module `golden` of the crate `wit_codegen_goldens`.
pub(crate) fn render(checked: &Checked, tables: &Tables, golden: &str) -> String {
    let cx = Context::new(checked, tables, "calls");
    let golden = ident(golden);
    let modules = checked.schema.modules.iter().enumerate();
    let modules = modules.map(|(id, module)| {
        let name = ident(&cx.names.path(ModuleId(id))[0]);
        let functions = module
            .services
            .iter()
            .flat_map(|service| &service.functions);
        let functions = functions.map(|function| functions_of(&cx, ModuleId(id), function));
        quote! {
            pub mod #name {
                #[allow(unused_imports)]
                pub use wit_codegen_goldens::#golden::#name::*;
                #(#functions)*
            }
        }
    });
    let tokens = quote!(#(#modules)*);
    match syn::parse2(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => tokens.to_string(),
    }
}
