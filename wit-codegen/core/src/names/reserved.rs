//! Method names that a layer between two Workers keeps for itself.
//!
//! A function with such a name would not be called, or would be called by someone else: no generated code can
//! make up for that, so [`check`](crate::check) refuses it and asks for another name on the wire. To reserve
//! one more name, add a line to a layer's table.

/// A name that cannot be a method's, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reserved {
    /// Who reserves it.
    pub(crate) layer: &'static str,
    /// What would happen to a method of this name, to go on after the name.
    pub(crate) consequence: &'static str,
}

/// What may serve the functions of an interface, each with names of its own to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entrypoint {
    /// `export!(Server)`
    Default,
    /// `export!(Server as "Name")`
    Named,
    /// `export!(durable Room)`
    DurableObject,
}

/// Tells whether the wire name `name` is reserved for the functions of an interface or a world, whatever serves it.
pub(crate) fn reserved(name: &str) -> Option<Reserved> {
    find(SERVICE, name).or_else(|| of_messages(name))
}

/// Tells whether the wire name `name` is reserved where `entrypoint` serves it.
pub(crate) fn reserved_on(entrypoint: Entrypoint, name: &str) -> Option<Reserved> {
    let own: &[&Layer] = match entrypoint {
        Entrypoint::Default => &[&BUNDLER],
        Entrypoint::Named => &[],
        Entrypoint::DurableObject => &[&DURABLE_OBJECT_STUBS],
    };
    find(&[&ENTRYPOINTS, &CALLER], name)
        .or_else(|| find(own, name))
        .or_else(|| of_messages(name))
}

/// Tells whether the wire name `name` is reserved for the methods of a resource.
pub(crate) fn reserved_on_target(name: &str) -> Option<Reserved> {
    find(TARGET, name).or_else(|| of_messages(name))
}

/// A name such as `$capnpOrders`, which only `$Json.name` can give.
fn of_messages(name: &str) -> Option<Reserved> {
    name.starts_with(super::MESSAGES).then_some(Reserved {
        layer: "rpc-runtime",
        consequence: "takes the calls of an interface as messages",
    })
}

fn find(layers: &[&Layer], name: &str) -> Option<Reserved> {
    layers.iter().find_map(|layer| {
        let (_, consequence) = layer.names.iter().find(|(reserved, _)| *reserved == name)?;
        Some(Reserved {
            layer: layer.name,
            consequence,
        })
    })
}

struct Layer {
    name: &'static str,
    names: &'static [(&'static str, &'static str)],
}

const HTTP: &str = "handles HTTP requests and is never an RPC method";
const SOCKETS: &str =
    "is the Durable Object's handler of WebSocket events, which the runtime calls";
const INHERITED: &str =
    "is inherited by every JavaScript object, so a call to it never leaves the caller";
const OWN_PROPERTY: &str =
    "is a property of every Durable Object stub, so a call to it never leaves the caller";
const OWN_OF_INSTANCE: &str = "is a property of every instance, which hides a method of that name";
const DUPLICATES: &str = "duplicates the stub, so a call to it never leaves the caller";
const CLASS: &str = "is the class itself, and never an RPC method";
const PROMISE: &str =
    "is the method of a promise, which every result of a call is until it is awaited";

/// Who reserves the names of functions; the first that knows a name explains it.
const SERVICE: &[&Layer] = &[&ENTRYPOINTS, &BUNDLER, &CALLER, &DURABLE_OBJECT_STUBS];

/// Who reserves the names of a resource's methods.
const TARGET: &[&Layer] = &[&TARGETS, &CALLER];

const ENTRYPOINTS: Layer = Layer {
    name: "the Workers runtime, on entrypoints and Durable Objects",
    names: &[
        ("env", OWN_OF_INSTANCE),
        ("ctx", OWN_OF_INSTANCE),
        ("fetch", HTTP),
        (
            "connect",
            "handles raw connections and is never an RPC method",
        ),
        (
            "alarm",
            "is the Durable Object's alarm handler, which the runtime calls",
        ),
        ("webSocketMessage", SOCKETS),
        ("webSocketClose", SOCKETS),
        ("webSocketError", SOCKETS),
        ("dup", DUPLICATES),
        ("constructor", CLASS),
    ],
};

const TARGETS: Layer = Layer {
    name: "the Workers runtime, on RPC targets",
    names: &[("dup", DUPLICATES), ("constructor", CLASS)],
};

const BUNDLER: Layer = Layer {
    name: "worker-build, on the default entrypoint",
    names: &[
        ("queue", "is taken for the handler of queue messages"),
        ("scheduled", "is taken for the handler of cron triggers"),
        ("email", "is taken for the handler of e-mail"),
    ],
};

const CALLER: Layer = Layer {
    name: "JavaScript, on the caller's side",
    names: &[
        (
            "then",
            "would make the stub look like a promise: awaiting it would call this method",
        ),
        ("catch", PROMISE),
        ("finally", PROMISE),
        ("toString", INHERITED),
        ("toLocaleString", INHERITED),
        ("valueOf", INHERITED),
        ("hasOwnProperty", INHERITED),
        ("isPrototypeOf", INHERITED),
        ("propertyIsEnumerable", INHERITED),
        ("__proto__", INHERITED),
        ("__defineGetter__", INHERITED),
        ("__defineSetter__", INHERITED),
        ("__lookupGetter__", INHERITED),
        ("__lookupSetter__", INHERITED),
    ],
};

const DURABLE_OBJECT_STUBS: Layer = Layer {
    name: "the Workers runtime, on Durable Object stubs",
    names: &[("id", OWN_PROPERTY), ("name", OWN_PROPERTY)],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layer_has_its_names() {
        for (name, layer) in [
            (
                "fetch",
                "the Workers runtime, on entrypoints and Durable Objects",
            ),
            (
                "webSocketError",
                "the Workers runtime, on entrypoints and Durable Objects",
            ),
            ("scheduled", "worker-build, on the default entrypoint"),
            ("then", "JavaScript, on the caller's side"),
            ("id", "the Workers runtime, on Durable Object stubs"),
        ] {
            assert_eq!(
                reserved(name).map(|reserved| reserved.layer),
                Some(layer),
                "{name}"
            );
        }
    }

    #[test]
    fn names_that_only_old_runtimes_reserved_are_free() {
        for name in ["get", "put", "delete", "add", "Fetch", "to-string"] {
            assert_eq!(reserved(name), None, "{name}");
        }
    }

    #[test]
    fn what_serves_a_method_decides_which_names_are_free() {
        use Entrypoint::{Default, DurableObject, Named};
        for (name, refused_by) in [
            ("connect", &[Default, Named, DurableObject][..]),
            ("then", &[Default, Named, DurableObject]),
            ("queue", &[Default]),
            ("email", &[Default]),
            ("id", &[DurableObject]),
            ("name", &[DurableObject]),
            ("get", &[]),
        ] {
            let all = [Default, Named, DurableObject].into_iter();
            let refusing: Vec<_> = all.filter(|it| reserved_on(*it, name).is_some()).collect();
            assert_eq!(refusing, refused_by, "{name}");
            // A name that anything refuses is refused where it is not known what serves.
            assert_eq!(reserved(name).is_some(), !refused_by.is_empty(), "{name}");
        }
    }

    #[test]
    fn a_name_stands_in_one_layer() {
        let mut seen = std::collections::HashSet::new();
        for (name, _) in SERVICE.iter().flat_map(|layer| layer.names) {
            assert!(seen.insert(name), "{name} is reserved twice");
        }
    }
}
