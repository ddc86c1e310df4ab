//! How deep a schema is.

use std::collections::HashMap;

use wit_codegen_core::ErrorKind;
use wit_codegen_core::diagnostic::{Diagnostic, Diagnostics};
use wit_parser::{Type, TypeId, TypeOwner, UnresolvedPackage, UnresolvedPackageGroup};

use super::parse::packages;
use super::spans;
use super::types::parts;

/// How many packages, interfaces and types may stand on each other; `wit-parser`
/// walks them recursively. Nobody writes schemas a tenth as deep.
const DEEPEST: usize = 10_000;

/// Refuses what `wit-parser` would need too much stack for.
pub(super) fn check(groups: &[&UnresolvedPackageGroup], problems: &mut Diagnostics) {
    let mut total = 0;
    for group in groups {
        for package in packages(group) {
            let (depth, deepest) = depth(package);
            total += 1 + depth;
            if total > DEEPEST {
                let span = deepest.and_then(|id| {
                    spans::in_source(package.types.get(id)?.span, &group.source_map)
                });
                let message = "the types of this schema are built on each other too deeply";
                let rule = format!(
                    "at most {DEEPEST} packages, interfaces and types may stand on each other"
                );
                problems.error(match span {
                    Some(span) => Diagnostic::schema(span, message).rule(rule),
                    None => Diagnostic::new(ErrorKind::Schema, message).rule(rule),
                });
                return;
            }
        }
    }
}

/// An upper bound for the depth of a package's types and interfaces, and the type that reaches deepest.
fn depth(package: &UnresolvedPackage) -> (usize, Option<TypeId>) {
    let mut types: HashMap<TypeId, usize> = HashMap::new();
    let mut owners: HashMap<TypeOwner, usize> = HashMap::new();
    let mut deepest = (0, None);
    // Types stand behind those that they are made of.
    for (id, definition) in package.types.iter() {
        let mut depth = 0;
        for part in parts(&definition.kind) {
            let Type::Id(part) = part else { continue };
            depth = depth.max(types.get(&part).copied().unwrap_or_default() + 1);
            let owner = package
                .types
                .get(part)
                .map_or(TypeOwner::None, |part| part.owner);
            if owner != definition.owner {
                let other = owners.get(&owner).copied().unwrap_or_default();
                let own = owners.entry(definition.owner).or_default();
                *own = (other + 1).max(*own);
            }
        }
        types.insert(id, depth);
        let depth = depth + owners.get(&definition.owner).copied().unwrap_or_default();
        if depth > deepest.0 {
            deepest = (depth, Some(id));
        }
    }
    deepest
}
