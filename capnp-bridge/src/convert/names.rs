//! Names that a schema's author chose for Rust and for the wire.

use wit_codegen_core::front_end::{Diagnostic, Diagnostics, Name, Span};

use super::converter::{Converter, Mapping};
use super::failure::Result;
use crate::request::{Annotation, FieldKind, Kind, Member, Node, Value};

/// `$Rust.name`
const RUST_NAME: u64 = 0xc2fe_4c6d_1001_66d0;
/// `$Rust.parentModule`
const RUST_PARENT_MODULE: u64 = 0xabee_386c_d145_0364;
/// `$Rust.option`
const RUST_OPTION: u64 = 0xabfe_f22c_4ee1_964e;
/// `$Json.name`
const JSON_NAME: u64 = 0xfa5b_1fd6_1c2e_7c3d;

/// Checks names that come from the configuration. They go into paths as they are.
pub(super) fn check_mapping(mapping: &Mapping, problems: &mut Diagnostics) -> Option<()> {
    let mut good = true;
    for name in &mapping.parent_module {
        if !is_identifier(name) {
            good = false;
            let message = format!("`{name}` cannot be the name of a module");
            let rule = "`default_parent_module` takes names of modules, one by one";
            problems.error(Diagnostic::config(message).rule(rule));
        }
    }
    for name in mapping.provided.values() {
        if !name.trim_start_matches("::").split("::").all(is_identifier) {
            good = false;
            let message = format!("`{name}` is not a Rust path");
            let rule = "`crate_provides` takes a crate's name, or the path of a module in it";
            problems.error(Diagnostic::config(message).rule(rule));
        }
    }
    good.then_some(())
}

/// Whether the schema asks for an `Option`.
pub(super) fn is_option(annotations: &[Annotation]) -> bool {
    annotations.iter().any(|it| it.id == RUST_OPTION)
}

/// `$Rust.option` on what is always there.
pub(super) fn not_optional(span: &Span) -> Diagnostic {
    Diagnostic::schema(span.clone(), "`$Rust.option` is for what may be null")
        .rule("in a message, numbers, enums, `Bool`, `Void` and groups are always there")
        .help("leave the annotation away, or put the value into a struct, or into a union with `none :Void`")
}

impl Converter<'_> {
    /// Notes what groups are called where they are fields: that is where the annotation stands.
    pub(super) fn name_groups(&mut self) -> Result<()> {
        for node in self.request.nodes.values() {
            let Kind::Struct(it) = &node.kind else {
                continue;
            };
            for field in &it.fields {
                let FieldKind::Group(group) = field.kind else {
                    continue;
                };
                let member = &field.member;
                let span = self.files.span(self.request, node, &[&member.name]);
                if let Some(name) = given_name(&member.annotations, &span)? {
                    self.group_names.insert(group, name.to_owned());
                }
            }
        }
        Ok(())
    }

    /// What a declaration is called, in the schema's casing.
    pub(super) fn base_name(&self, node: &Node) -> Result<String> {
        if let Some(name) = self.group_names.get(&node.id) {
            return Ok(name.clone());
        }
        let span = self.files.span(self.request, node, &[]);
        let given = given_name(&node.annotations, &span)?;
        Ok(given.unwrap_or(&node.name).to_owned())
    }

    pub(super) fn constant_name(&self, node: &Node) -> Result<Name> {
        Ok(Name::new(&node.name, &node.name).in_code(self.base_name(node)?))
    }

    /// The modules around the module of a file.
    pub(super) fn parent_module(&self, file: &Node) -> Result<Vec<String>> {
        let annotation = file
            .annotations
            .iter()
            .find(|it| it.id == RUST_PARENT_MODULE);
        let Some(Annotation {
            value: Value::Text(path),
            ..
        }) = annotation
        else {
            let chosen = self.mapping.parent_module.iter();
            return Ok(chosen.cloned().collect());
        };
        let path = path.trim_start_matches("::");
        if path.is_empty() {
            return Ok(Vec::new());
        }
        if !path.split("::").all(is_identifier) {
            let span = self.files.span(self.request, file, &[]);
            let message = format!("`{path}` is not a path of modules");
            return Err(Diagnostic::schema(span, message)
                .rule("`parentModule` takes names of modules with `::` between them")
                .into());
        }
        Ok(path.split("::").map(str::to_owned).collect())
    }
}

/// The names of a member.
pub(super) fn member_name(member: &Member, span: &Span) -> Result<Name> {
    let given = given_name(&member.annotations, span)?;
    let wire = member.annotations.iter().find(|it| it.id == JSON_NAME);
    let wire = match wire.map(|it| &it.value) {
        Some(Value::Text(name)) => name,
        _ => &member.name,
    };
    let name = Name::new(&member.name, wire);
    Ok(match given {
        Some(given) => name.in_code(given),
        None => name,
    })
}

/// The names of a method, which is a function in JavaScript, too.
pub(super) fn method_name(member: &Member, span: &Span) -> Result<Name> {
    let name = member_name(member, span)?;
    let starts_well = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$');
    let goes_on_well = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
    if !name.wire.starts_with(starts_well) || !name.wire.chars().all(goes_on_well) {
        let message = format!("`{}` cannot be a method in JavaScript", name.wire);
        return Err(Diagnostic::schema(span.clone(), message)
            .rule("a method's `$Json.name` is letters, digits, `_` and `$`, and no digit at the start")
            .into());
    }
    Ok(name)
}

/// `$Rust.name`, in the schema's casing.
fn given_name<'n>(annotations: &'n [Annotation], span: &Span) -> Result<Option<&'n str>> {
    let annotation = annotations.iter().find(|it| it.id == RUST_NAME);
    let Some(Value::Text(name)) = annotation.map(|it| &it.value) else {
        return Ok(None);
    };
    if !is_identifier(name) {
        let message = format!("`{name}` cannot be a name in Rust");
        return Err(Diagnostic::schema(span.clone(), message)
            .rule("`$Rust.name` takes letters, digits and `_`, and no digit at the start")
            .into());
    }
    Ok(Some(name))
}

fn is_identifier(name: &str) -> bool {
    let starts_well = |c: char| c.is_ascii_alphabetic() || c == '_';
    name.starts_with(starts_well) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
