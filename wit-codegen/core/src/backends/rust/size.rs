//! Types that Rust cannot hold.

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::model::{Field, Name, Schema, Struct, Type, TypeDef, TypeId, TypeKind};
use crate::recursion::Recursive;

/// Most bytes that a value may take without what is on the heap. More would not fit a Worker's stack.
const LARGEST: u64 = 64 << 10;

/// Most elements of a tuple: the runtime has types up to here, as serde has traits.
const LONGEST_TUPLE: usize = 16;

/// How many types may stand on each other, options, lists and the like included. What Rust's compiler asks about a
/// type (is it `Send`, what is its layout?) it asks about each part of it, and gives up after 128 levels; the code
/// around the type needs some of them.
const DEEPEST: usize = 80;

/// Checks every type that is declared, and every type where it is used.
pub(super) fn check(schema: &Schema, recursive: &Recursive, problems: &mut Diagnostics) {
    let is_capnp =
        |definition: &TypeDef| matches!(definition.kind, TypeKind::Struct(_) | TypeKind::Union(_));
    let mut sizes = Sizes {
        schema,
        recursive,
        is_capnp: schema.types.iter().any(is_capnp),
        known: vec![None; schema.types.len()],
        problems,
    };
    for id in 0..schema.types.len() {
        sizes.of_definition(TypeId(id), 0);
    }
    let services = schema.modules.iter().flat_map(|module| &module.services);
    let of_services = services.flat_map(|service| &service.functions);
    let of_resources = schema.types.iter().filter(|it| !it.is_opaque());
    let of_resources = of_resources.flat_map(|definition| definition.kind.functions());
    for function in of_services.chain(of_resources) {
        let params = function.params.iter().map(|param| (&param.ty, &param.span));
        let result = function.result.iter().map(|ty| (ty, &function.span));
        for (ty, span) in params.chain(result) {
            let size = sizes.of(ty, span, 0);
            sizes.check(size, span);
        }
    }
}

/// What is known about a type: roughly how many bytes a value takes, and how deep it nests.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    bytes: u64,
    depth: usize,
}

struct Sizes<'a> {
    schema: &'a Schema,
    recursive: &'a Recursive,
    /// Advice is given in the schema's own language.
    is_capnp: bool,
    known: Vec<Option<Size>>,
    problems: &'a mut Diagnostics,
}

impl Sizes<'_> {
    /// Types stand on earlier declared ones or on ones declared elsewhere: `above` guards against too many.
    fn of_definition(&mut self, id: TypeId, above: usize) -> Size {
        if let Some(known) = self.known.get(id.0).copied().flatten() {
            return known;
        }
        let Some(definition) = self.schema.types.get(id.0) else {
            return Size::default();
        };
        let TypeDef { span, kind, .. } = definition;
        if definition.is_opaque() || above > DEEPEST {
            return Size {
                bytes: 0,
                depth: above,
            };
        }
        let parts: Vec<Size> = match kind {
            TypeKind::Record(fields) => fields
                .iter()
                .map(|Field { ty, span, .. }| self.of(ty, span, above))
                .collect(),
            TypeKind::Struct(Struct { fields, which }) => {
                let mut parts: Vec<Size> = fields
                    .iter()
                    .map(|Field { name, ty, span, .. }| self.member(name, ty, span, above))
                    .collect();
                if let Some(which) = which {
                    parts.push(self.of_definition(which.ty, above + 1));
                }
                parts
            }
            TypeKind::Variant(cases) | TypeKind::Union(cases) => cases
                .iter()
                .filter_map(|case| {
                    Some(self.member(&case.name, case.ty.as_ref()?, &case.span, above))
                })
                .collect(),
            TypeKind::Enum(_)
            | TypeKind::OpenEnum(_)
            | TypeKind::Flags(_)
            | TypeKind::Resource(_) => Vec::new(),
            TypeKind::Alias(ty) => vec![self.of(ty, span, above)],
            TypeKind::Use(other) => vec![self.of_definition(*other, above + 1)],
        };
        let bytes = match kind {
            TypeKind::Variant(_) | TypeKind::Union(_) => parts
                .iter()
                .map(|part| part.bytes)
                .max()
                .unwrap_or_default()
                .saturating_add(8),
            TypeKind::Record(_)
            | TypeKind::Struct(_)
            | TypeKind::Enum(_)
            | TypeKind::OpenEnum(_)
            | TypeKind::Flags(_)
            | TypeKind::Resource(_)
            | TypeKind::Alias(_)
            | TypeKind::Use(_) => parts
                .iter()
                .fold(0, |sum: u64, part| sum.saturating_add(part.bytes)),
        };
        let depth = 1 + deepest(&parts);
        let mut size = Size { bytes, depth };
        if self.check(size, span) {
            // Reported once, not again for everything that holds it.
            size = Size::default();
        }
        if let Some(known) = self.known.get_mut(id.0) {
            *known = Some(size);
        }
        size
    }

    /// A member that holds the type that it is in is on the heap.
    fn member(&mut self, name: &Name, ty: &Type, span: &Span, above: usize) -> Size {
        match (self.recursive.contains(name), ty) {
            (false, ty) => self.of(ty, span, above),
            (true, Type::Option(_)) => Size {
                bytes: 16,
                depth: 1,
            },
            (true, _) => Size { bytes: 8, depth: 0 },
        }
    }

    fn of(&mut self, ty: &Type, span: &Span, above: usize) -> Size {
        match ty {
            Type::Void => Size::default(),
            Type::Scalar(scalar) => Size {
                bytes: u64::from(scalar.bits().div_ceil(8)),
                depth: 0,
            },
            Type::String | Type::Data | Type::AnyPointer => Size {
                bytes: 24,
                depth: 0,
            },
            // A Cap'n Proto type may hold itself, but for a value only on the heap.
            Type::List(item) if self.may_be_recursive(item) => Size {
                bytes: 24,
                depth: 0,
            },
            Type::List(item) => self.held(&[item.as_ref()], 24, span, above),
            Type::Map(key, value) => self.held(&[key.as_ref(), value.as_ref()], 24, span, above),
            Type::Stream(item) | Type::Future(item) => {
                let item: Vec<&Type> = item.iter().map(Box::as_ref).collect();
                self.held(&item, 32, span, above)
            }
            Type::FixedList(item, length) => {
                let item = self.of(item, span, above);
                Size {
                    bytes: item.bytes.saturating_mul(u64::from(*length)),
                    depth: item.depth + 1,
                }
            }
            Type::Option(some) => self.plus_tag(&[some.as_ref()], span, above),
            Type::Result { ok, err } => {
                let parts: Vec<&Type> = ok.iter().chain(err).map(Box::as_ref).collect();
                self.plus_tag(&parts, span, above)
            }
            Type::Tuple(types) => {
                if types.len() > LONGEST_TUPLE {
                    self.problems.error(too_long(types.len(), span));
                }
                let parts: Vec<Size> = types.iter().map(|ty| self.of(ty, span, above)).collect();
                Size {
                    bytes: parts
                        .iter()
                        .fold(0, |sum: u64, part| sum.saturating_add(part.bytes)),
                    depth: 1 + deepest(&parts),
                }
            }
            Type::Named(id) => self.of_definition(*id, above + 1),
            Type::Own(_) | Type::Borrow(_) => Size {
                bytes: 32,
                depth: 0,
            },
        }
    }

    /// What is held outside of the value, which itself takes `bytes`: each is a value of its own, on the stack when it
    /// is put in or taken out.
    fn held(&mut self, types: &[&Type], bytes: u64, span: &Span, above: usize) -> Size {
        let mut depth = 0;
        for ty in types {
            let size = self.of(ty, span, above);
            if !self.check(size, span) {
                depth = depth.max(size.depth);
            }
        }
        Size {
            bytes,
            depth: depth + 1,
        }
    }

    fn may_be_recursive(&self, ty: &Type) -> bool {
        match ty {
            Type::List(item) | Type::Option(item) => self.may_be_recursive(item),
            Type::Named(id) => matches!(
                self.schema
                    .types
                    .get(id.0)
                    .map(|definition| &definition.kind),
                Some(TypeKind::Struct(_) | TypeKind::Union(_))
            ),
            // Cap'n Proto has no others that hold types.
            Type::Scalar(_)
            | Type::String
            | Type::Data
            | Type::Void
            | Type::AnyPointer
            | Type::FixedList(..)
            | Type::Map(..)
            | Type::Result { .. }
            | Type::Tuple(_)
            | Type::Own(_)
            | Type::Borrow(_)
            | Type::Stream(_)
            | Type::Future(_) => false,
        }
    }

    fn plus_tag(&mut self, parts: &[&Type], span: &Span, above: usize) -> Size {
        let parts: Vec<Size> = parts.iter().map(|ty| self.of(ty, span, above)).collect();
        Size {
            bytes: parts
                .iter()
                .map(|part| part.bytes)
                .max()
                .unwrap_or_default()
                .saturating_add(8),
            depth: 1 + deepest(&parts),
        }
    }

    /// Reports a type that is too much; tells whether it did.
    fn check(&mut self, size: Size, span: &Span) -> bool {
        if size.bytes > LARGEST {
            self.problems
                .error(too_large(size.bytes, self.is_capnp, span));
        } else if size.depth > DEEPEST {
            self.problems.error(too_deep(span));
        } else {
            return false;
        }
        true
    }
}

fn deepest(parts: &[Size]) -> usize {
    let depths = parts.iter().map(|part| part.depth);
    depths.max().unwrap_or_default()
}

fn too_large(bytes: u64, is_capnp: bool, span: &Span) -> Diagnostic {
    let message = format!("a value of this type takes {bytes} bytes");
    Diagnostic::schema(span.clone(), message)
        .rule(format!(
            "a value takes at most {LARGEST} bytes, without what {} hold: a Worker's stack is small",
            if is_capnp { "lists, text and data" } else { "lists, maps and strings" }
        ))
        .help(if is_capnp {
            "put some of its fields into a struct of their own, and hold that in a `List(…)`"
        } else {
            "use `list<…>`: only lists of a fixed length are part of the value itself"
        })
}

fn too_deep(span: &Span) -> Diagnostic {
    let message = format!("this type stands on more than {DEEPEST} other types");
    Diagnostic::schema(span.clone(), message)
        .rule(format!(
            "types are built on each other at most {DEEPEST} deep, options, lists and the like \
             included: Rust's compiler gives up on deeper ones"
        ))
        .help("let one of them hold the id of another instead of the value")
}

fn too_long(elements: usize, span: &Span) -> Diagnostic {
    let message = format!("a tuple of {elements} elements is too long");
    Diagnostic::schema(span.clone(), message)
        .rule(format!(
            "a tuple has at most {LONGEST_TUPLE} elements: neither the runtime nor serde has longer ones"
        ))
        .help("declare a record: its fields have names, too")
}
