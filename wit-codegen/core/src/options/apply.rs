//! Options about selected items, applied to the model.

use std::collections::{BTreeMap, HashMap};

use super::search::Search;
use super::validate::{ItemOptions, Validated};
use super::{Attributes, Selector, platform, taken};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::elsewhere::Elsewhere;
use crate::model::{DeclaredErrors, ModuleId, Name, Schema, Struct, TypeId, TypeKind};
use crate::names::rust::RustNames;

/// Applies `options` to `schema`, and reports every selector that selects nothing.
pub(crate) fn apply(
    options: &Validated,
    names: &RustNames,
    schema: &mut Schema,
    elsewhere: &mut Elsewhere,
    problems: &mut Diagnostics,
) -> BTreeMap<TypeId, Attributes> {
    let runtime = &options.output.runtime;
    platform::stand_in(runtime, schema, elsewhere);
    let ItemOptions {
        derives,
        attributes,
        skip_display,
        with,
        with_generated,
        with_traits,
        renames,
        // Names depend on where modules are.
        modules: _,
        throws,
    } = &options.items;
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
    let mut seen = Seen::new("rename");
    for (selector, wire) in renames {
        rename(selector, wire, &mut seen, schema, elsewhere, problems);
    }
    for selector in throws {
        throw(selector, schema, elsewhere, problems);
    }
    added
}

/// What an option was given for each item.
pub(super) struct Seen {
    option: &'static str,
    values: HashMap<String, String>,
}

impl Seen {
    pub(super) fn new(option: &'static str) -> Seen {
        Seen {
            option,
            values: HashMap::new(),
        }
    }

    /// Reports an item that was given another value before: only one of both can be meant.
    pub(super) fn note(&mut self, item: &Selector, value: &str, problems: &mut Diagnostics) {
        let option = self.option;
        match self.values.get(&item.to_string()) {
            None => drop(self.values.insert(item.to_string(), value.to_owned())),
            Some(first) if first == value => {}
            Some(first) => problems.error(
                Diagnostic::config(format!(
                    "`{item}` is given to `{option}` twice, with `{first}` and with `{value}`"
                ))
                .rule(format!("`{option}` takes one value for each item"))
                .help("take one of them out"),
            ),
        }
    }
}

/// A module and the modules in it, each with its path from there.
pub(super) fn inside(
    schema: &Schema,
    names: &RustNames,
    outer: ModuleId,
) -> Vec<(usize, Vec<String>)> {
    let depth = names.path(outer).len();
    let is_in = |mut id: ModuleId| loop {
        match schema.modules[id.0].parent {
            _ if id == outer => return true,
            Some(parent) => id = parent,
            None => return false,
        }
    };
    let modules = (0..schema.modules.len()).filter(|index| is_in(ModuleId(*index)));
    modules
        .map(|index| (index, names.path(ModuleId(index))[depth..].to_vec()))
        .collect()
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
        let (id, item) = (TypeId(index), parse(&definition.selector));
        match elsewhere.get(id) {
            Some(mapped) => search.note_mapped(item.filter(|it| selector.covers(it)), mapped),
            None if item.is_some_and(|item| search.covers(&item)) => found.push(id),
            None => {}
        }
    }
    let what = "a record, a variant, an enum, flags, a struct or a union";
    search.finish(option, what, schema, problems);
    found
}

fn rename(
    selector: &Selector,
    wire: &str,
    seen: &mut Seen,
    schema: &mut Schema,
    elsewhere: &Elsewhere,
    problems: &mut Diagnostics,
) {
    let mut search = Search::new(selector);
    let mut is_identifier = false;
    let mut taken = None;
    let mut visit = |item: &Selector, name: &mut Name, identifier: bool| {
        if search.names(item) {
            seen.note(item, wire, problems);
            is_identifier |= identifier;
            name.wire = wire.to_owned();
        }
    };
    for module in &mut schema.modules {
        let Some(holder) = parse(&module.selector) else {
            continue;
        };
        for service in &mut module.services {
            let names: Vec<String> = service
                .functions
                .iter()
                .map(|function| function.name.schema.clone())
                .collect();
            for function in &mut service.functions {
                let item = holder.item(&function.name.schema);
                let Some(member) = &function.member else {
                    visit(&item, &mut function.name, true);
                    continue;
                };
                if let Some((resource, member)) = member.split_once('.') {
                    let item = holder.item(resource).member(member);
                    visit(&item, &mut function.name, true);
                }
                // By its name in Rust, too, if nothing else is called that.
                let same = names.iter().filter(|name| **name == function.name.schema);
                if same.count() == 1 && selector.names(&item) {
                    visit(&item, &mut function.name, true);
                }
            }
        }
    }
    for (index, definition) in schema.types.iter_mut().enumerate() {
        let Some(holder) = parse(&definition.selector) else {
            continue;
        };
        if let Some(mapped) = elsewhere.get(TypeId(index)) {
            if selector.is_in(&holder) {
                taken = Some((holder, mapped.clone()));
            }
            continue;
        }
        let mut visit = |name: &mut Name, identifier| {
            visit(&holder.member(&name.schema), name, identifier);
        };
        match &mut definition.kind {
            TypeKind::Record(fields) | TypeKind::Struct(Struct { fields, .. }) => {
                fields.iter_mut().for_each(|it| visit(&mut it.name, true));
            }
            TypeKind::Union(cases) => cases.iter_mut().for_each(|it| visit(&mut it.name, true)),
            TypeKind::Flags(flags) => flags.iter_mut().for_each(|it| visit(&mut it.name, true)),
            TypeKind::Variant(cases) | TypeKind::Enum(cases) | TypeKind::OpenEnum(cases) => {
                cases.iter_mut().for_each(|it| visit(&mut it.name, false));
            }
            TypeKind::Resource(resource) => {
                let functions = resource.functions.iter_mut();
                functions.for_each(|it| visit(&mut it.name, true));
            }
            TypeKind::Alias(_) | TypeKind::Use(_) => {}
        }
    }
    if let Some((holder, mapped)) = taken {
        search.note_mapped(Some(holder), &mapped);
    }
    rename_inherited(schema, wire);
    if is_identifier && wire.contains('-') {
        let message = format!("`{wire}` cannot be the wire name of `{selector}`");
        problems.error(Diagnostic::config(message).rule(
            "functions, fields and flags have JavaScript identifiers as wire names; only tags may \
             have hyphens",
        ));
    }
    let what = "a function, a field, a case or a flag";
    search.finish("rename", what, schema, problems);
}

/// A method is the same on the wire in an interface and in those that extend it, so whichever was renamed to `wire`,
/// all are.
fn rename_inherited(schema: &mut Schema, wire: &str) {
    let mut related: Vec<(usize, usize)> = Vec::new();
    let mut renamed: Vec<(usize, String)> = Vec::new();
    for (id, definition) in schema.types.iter().enumerate() {
        if let TypeKind::Resource(resource) = &definition.kind {
            let bases = resource.bases.iter();
            related.extend(bases.flat_map(|base| [(id, base.0), (base.0, id)]));
            let functions = resource.functions.iter();
            let named = functions.filter(|function| function.name.wire == wire);
            renamed.extend(named.map(|function| (id, function.name.schema.clone())));
        }
    }
    while let Some((id, name)) = renamed.pop() {
        for (_, other) in related.iter().filter(|(this, _)| *this == id) {
            let other_kind = schema.types.get_mut(*other).map(|it| &mut it.kind);
            let Some(TypeKind::Resource(resource)) = other_kind else {
                continue;
            };
            for function in &mut resource.functions {
                if function.name.schema == name && function.name.wire != wire {
                    function.name.wire = wire.to_owned();
                    renamed.push((*other, name.clone()));
                }
            }
        }
    }
}

/// Lets the declared errors of interfaces travel as thrown ones.
fn throw(
    selector: &Selector,
    schema: &mut Schema,
    elsewhere: &Elsewhere,
    problems: &mut Diagnostics,
) {
    let mut search = Search::new(selector);
    for module in &mut schema.modules {
        let resources = module.types.iter().filter(|id| {
            let definition = schema.types.get(id.0);
            let definition = definition.filter(|_| !elsewhere.contains(**id));
            definition.is_some_and(|it| matches!(it.kind, TypeKind::Resource(_)))
        });
        let is_called = !module.services.is_empty() || resources.count() > 0;
        if !is_called || !parse(&module.selector).is_some_and(|item| search.covers(&item)) {
            continue;
        }
        for service in &mut module.services {
            service.errors = DeclaredErrors::Thrown;
        }
        for id in &module.types {
            if let Some(definition) = schema.types.get_mut(id.0)
                && !elsewhere.contains(*id)
                && let TypeKind::Resource(resource) = &mut definition.kind
            {
                resource.errors = DeclaredErrors::Thrown;
            }
        }
    }
    let what = "an interface with functions";
    search.finish("throws", what, schema, problems);
}

/// Selectors of the model are well formed; one that is not would select nothing.
pub(super) fn parse(selector: &str) -> Option<Selector> {
    Selector::parse(selector).ok()
}
