//! What a context gives, as text: in this Worker, and in `../../../../host/contexts.rs`, which expects the same.

use std::collections::BTreeMap;
use std::fmt::Debug;

use rpc_runtime::{Client, Context, Result};
use serde::{Deserialize, Serialize};

/// What props and variables are read as.
#[derive(Debug, Serialize, Deserialize)]
#[allow(dead_code, reason = "shown by `Debug`")]
struct Caller {
    name: String,
    level: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    plan: Option<Plan>,
    #[serde(default)]
    share: f64,
    #[serde(default)]
    tags: BTreeMap<String, (u8, bool)>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(dead_code, reason = "shown by `Debug`")]
enum Plan {
    Free,
    PaidBy(String),
    Split(u8, u8),
    Trial { days: u8 },
}

fn told<T: Debug>(outcome: Result<T>) -> String {
    match outcome {
        Ok(value) => format!("{value:?}"),
        Err(error) => format!("{:?}: {error}", error.kind()),
    }
}

/// What an accessor gives for a binding; none if there is no such accessor.
pub(crate) fn of_binding<C: Client>(
    context: &Context,
    accessor: &str,
    binding: &str,
) -> Option<String> {
    let there = |outcome: Result<C>| told(outcome.map(drop));
    Some(match accessor {
        "var" => told(context.var(binding)),
        "secret" => told(context.secret(binding)),
        "object_var" => told(context.object_var::<Caller>(binding)),
        "object_var of a number" => told(context.object_var::<u8>(binding)),
        "object_var of text" => told(context.object_var::<String>(binding)),
        "service" => there(context.service(binding)),
        "durable_object" => there(context.durable_object(binding, "a")),
        "durable_object of an id" => {
            there(context.durable_object(binding, rpc_runtime::ObjectId::from_id("a")))
        }
        "new_object_id" => told(context.new_object_id(binding, None).map(drop)),
        _ => return None,
    })
}

/// What the caller's props give.
pub(crate) fn props(context: &Context) -> String {
    told(context.props::<Caller>())
}
