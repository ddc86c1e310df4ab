//! A message → plain data.

use std::collections::BTreeMap;

use capnp::message::{self, ReaderOptions};
use capnp::schema_capnp::{
    annotation, brand, code_generator_request, enumerant, field, method, node, type_, value,
};
use capnp::serialize;

use super::{
    Annotation, Bindings, Brand, Field, FieldKind, Interface, Invalid, Kind, Member, Method, Node,
    Request, Struct, Type, Value, validate,
};

/// How deeply pointers may be nested: more than the types take that are refused where they are used, and no more than a
/// thread has stack for. A type argument takes five.
const DEEPEST: i32 = 100;

/// Reads a request.
pub(crate) fn read(message: &[u8]) -> Result<Request, Invalid> {
    // Every part of a good request is read once, values a second time; nothing nests deeper than types and brands.
    let mut options = ReaderOptions::new();
    options.nesting_limit(DEEPEST);
    options.traversal_limit_in_words(Some(message.len().saturating_mul(4).max(1 << 16)));
    let message = serialize::read_message(message, options)?;
    let root: code_generator_request::Reader<'_> = message.get_root()?;
    let mut request = Request {
        nodes: BTreeMap::new(),
        requested: Vec::new(),
        file_names: BTreeMap::new(),
    };
    for file in root.get_requested_files()? {
        let (id, name) = (file.get_id(), file.get_filename()?.to_string()?);
        if request.file_names.insert(id, name).is_none() {
            request.requested.push(id);
        }
    }
    let docs = docs(root)?;
    for node in root.get_nodes()? {
        let node = read_node(node, &docs).map_err(|invalid| match invalid {
            Invalid::TooDeep(_) => Invalid::TooDeep(name_of(node)),
            corrupt => corrupt,
        })?;
        if let Some(twice) = request.nodes.insert(node.id, node) {
            return Err(Invalid::Corrupt(format!(
                "there are two nodes @0x{:x}",
                twice.id
            )));
        }
    }
    validate::validate(&request)?;
    Ok(request)
}

/// What a node is called, if it can be read.
fn name_of(node: node::Reader<'_>) -> String {
    let name = node.get_display_name().ok();
    let name = name.and_then(|name| name.to_string().ok());
    name.unwrap_or_default()
}

/// The names of the files that a request was made from; none if it cannot be read.
pub(crate) fn file_names(message: &[u8]) -> Vec<String> {
    let names = || -> Result<Vec<String>, Invalid> {
        let message = serialize::read_message(message, ReaderOptions::new())?;
        let root: code_generator_request::Reader<'_> = message.get_root()?;
        let mut names = Vec::new();
        for file in root.get_requested_files()? {
            names.push(file.get_filename()?.to_string()?);
            let folder = file.get_filename()?.to_string()?;
            let folder = folder.rsplit_once('/').map(|(folder, _)| folder);
            for import in file.get_imports()? {
                let name = import.get_name()?.to_string()?;
                names.push(match (name.strip_prefix('/'), folder) {
                    (Some(name), _) => name.to_owned(),
                    (None, Some(folder)) => format!("{folder}/{name}"),
                    (None, None) => name,
                });
            }
        }
        Ok(names)
    };
    names().unwrap_or_default()
}

/// What is written about a declaration and its members.
#[derive(Default)]
struct Docs {
    own: Option<String>,
    members: Vec<Option<String>>,
}

fn docs(root: code_generator_request::Reader<'_>) -> Result<BTreeMap<u64, Docs>, Invalid> {
    let mut docs = BTreeMap::new();
    for info in root.get_source_info()? {
        let mut of_node = Docs {
            own: comment(info.get_doc_comment()?)?,
            members: Vec::new(),
        };
        for member in info.get_members()? {
            of_node.members.push(comment(member.get_doc_comment()?)?);
        }
        docs.insert(info.get_id(), of_node);
    }
    Ok(docs)
}

fn comment(text: capnp::text::Reader<'_>) -> Result<Option<String>, Invalid> {
    let text = text.to_str()?.trim_end();
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

fn read_node(node: node::Reader<'_>, docs: &BTreeMap<u64, Docs>) -> Result<Node, Invalid> {
    let id = node.get_id();
    let nothing = Docs::default();
    let docs = docs.get(&id).unwrap_or(&nothing);
    let display_name = node.get_display_name()?.to_string()?;
    let prefix = usize::try_from(node.get_display_name_prefix_length()).unwrap_or(usize::MAX);
    let name = display_name.get(prefix..).ok_or_else(|| {
        Invalid::Corrupt(format!(
            "the name of node @0x{id:x} is shorter than its prefix"
        ))
    })?;
    let nested = node.get_nested_nodes()?;
    Ok(Node {
        id,
        name: name.to_owned(),
        display_name,
        scope: node.get_scope_id(),
        parameters: usize::try_from(node.get_parameters()?.len()).unwrap_or(usize::MAX),
        nested: nested.iter().map(|nested| nested.get_id()).collect(),
        annotations: annotations(node.get_annotations()?)?,
        docs: docs.own.clone(),
        kind: kind(node, docs)?,
    })
}

fn kind(node: node::Reader<'_>, docs: &Docs) -> Result<Kind, Invalid> {
    Ok(match node.which().map_err(unknown)? {
        node::File(()) => Kind::File,
        node::Struct(it) => {
            let mut fields = Vec::new();
            for (index, field) in it.get_fields()?.iter().enumerate() {
                fields.push(read_field(field, docs, index)?);
            }
            Kind::Struct(Struct {
                data_words: it.get_data_word_count(),
                pointers: it.get_pointer_count(),
                is_group: it.get_is_group(),
                discriminant: (it.get_discriminant_count() > 0)
                    .then(|| it.get_discriminant_offset()),
                fields,
            })
        }
        node::Enum(it) => {
            let mut cases = Vec::new();
            for (index, case) in it.get_enumerants()?.iter().enumerate() {
                cases.push(enumerant(case, docs, index)?);
            }
            Kind::Enum(cases)
        }
        node::Interface(it) => {
            let mut interface = Interface {
                methods: Vec::new(),
                superclasses: Vec::new(),
            };
            for (index, method) in it.get_methods()?.iter().enumerate() {
                interface.methods.push(read_method(method, docs, index)?);
            }
            for base in it.get_superclasses()? {
                let brand = read_brand(base.get_brand()?)?;
                interface.superclasses.push((base.get_id(), brand));
            }
            Kind::Interface(interface)
        }
        node::Const(it) => Kind::Const {
            ty: read_type(it.get_type()?)?,
            value: read_value(it.get_value()?)?,
        },
        node::Annotation(_) => Kind::Annotation,
    })
}

fn member(
    name: capnp::text::Reader<'_>,
    code_order: u16,
    of: capnp::struct_list::Reader<'_, annotation::Owned>,
    docs: &Docs,
    index: usize,
) -> Result<Member, Invalid> {
    Ok(Member {
        name: name.to_string()?,
        docs: docs.members.get(index).cloned().flatten(),
        annotations: annotations(of)?,
        code_order,
    })
}

fn enumerant(it: enumerant::Reader<'_>, docs: &Docs, index: usize) -> Result<Member, Invalid> {
    member(
        it.get_name()?,
        it.get_code_order(),
        it.get_annotations()?,
        docs,
        index,
    )
}

fn read_field(it: field::Reader<'_>, docs: &Docs, index: usize) -> Result<Field, Invalid> {
    let case = it.get_discriminant_value();
    let member = member(
        it.get_name()?,
        it.get_code_order(),
        it.get_annotations()?,
        docs,
        index,
    )?;
    let kind = match it.which().map_err(unknown)? {
        field::Slot(slot) => FieldKind::Slot {
            offset: slot.get_offset(),
            ty: read_type(slot.get_type()?)?,
            default: read_value(slot.get_default_value()?)?,
        },
        field::Group(group) => FieldKind::Group(group.get_type_id()),
    };
    Ok(Field {
        member,
        case: (case != field::NO_DISCRIMINANT).then_some(case),
        kind,
    })
}

fn read_method(it: method::Reader<'_>, docs: &Docs, index: usize) -> Result<Method, Invalid> {
    Ok(Method {
        member: member(
            it.get_name()?,
            it.get_code_order(),
            it.get_annotations()?,
            docs,
            index,
        )?,
        params: (
            it.get_param_struct_type(),
            read_brand(it.get_param_brand()?)?,
        ),
        results: (
            it.get_result_struct_type(),
            read_brand(it.get_result_brand()?)?,
        ),
    })
}

fn annotations(
    list: capnp::struct_list::Reader<'_, annotation::Owned>,
) -> Result<Vec<Annotation>, Invalid> {
    let mut annotations = Vec::new();
    for it in list {
        annotations.push(Annotation {
            id: it.get_id(),
            value: read_value(it.get_value()?)?,
        });
    }
    Ok(annotations)
}

/// Types nest no deeper than messages may.
fn read_type(it: type_::Reader<'_>) -> Result<Type, Invalid> {
    use type_::any_pointer::{
        ImplicitMethodParameter, Parameter, Unconstrained, unconstrained::Capability,
    };
    Ok(match it.which().map_err(unknown)? {
        type_::Void(()) => Type::Void,
        type_::Bool(()) => Type::Bool,
        type_::Int8(()) => Type::Int8,
        type_::Int16(()) => Type::Int16,
        type_::Int32(()) => Type::Int32,
        type_::Int64(()) => Type::Int64,
        type_::Uint8(()) => Type::UInt8,
        type_::Uint16(()) => Type::UInt16,
        type_::Uint32(()) => Type::UInt32,
        type_::Uint64(()) => Type::UInt64,
        type_::Float32(()) => Type::Float32,
        type_::Float64(()) => Type::Float64,
        type_::Text(()) => Type::Text,
        type_::Data(()) => Type::Data,
        type_::List(it) => Type::List(Box::new(read_type(it.get_element_type()?)?)),
        type_::Enum(it) => Type::Enum(it.get_type_id(), read_brand(it.get_brand()?)?),
        type_::Struct(it) => Type::Struct(it.get_type_id(), read_brand(it.get_brand()?)?),
        type_::Interface(it) => Type::Interface(it.get_type_id(), read_brand(it.get_brand()?)?),
        type_::AnyPointer(it) => match it.which().map_err(unknown)? {
            Unconstrained(it) => match it.which().map_err(unknown)? {
                Capability(()) => Type::AnyCapability,
                _ => Type::AnyPointer,
            },
            Parameter(it) => Type::Parameter(it.get_scope_id(), it.get_parameter_index().into()),
            ImplicitMethodParameter(_) => Type::AnyPointer,
        },
    })
}

fn read_brand(it: brand::Reader<'_>) -> Result<Brand, Invalid> {
    let mut scopes = Vec::new();
    for scope in it.get_scopes()? {
        let bindings = match scope.which().map_err(unknown)? {
            brand::scope::Inherit(()) => Bindings::Inherit,
            brand::scope::Bind(list) => {
                let mut types = Vec::new();
                for binding in list? {
                    types.push(match binding.which().map_err(unknown)? {
                        brand::binding::Unbound(()) => None,
                        brand::binding::Type(ty) => Some(read_type(ty?)?),
                    });
                }
                Bindings::Bind(types)
            }
        };
        scopes.push((scope.get_scope_id(), bindings));
    }
    Ok(Brand(scopes))
}

fn read_value(it: value::Reader<'_>) -> Result<Value, Invalid> {
    Ok(match it.which().map_err(unknown)? {
        value::Void(()) => Value::Void,
        value::Bool(it) => Value::Data(it.into()),
        // Signed numbers keep their own number of bits.
        value::Int8(it) => Value::Data(it.cast_unsigned().into()),
        value::Int16(it) => Value::Data(it.cast_unsigned().into()),
        value::Int32(it) => Value::Data(it.cast_unsigned().into()),
        value::Int64(it) => Value::Data(it.cast_unsigned()),
        value::Uint8(it) => Value::Data(it.into()),
        value::Uint16(it) => Value::Data(it.into()),
        value::Uint32(it) => Value::Data(it.into()),
        value::Uint64(it) => Value::Data(it),
        value::Float32(it) => Value::Data(it.to_bits().into()),
        value::Float64(it) => Value::Data(it.to_bits()),
        value::Enum(it) => Value::Data(it.into()),
        value::Text(it) => Value::Text(it?.to_string()?),
        value::Data(it) => Value::Bytes(it?.to_vec()),
        value::List(it) | value::Struct(it) | value::AnyPointer(it) => {
            Value::Pointer(message_of(it)?)
        }
        value::Interface(()) => Value::Null,
    })
}

/// What the pointer points to, as the one segment of a message in canonical form.
fn message_of(pointer: capnp::any_pointer::Reader<'_>) -> Result<Vec<u8>, Invalid> {
    // Canonical form is of one segment: there must be room for everything in the first.
    let words = pointer.target_size()?.word_count.saturating_add(1);
    let words =
        u32::try_from(words).map_err(|_| Invalid::Corrupt("a value is too large".to_owned()))?;
    let allocator = message::HeapAllocator::new().first_segment_words(words);
    let mut message = message::Builder::new(allocator);
    message.set_root_canonical(pointer)?;
    Ok(message.get_segments_for_output().concat())
}

fn unknown(capnp::NotInSchema(number): capnp::NotInSchema) -> Invalid {
    Invalid::Corrupt(format!(
        "a newer compiler made it: there is no case {number}"
    ))
}
