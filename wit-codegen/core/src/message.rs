//! How the types of a WIT schema lie in Cap'n Proto messages.
//!
//! The rule: a WIT type lies as the Cap'n Proto compiler lays out the equivalent `.capnp` schema whose ordinals are
//! in the order of declaration. [`space`] says what is equivalent to what, [`allocate`] does what the compiler does,
//! and [`crate::backends::capnp_schema`] prints the equivalent schema. So whatever is appended to a record, a variant, an enum, flags
//! or the parameters of a function leaves everything before it where it was; anything else moves it.
//!
//! Layouts depend on the schema alone, not on options: two sides that configure different Rust types for one schema
//! still understand each other.

mod allocate;
mod space;

pub(crate) use space::{Element, Inline, Pointee, element, inline, is_capability, pointee};

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::model::{
    Case, Function, FunctionLayout, Group, Layouts, Outcome, Scalar, Schema, Slot, StructLayout,
    Type, TypeId, TypeKind,
};

use allocate::Allocator;
use space::{Measure, Space};

/// Most cases of an enum or a variant: their numbers have 16 bits, of which Cap'n Proto keeps the last for itself.
const MOST_CASES: usize = u16::MAX as usize;

/// Adds the layouts that a front end has not given: those of a WIT schema.
pub(crate) fn derive(schema: &Schema, layouts: &mut Layouts, problems: &mut Diagnostics) {
    for id in (0..schema.types.len()).map(TypeId) {
        if layouts.of(id).is_none()
            && let Some(layout) = of_named(schema, id, problems)
        {
            layouts.types.insert(id, layout);
        }
    }
    for function in schema.functions() {
        if layouts.of_function(function).is_none()
            && let Some(layout) = layout_of_function(schema, function, problems)
        {
            layouts.insert_function(function, layout);
        }
    }
}

/// The layout of a named type that is a struct of its own: a record, a variant or flags.
fn of_named(schema: &Schema, id: TypeId, problems: &mut Diagnostics) -> Option<StructLayout> {
    let definition = &schema.types[id.0];
    let span = &definition.span;
    match &definition.kind {
        TypeKind::Record(fields) => {
            let fields = fields.iter().map(|field| Some(&field.ty));
            reported(members(schema, fields), span, problems)
        }
        TypeKind::Variant(cases) => {
            check_count(cases, span, problems);
            let cases = cases.iter().map(|case| case.ty.as_ref());
            reported(union(schema, cases), span, problems)
        }
        TypeKind::Flags(flags) => {
            let flags = flags.iter().map(|_| Some(&Type::Scalar(Scalar::Bool)));
            reported(members(schema, flags), span, problems)
        }
        TypeKind::Enum(cases) => {
            check_count(cases, span, problems);
            None
        }
        TypeKind::Alias(_)
        | TypeKind::Use(_)
        | TypeKind::Resource(_)
        | TypeKind::Struct(_)
        | TypeKind::Union(_)
        | TypeKind::OpenEnum(_) => None,
    }
}

/// The layouts of a function's parameters and of its result.
fn layout_of_function(
    schema: &Schema,
    function: &Function,
    problems: &mut Diagnostics,
) -> Option<FunctionLayout> {
    let params = function.params.iter().map(|param| Some(&param.ty));
    let params = reported(members(schema, params), &function.span, problems);
    let results = match schema.outcome(function) {
        Outcome::Nothing => members(schema, []),
        Outcome::Value(ty) => members(schema, [Some(ty)]),
        Outcome::Declared(ok, err) => union(schema, [ok, err]),
    };
    let results = reported(results, &function.span, problems);
    let (params, results) = (params?, results?);
    Some(FunctionLayout { params, results })
}

/// The layout of the struct that a type becomes where it has no place of its own, as an element of a list: of a
/// tuple, an option or a result. The checks have refused what is too large.
pub(crate) fn anonymous(schema: &Schema, ty: &Type) -> StructLayout {
    let ty = schema.resolve(ty);
    let layout = match inline(schema, ty) {
        Inline::Tuple(items) => members(schema, items.iter().map(Some)),
        Inline::Result(ok, err) => union(schema, [ok, err]),
        Inline::Option(some) => union(schema, [None, Some(some)]),
        Inline::Value => members(schema, [Some(ty)]),
    };
    layout.unwrap_or_else(|TooLarge| StructLayout {
        data_words: 0,
        pointers: 0,
        group: Group::default(),
    })
}

/// The layout of a struct of `members`, those without a type being `Void`.
fn members<'t>(
    schema: &'t Schema,
    members: impl IntoIterator<Item = Option<&'t Type>>,
) -> Result<StructLayout, TooLarge> {
    let mut measure = Measure::new(schema);
    let spaces: Vec<Space> = members
        .into_iter()
        .map(|ty| measure.optional(ty))
        .collect::<Result<_, _>>()?;
    laid_out(&Space::Group(spaces))
}

/// The layout of a struct that is a union of `cases`.
fn union<'t>(
    schema: &'t Schema,
    cases: impl IntoIterator<Item = Option<&'t Type>>,
) -> Result<StructLayout, TooLarge> {
    let mut measure = Measure::new(schema);
    let spaces: Vec<Space> = cases
        .into_iter()
        .map(|ty| measure.optional(ty))
        .collect::<Result<_, _>>()?;
    laid_out(&Space::Union(spaces))
}

fn laid_out(space: &Space) -> Result<StructLayout, TooLarge> {
    let mut allocator = Allocator::default();
    let group = match allocator.place(space) {
        Slot::Group(Some(group)) => *group,
        other => Group {
            slots: vec![other],
            union: None,
        },
    };
    let (data_words, pointers) = allocator.size();
    let fits = |size: u32| u16::try_from(size).map_err(|_| TooLarge);
    Ok(StructLayout {
        data_words: fits(data_words)?,
        pointers: fits(pointers)?,
        group,
    })
}

/// A struct that no message can hold.
#[derive(Debug)]
struct TooLarge;

fn reported(
    layout: Result<StructLayout, TooLarge>,
    span: &Span,
    problems: &mut Diagnostics,
) -> Option<StructLayout> {
    let layout = layout.ok();
    if layout.is_none() {
        problems.error(
            Diagnostic::schema(span.clone(), "this is too large for a message")
                .rule(format!(
                    "a struct of a Cap'n Proto message has at most {} words of data, {} pointers and {} members, \
                     what is in its options, results and tuples included",
                    u16::MAX,
                    u16::MAX,
                    space::MOST_MEMBERS
                ))
                .help("move some of it into a record of its own, which then is one member"),
        );
    }
    layout
}

fn check_count(cases: &[Case], span: &Span, problems: &mut Diagnostics) {
    if cases.len() > MOST_CASES {
        problems.error(
            Diagnostic::schema(
                span.clone(),
                format!("{} cases are too many for a message", cases.len()),
            )
            .rule(format!(
                "an enum or a variant has at most {MOST_CASES} cases in a Cap'n Proto message"
            )),
        );
    }
}
