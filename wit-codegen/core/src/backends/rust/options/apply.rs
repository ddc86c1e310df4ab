//! Options about selected items, as tables beside the schema.

use std::collections::BTreeMap;

use super::{Attributes, ItemOptions, platform, taken};
use crate::diagnostic::Diagnostics;
use crate::model::{Schema, TypeId};
use crate::names::rust::{Elsewhere, RustNames};
use crate::options::{Search, Seen, Selector};

/// Applies `options` to `schema`, and reports every selector that selects nothing.
pub(super) fn apply(
    options: &ItemOptions,
    runtime: &syn::Path,
    names: &RustNames,
    schema: &mut Schema,
    elsewhere: &mut Elsewhere,
    problems: &mut Diagnostics,
) -> BTreeMap<TypeId, Attributes> {
    platform::stand_in(runtime, schema, elsewhere);
    let ItemOptions {
        derives,
        attributes,
        skip_display,
        with,
        with_generated,
        with_traits,
        // Names depend on where modules are.
        modules: _,
    } = options;
    let mut seen = Seen::new("with");
    for (selector, path) in with {
        let replacement = (path.as_str(), platform::has(runtime, path));
        taken::replace(
            selector,
            replacement,
            names,
            &mut seen,
            schema,
            elsewhere,
            problems,
        );
    }
    let mut seen = Seen::new("with_generated");
    let mut taken = Vec::new();
    for (selector, path) in with_generated {
        taken.extend(taken::take(
            selector, path, names, &mut seen, schema, elsewhere, problems,
        ));
    }
    for index in taken {
        taken::check_whole(index, schema, elsewhere, problems);
    }
    let mut seen = Seen::new("with_traits");
    for (selector, traits) in with_traits {
        taken::say(selector, traits, &mut seen, schema, elsewhere, problems);
    }
    let mut added = BTreeMap::new();
    let mut to_types = |option: &str, selector: &Selector, change: &dyn Fn(&mut Attributes)| {
        let types = types_of(option, selector, schema, elsewhere, problems);
        for id in types {
            change(added.entry(id).or_default());
        }
    };
    for (selector, path) in derives {
        to_types("derive", selector, &|it| it.derives.push(path.clone()));
    }
    for (selector, attribute) in attributes {
        to_types("attribute", selector, &|it| {
            it.attributes.push(attribute.clone());
        });
    }
    for selector in skip_display {
        to_types("skip_display", selector, &|it| it.own_display = true);
    }
    added
}

/// Every selected type that a struct or an enum is generated for.
fn types_of(
    option: &str,
    selector: &Selector,
    schema: &Schema,
    elsewhere: &Elsewhere,
    problems: &mut Diagnostics,
) -> Vec<TypeId> {
    let mut search = Search::new(selector);
    let mut found = Vec::new();
    for (index, definition) in schema.types.iter().enumerate() {
        if !definition.is_data() {
            continue;
        }
        let (id, item) = (TypeId(index), Selector::parse(&definition.selector).ok());
        match elsewhere.get(id) {
            Some(mapped) => {
                search.note_taken(item.filter(|it| selector.covers(it)), &mapped.option);
            }
            None if item.is_some_and(|item| search.covers(&item)) => found.push(id),
            None => {}
        }
    }
    let what = "a record, a variant, an enum, flags, a struct or a union";
    search.finish(option, what, schema, problems);
    found
}
