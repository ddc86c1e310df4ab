//! The package `workers:platform`: types of the runtime's own, which a schema can name.
//!
//! It is built in, so that a schema needs no copy of it. Its resources are not called through handles: they are the
//! platform's objects, and stand for types of the runtime crate.

use wit_parser::{PackageName, UnresolvedPackageGroup};

use wit_codegen_core::model::Platform;

/// The same text as `wit/platform/platform.wit`, where a reader finds it.
const TEXT: &str = include_str!("platform.wit");

const SELECTOR: &str = "workers:platform/types/";

/// The package, if it is used and not given.
pub(super) fn missing_from<'g>(
    groups: impl Iterator<Item = &'g UnresolvedPackageGroup> + Clone,
) -> Option<UnresolvedPackageGroup> {
    let packages = groups.flat_map(|group| std::iter::once(&group.main).chain(&group.nested));
    let is_used = packages
        .clone()
        .any(|package| package.foreign_deps.keys().any(is_platform));
    let is_given = packages.clone().any(|package| is_platform(&package.name));
    if !is_used || is_given {
        return None;
    }
    UnresolvedPackageGroup::parse("workers:platform", TEXT).ok()
}

fn is_platform(name: &PackageName) -> bool {
    name.namespace == "workers" && name.name == "platform" && name.version.is_none()
}

/// What an item of the package is.
pub(super) fn object(selector: &str) -> Option<Platform> {
    match selector.strip_prefix(SELECTOR)? {
        "request" => Some(Platform::Request),
        "response" => Some(Platform::Response),
        "headers" => Some(Platform::Headers),
        "date" => Some(Platform::Date),
        "blob" => Some(Platform::Blob),
        "abort-signal" => Some(Platform::AbortSignal),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readable_copy_is_the_same() {
        let copy = concat!(env!("CARGO_MANIFEST_DIR"), "/../wit/platform/platform.wit");
        if let Ok(copy) = std::fs::read_to_string(copy) {
            assert_eq!(copy, TEXT);
        }
    }
}
