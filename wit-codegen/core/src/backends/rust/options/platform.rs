//! Objects of the platform: types of the runtime crate stand for them.

use quote::ToTokens;

use crate::model::{Platform, Schema, TypeId, TypeKind};
use crate::names::rust::{Elsewhere, Mapped};

/// Lets types of the runtime crate at the path `runtime` stand for what the schema says are objects of the platform.
pub(super) fn stand_in(runtime: &syn::Path, schema: &Schema, elsewhere: &mut Elsewhere) {
    let runtime = runtime.to_token_stream().to_string().replace(' ', "");
    for (index, definition) in schema.types.iter().enumerate() {
        if let TypeKind::Resource(resource) = &definition.kind
            && let Some(object) = resource.platform
        {
            let mapped = Mapped {
                path: format!("{runtime}::platform::{}", name(object)),
                module: None,
                generated: false,
                of_platform: true,
                traits: None,
                interface: None,
                option: String::new(),
            };
            elsewhere.insert(TypeId(index), mapped);
        }
    }
}

/// Whether a path that an option gives leads to what the runtime crate has of the platform.
pub(super) fn has(runtime: &syn::Path, path: &str) -> bool {
    let Ok(path) = syn::parse_str::<syn::Path>(path) else {
        return false;
    };
    let mut names = path.segments.iter().map(|it| &it.ident);
    let mut runtime = runtime.segments.iter().map(|it| &it.ident);
    runtime.all(|name| names.next() == Some(name))
        && names.next().is_some_and(|it| it == "platform")
}

/// What the runtime crate calls an object.
const fn name(object: Platform) -> &'static str {
    match object {
        Platform::Request => "Request",
        Platform::Response => "Response",
        Platform::Headers => "Headers",
        Platform::Date => "Date",
        Platform::Blob => "Blob",
        Platform::AbortSignal => "AbortSignal",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_the_platform_through_the_runtime_crate_alone() {
        let runtime = |text: &str| syn::parse_str::<syn::Path>(text).unwrap();
        for (crate_path, path, expected) in [
            ("::rpc_runtime", "::rpc_runtime::platform::Date", true),
            ("::rpc_runtime", "rpc_runtime::platform::Date", true),
            ("::rpc_runtime", "rpc_runtime :: platform :: Date", true),
            ("crate::rt", "crate::rt::platform::Request", true),
            ("crate::rt", "rpc_runtime::platform::Date", false),
            ("::rpc_runtime", "::rpc_runtime::Handle", false),
            ("::rpc_runtime", "my::rpc_runtime::platform::Date", false),
            ("::rpc_runtime", "::rpc_runtime::platforms::Date", false),
        ] {
            assert_eq!(has(&runtime(crate_path), path), expected, "{path}");
        }
    }
}
