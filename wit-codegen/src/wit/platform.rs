//! The package `workers:platform`: types of the runtime's own, which a schema can name.
//!
//! It is built in, so that a schema needs no copy of it. Its resources are not called through handles: they are the
//! platform's objects, and stand for types of the runtime crate.

use wit_parser::{PackageName, UnresolvedPackageGroup};

use crate::model::{Mapped, Schema, TypeKind};

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

/// Lets the package's types stand for those of the runtime crate at the path `runtime`.
pub(crate) fn map(schema: &mut Schema, runtime: &str) {
    for definition in &mut schema.types {
        if let TypeKind::Resource(_) = definition.kind
            && definition.selector.starts_with(SELECTOR)
        {
            definition.mapped = Some(Mapped {
                path: format!("{runtime}::platform::{}", definition.name.rust),
                module: None,
                generated: false,
                traits: None,
                option: String::new(),
            });
        }
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
