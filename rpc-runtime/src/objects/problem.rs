//! What a codec has found wrong with a value.

use wasm_bindgen::JsValue;

use crate::objects::codec::named;
use crate::objects::describe::{describe, describe_key};
use crate::objects::{Step, ValueError, js};
use crate::text::quoted;
use rpc_message::ValueErrorKind;

/// The error for what a codec did not take just now.
#[cold]
#[inline(never)]
pub(crate) fn found() -> ValueError {
    let (before, after) = (js::problem_text(false), js::problem_text(true));
    let value = js::problem_value().map(|value| value.get(0));
    let steps: Vec<JsValue> = js::problem_steps().to_vec();
    let (kind, number) = (js::problem_kind(), |step: &JsValue| {
        step.as_f64().unwrap_or_default() as u32
    });
    let is_missing = after.is_empty() && value.as_ref().is_some_and(JsValue::is_undefined);
    let mut steps = steps.chunks_exact(2).peekable();
    let first_field = steps.peek().and_then(|step| match number(&step[0]) {
        0 => Some(named(number(&step[1]))),
        _ => None,
    });
    let mut error = match (value, first_field) {
        (_, Some(name)) if is_missing => {
            steps.next();
            ValueError::missing_field(name)
        }
        (Some(value), _) if after.is_empty() => ValueError::new(before + &describe(&value)),
        (Some(value), _) => {
            ValueError::new(before + &quoted(&value.as_string().unwrap_or_default()) + &after)
        }
        (None, _) => {
            let kind = match kind {
                1 => ValueErrorKind::TooDeep,
                2 => ValueErrorKind::TooLarge,
                _ => ValueErrorKind::Invalid,
            };
            ValueError::of(kind, before)
        }
    };
    for step in steps {
        error = error.at(match number(&step[0]) {
            0 | 4 => Step::Field(named(number(&step[1]))),
            1 => Step::Index(number(&step[1])),
            2 => Step::Key(describe_key(&step[1])),
            _ => Step::MapKey,
        });
    }
    error
}
