//! The closures, written into files that the package of the goldens compiles and runs: `tests/golden/tests/calls`.

use std::fs;
use std::path::Path;

use super::*;
use crate::message::tests::schema_of;
use crate::rust::{Options, expr};

/// ```ignore
/// pub fn add_write_params(params: &(u32, u32)) -> Result<Vec<u8>, ValueError> { … }
/// pub fn add_read_params(bytes: &[u8]) -> Result<(u32, u32), ValueError> { … }
/// pub fn add_write_result(result: &u32) -> Result<Vec<u8>, ValueError> { … }
/// pub fn add_read_result(bytes: &[u8]) -> Result<u32, ValueError> { … }
/// ```
fn functions_of(cx: &Context<'_>, module: ModuleId, function: &Function) -> TokenStream {
    let layout = function
        .layout
        .as_ref()
        .expect("every function has a layout");
    let owned = |ty: Option<&Type>| ty.map_or_else(|| quote!(()), |ty| expr::owned(cx, module, ty));
    let passed: Vec<_> = function
        .params
        .iter()
        .map(|param| Passing::of(cx, &param.ty).param(cx, module, &param.ty))
        .collect();
    let params: Vec<_> = function
        .params
        .iter()
        .map(|param| owned(Some(&param.ty)))
        .collect();
    let (passed, params) = (service::tuple(&passed), service::tuple(&params));
    let result = function.result.as_ref().map(|ty| cx.schema.resolve(ty));
    let (given, result, outcome) = match result {
        Some(Type::Result { ok, err }) => {
            let (ok, err) = (owned(ok.as_deref()), owned(err.as_deref()));
            (
                quote!(Result<&#ok, &#err>),
                quote!(Result<#ok, #err>),
                quote!(declared),
            )
        }
        result => {
            let result = owned(result);
            (quote!(&#result), result, quote!(value))
        }
    };
    let name = |what: &str| {
        let name = function.name.rust.trim_start_matches("r#");
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
            crate::read(bytes, #rr).map(crate::#outcome)
        }
    }
}

fn render(golden: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let schema = schema_of(&folder.join(golden).with_extension("wit")).unwrap();
    let options = Options {
        runtime: syn::parse_quote!(::rpc_runtime),
        client: true,
        server: true,
        serde: None,
        messages: true,
        message_wire: false,
        file_stem: "calls".to_owned(),
    };
    let cx = Context::new(&schema, &options);
    let golden = quote::format_ident!("{golden}");
    let modules = schema.modules.iter().enumerate().map(|(id, module)| {
        let name = crate::rust::ident(&module.path[0]);
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
    let file = syn::parse2(quote!(#(#modules)*)).unwrap();
    prettyplease::unparse(&file)
}

#[test]
fn calls_are_as_accepted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/tests/calls");
    let mut wrong = Vec::new();
    for golden in ["messages", "newer", "older"] {
        let (text, file) = (render(golden), folder.join(golden).with_extension("rs"));
        let new = file.with_extension("rs.new");
        if fs::read_to_string(&file).unwrap_or_default() == text {
            let _ = fs::remove_file(new);
        } else {
            fs::write(&new, text).unwrap();
            wrong.push(new);
        }
    }
    assert!(
        wrong.is_empty(),
        "compare, and accept by renaming: {wrong:?}"
    );
}
