//! A message → plain data.

use std::collections::BTreeMap;

use rpc_message::{Limits, Message, ValueError};

use super::schema::{self, CodeGeneratorRequest};
use super::{
    Annotation, Bindings, Brand, Field, FieldKind, Interface, Invalid, Kind, Member, Method, Node,
    Request, Struct, Type, Value, validate,
};

/// What is read of a request. Every part of a good one is read once, values a second time; nothing nests deeper than
/// types and brands. The depth is more than the types take that are refused where they are used, and no more than a
/// thread has stack for: a type argument takes five.
const LIMITS: Limits = Limits::DEFAULT
    .with_bytes(1 << 19)
    .with_per_byte(32)
    .with_depth(100);

/// Reads a request.
pub(crate) fn read(message: &[u8]) -> Result<Request, Invalid> {
    let message = Message::borrowed(message, LIMITS)?;
    let root = schema::request(&message)?;
    let mut request = Request {
        nodes: BTreeMap::new(),
        requested: Vec::new(),
        file_names: BTreeMap::new(),
    };
    for file in root.requested_files()? {
        let (id, name) = (file.id(), file.filename()?.to_owned());
        if request.file_names.insert(id, name).is_none() {
            request.requested.push(id);
        }
    }
    let docs = docs(root)?;
    for node in root.nodes()? {
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
fn name_of(node: schema::Node<'_>) -> String {
    node.display_name().unwrap_or_default().to_owned()
}

/// The names of the files that a request was made from; none if it cannot be read.
pub(crate) fn file_names(message: &[u8]) -> Vec<String> {
    let names = || -> Result<Vec<String>, ValueError> {
        let message = Message::borrowed(message, LIMITS)?;
        let mut names = Vec::new();
        for file in schema::request(&message)?.requested_files()? {
            let file_name = file.filename()?;
            names.push(file_name.to_owned());
            let folder = file_name.rsplit_once('/').map(|(folder, _)| folder);
            for import in file.imports()? {
                let name = import.name()?;
                names.push(match (name.strip_prefix('/'), folder) {
                    (Some(name), _) => name.to_owned(),
                    (None, Some(folder)) => format!("{folder}/{name}"),
                    (None, None) => name.to_owned(),
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

fn docs(root: CodeGeneratorRequest<'_>) -> Result<BTreeMap<u64, Docs>, Invalid> {
    let mut docs = BTreeMap::new();
    for info in root.source_info()? {
        let mut of_node = Docs {
            own: comment(info.doc_comment()?),
            members: Vec::new(),
        };
        for member in info.members()? {
            of_node.members.push(comment(member.doc_comment()?));
        }
        docs.insert(info.id(), of_node);
    }
    Ok(docs)
}

fn comment(text: &str) -> Option<String> {
    let text = text.trim_end();
    (!text.is_empty()).then(|| text.to_owned())
}

fn read_node(node: schema::Node<'_>, docs: &BTreeMap<u64, Docs>) -> Result<Node, Invalid> {
    let id = node.id();
    let nothing = Docs::default();
    let docs = docs.get(&id).unwrap_or(&nothing);
    let display_name = node.display_name()?.to_owned();
    let prefix = usize::try_from(node.display_name_prefix_length()).unwrap_or(usize::MAX);
    let name = display_name.get(prefix..).ok_or_else(|| {
        Invalid::Corrupt(format!(
            "the name of node @0x{id:x} is shorter than its prefix"
        ))
    })?;
    Ok(Node {
        id,
        name: name.to_owned(),
        display_name,
        scope: node.scope_id(),
        parameters: node.parameters()?,
        nested: node.nested_nodes()?.map(|nested| nested.id()).collect(),
        annotations: annotations(node.annotations()?)?,
        docs: docs.own.clone(),
        kind: kind(node, docs)?,
    })
}

fn kind(node: schema::Node<'_>, docs: &Docs) -> Result<Kind, Invalid> {
    Ok(match node.which() {
        0 => Kind::File,
        1 => {
            let mut fields = Vec::new();
            for (index, field) in node.struct_fields()?.enumerate() {
                fields.push(read_field(field, docs, index)?);
            }
            Kind::Struct(Struct {
                data_words: node.struct_data_word_count(),
                pointers: node.struct_pointer_count(),
                is_group: node.struct_is_group(),
                discriminant: (node.struct_discriminant_count() > 0)
                    .then(|| node.struct_discriminant_offset()),
                fields,
            })
        }
        2 => {
            let mut cases = Vec::new();
            for (index, case) in node.enum_enumerants()?.enumerate() {
                cases.push(enumerant(case, docs, index)?);
            }
            Kind::Enum(cases)
        }
        3 => {
            let mut interface = Interface {
                methods: Vec::new(),
                superclasses: Vec::new(),
            };
            for (index, method) in node.interface_methods()?.enumerate() {
                interface.methods.push(read_method(method, docs, index)?);
            }
            for base in node.interface_superclasses()? {
                let brand = read_brand(base.brand()?)?;
                interface.superclasses.push((base.id(), brand));
            }
            Kind::Interface(interface)
        }
        4 => Kind::Const {
            ty: read_type(node.const_type()?)?,
            value: read_value(node.const_value()?)?,
        },
        5 => Kind::Annotation,
        number => return Err(unknown(number)),
    })
}

fn member<'a>(
    name: &str,
    code_order: u16,
    of: impl Iterator<Item = schema::Annotation<'a>>,
    docs: &Docs,
    index: usize,
) -> Result<Member, Invalid> {
    Ok(Member {
        name: name.to_owned(),
        docs: docs.members.get(index).cloned().flatten(),
        annotations: annotations(of)?,
        code_order,
    })
}

fn enumerant(it: schema::Enumerant<'_>, docs: &Docs, index: usize) -> Result<Member, Invalid> {
    member(it.name()?, it.code_order(), it.annotations()?, docs, index)
}

fn read_field(it: schema::Field<'_>, docs: &Docs, index: usize) -> Result<Field, Invalid> {
    let case = it.discriminant_value();
    let member = member(it.name()?, it.code_order(), it.annotations()?, docs, index)?;
    let kind = match it.which() {
        0 => FieldKind::Slot {
            offset: it.slot_offset(),
            ty: read_type(it.slot_type()?)?,
            default: read_value(it.slot_default_value()?)?,
        },
        1 => FieldKind::Group(it.group_type_id()),
        number => return Err(unknown(number)),
    };
    Ok(Field {
        member,
        case: (case != NO_DISCRIMINANT).then_some(case),
        kind,
    })
}

/// The number of a field that is in no union.
const NO_DISCRIMINANT: u16 = 0xffff;

fn read_method(it: schema::Method<'_>, docs: &Docs, index: usize) -> Result<Method, Invalid> {
    Ok(Method {
        member: member(it.name()?, it.code_order(), it.annotations()?, docs, index)?,
        params: (it.param_struct_type(), read_brand(it.param_brand()?)?),
        results: (it.result_struct_type(), read_brand(it.result_brand()?)?),
    })
}

fn annotations<'a>(
    list: impl Iterator<Item = schema::Annotation<'a>>,
) -> Result<Vec<Annotation>, Invalid> {
    let mut annotations = Vec::new();
    for it in list {
        annotations.push(Annotation {
            id: it.id(),
            value: read_value(it.value()?)?,
        });
    }
    Ok(annotations)
}

/// Types nest no deeper than messages may.
fn read_type(it: schema::Type<'_>) -> Result<Type, Invalid> {
    Ok(match it.which() {
        0 => Type::Void,
        1 => Type::Bool,
        2 => Type::Int8,
        3 => Type::Int16,
        4 => Type::Int32,
        5 => Type::Int64,
        6 => Type::UInt8,
        7 => Type::UInt16,
        8 => Type::UInt32,
        9 => Type::UInt64,
        10 => Type::Float32,
        11 => Type::Float64,
        12 => Type::Text,
        13 => Type::Data,
        14 => Type::List(Box::new(read_type(it.list_element_type()?)?)),
        15 => Type::Enum(it.type_id(), read_brand(it.brand()?)?),
        16 => Type::Struct(it.type_id(), read_brand(it.brand()?)?),
        17 => Type::Interface(it.type_id(), read_brand(it.brand()?)?),
        18 => match it.any_pointer_which() {
            // Unconstrained: of any kind, a struct, a list, a capability.
            0 => match it.unconstrained_which() {
                0..=2 => Type::AnyPointer,
                3 => Type::AnyCapability,
                number => return Err(unknown(number)),
            },
            1 => Type::Parameter(it.parameter_scope_id(), it.parameter_index().into()),
            // A method's own.
            2 => Type::AnyPointer,
            number => return Err(unknown(number)),
        },
        number => return Err(unknown(number)),
    })
}

fn read_brand(it: schema::Brand<'_>) -> Result<Brand, Invalid> {
    let mut scopes = Vec::new();
    for scope in it.scopes()? {
        let bindings = match scope.which() {
            0 => {
                let mut types = Vec::new();
                for binding in scope.bind()? {
                    types.push(match binding.which() {
                        0 => None,
                        1 => Some(read_type(binding.r#type()?)?),
                        number => return Err(unknown(number)),
                    });
                }
                Bindings::Bind(types)
            }
            1 => Bindings::Inherit,
            number => return Err(unknown(number)),
        };
        scopes.push((scope.scope_id(), bindings));
    }
    Ok(Brand(scopes))
}

fn read_value(it: schema::Value<'_>) -> Result<Value, Invalid> {
    Ok(match it.which() {
        0 => Value::Void,
        1 => Value::Data(it.bool().into()),
        // Signed and unsigned numbers, floats and enums: as their own number of bits.
        2 | 6 => Value::Data(it.bits8().into()),
        3 | 7 | 15 => Value::Data(it.bits16().into()),
        4 | 8 | 10 => Value::Data(it.bits32().into()),
        5 | 9 | 11 => Value::Data(it.bits64()),
        12 => Value::Text(it.text()?.to_owned()),
        13 => Value::Bytes(it.data()?.to_vec()),
        // A list, a struct, any pointer.
        14 | 16 | 18 => Value::Pointer(it.pointer().canonical()?),
        17 => Value::Null,
        number => return Err(unknown(number)),
    })
}

fn unknown(number: u16) -> Invalid {
    Invalid::Corrupt(format!(
        "a newer compiler made it: there is no case {number}"
    ))
}
