//! What must hold for every request.

use std::collections::HashSet;

use super::{Field, FieldKind, Invalid, Kind, Member, Node, Request, Struct, Type};

/// Most type parameters of one declaration. (Parameters take no space in a request that is made up.)
const MOST_PARAMETERS: usize = 1_000;

/// Checks what each node says by itself. Whether ids lead to the right kind of node is seen when they are followed.
pub(super) fn validate(request: &Request) -> Result<(), Invalid> {
    for id in &request.requested {
        if !matches!(request.node(*id)?.kind, Kind::File) {
            return Err(Invalid::Corrupt(format!(
                "the node @0x{id:x} is not a file"
            )));
        }
    }
    let mut ending = HashSet::from([0]);
    for node in request.nodes.values() {
        scopes_end(request, node, &mut ending)
            .and_then(|()| validate_node(request, node))
            .map_err(|invalid| match invalid {
                Invalid::Corrupt(why) => {
                    Invalid::Corrupt(format!("in the node @0x{:x}, {why}", node.id))
                }
                deep => deep,
            })?;
    }
    Ok(())
}

/// Follows a node's scopes to one of those that are known to end.
fn scopes_end(request: &Request, node: &Node, ending: &mut HashSet<u64>) -> Result<(), Invalid> {
    let mut way = HashSet::new();
    let mut id = node.id;
    while !ending.contains(&id) {
        if !way.insert(id) {
            return Err(Invalid::Corrupt("scopes do not end".to_owned()));
        }
        id = request.node(id)?.scope;
    }
    ending.extend(way);
    Ok(())
}

fn validate_node(request: &Request, node: &Node) -> Result<(), Invalid> {
    if node.parameters > MOST_PARAMETERS {
        return Err(Invalid::Corrupt(
            "there are too many type parameters".to_owned(),
        ));
    }
    match &node.kind {
        Kind::File => return Ok(()),
        Kind::Struct(it) => validate_struct(request, node, it)?,
        Kind::Enum(cases) => cases.iter().try_for_each(validate_member)?,
        Kind::Interface(it) => {
            let mut members = it.methods.iter().map(|method| &method.member);
            members.try_for_each(validate_member)?;
        }
        Kind::Const { .. } | Kind::Annotation => {}
    }
    if node.scope != 0 && !is_identifier(&node.name) {
        return Err(Invalid::Corrupt(format!("`{}` is not a name", node.name)));
    }
    Ok(())
}

fn validate_struct(request: &Request, node: &Node, it: &Struct) -> Result<(), Invalid> {
    let data_bits = u64::from(it.data_words) * 64;
    if let Some(offset) = it.discriminant
        && (u64::from(offset) + 1) * 16 > data_bits
    {
        return Err(Invalid::Corrupt(
            "the union's number lies outside".to_owned(),
        ));
    }
    let mut cases = Vec::new();
    for field in &it.fields {
        let Field { member, case, kind } = field;
        validate_member(member)?;
        if case.is_some() && it.discriminant.is_none() {
            return Err(Invalid::Corrupt(format!(
                "`{}` is in a union that is not there",
                member.name
            )));
        }
        cases.extend(*case);
        match kind {
            FieldKind::Slot { offset, ty, .. } => {
                let fits = match size(ty) {
                    Size::Bits(bits) => (u64::from(*offset) + 1) * bits <= data_bits || bits == 0,
                    Size::Pointer => *offset < u32::from(it.pointers),
                };
                if !fits {
                    return Err(Invalid::Corrupt(format!("`{}` lies outside", member.name)));
                }
            }
            FieldKind::Group(id) => {
                let group = request.node(*id)?;
                let Kind::Struct(inner) = &group.kind else {
                    return Err(Invalid::Corrupt(format!(
                        "`{}` is not a group",
                        member.name
                    )));
                };
                if !inner.is_group
                    || group.scope != node.id
                    || (inner.data_words, inner.pointers) != (it.data_words, it.pointers)
                {
                    return Err(Invalid::Corrupt(format!(
                        "`{}` is no group in here",
                        member.name
                    )));
                }
            }
        }
    }
    let count = cases.len();
    cases.sort_unstable();
    cases.dedup();
    if cases.len() != count {
        return Err(Invalid::Corrupt(
            "two members of the union have the same number".to_owned(),
        ));
    }
    if it.discriminant.is_some() && cases.first() != Some(&0) {
        return Err(Invalid::Corrupt(
            "no member of the union has the number 0".to_owned(),
        ));
    }
    Ok(())
}

fn validate_member(member: &Member) -> Result<(), Invalid> {
    if is_identifier(&member.name) {
        return Ok(());
    }
    Err(Invalid::Corrupt(format!("`{}` is not a name", member.name)))
}

fn is_identifier(name: &str) -> bool {
    let starts_well = |c: char| c.is_ascii_alphabetic() || c == '_';
    name.starts_with(starts_well) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// What a value takes in a struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    Bits(u64),
    Pointer,
}

pub(crate) fn size(ty: &Type) -> Size {
    match ty {
        Type::Void => Size::Bits(0),
        Type::Bool => Size::Bits(1),
        Type::Int8 | Type::UInt8 => Size::Bits(8),
        Type::Int16 | Type::UInt16 | Type::Enum(..) => Size::Bits(16),
        Type::Int32 | Type::UInt32 | Type::Float32 => Size::Bits(32),
        Type::Int64 | Type::UInt64 | Type::Float64 => Size::Bits(64),
        Type::Text
        | Type::Data
        | Type::List(_)
        | Type::Struct(..)
        | Type::Interface(..)
        | Type::AnyPointer
        | Type::AnyCapability
        | Type::Parameter(..) => Size::Pointer,
    }
}
