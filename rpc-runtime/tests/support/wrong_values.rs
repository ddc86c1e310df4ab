//! What errors say that was expected of each kind of type: on the host, where a test has a call end with a wrong value, and
//! in JavaScript, where one arrives. Not of stubs: their class is the runtime's, without which no such code loads.

/// Calls `$check::<T>(expected)` for each; `$wit` and `$capnp` are modules with what is generated from
/// `wit-codegen/tests/golden/values.wit` and from `capnp-bridge/tests/golden/values.capnp`.
macro_rules! wrong_values {
    ($check:ident, $wit:ident, $capnp:ident) => {
        $check::<bool>("bool");
        $check::<char>("char");
        $check::<String>("string");
        $check::<()>("nothing");
        $check::<u8>("u8");
        $check::<u16>("u16");
        $check::<u32>("u32");
        $check::<u64>("u64");
        $check::<i8>("s8");
        $check::<i16>("s16");
        $check::<i32>("s32");
        $check::<i64>("s64");
        $check::<f32>("f32");
        $check::<f64>("f64");
        $check::<Vec<u8>>("Uint8Array");
        $check::<Vec<u32>>("Uint32Array or array");
        $check::<Vec<i64>>("BigInt64Array or array");
        $check::<Vec<String>>("array");
        $check::<[String; 2]>("array");
        $check::<Option<u32>>("u32");
        $check::<Option<Option<u32>>>("option object");
        $check::<Box<u32>>("u32");
        $check::<(u32, String)>("array of 2");
        $check::<std::collections::BTreeMap<String, u32>>("Map or object");
        $check::<std::collections::BTreeMap<u32, u32>>("Map");
        $check::<Result<u32, String>>("result object");
        $check::<rpc_runtime::Data>("ArrayBuffer or view");
        $check::<rpc_runtime::platform::Date>("Date");
        $check::<rpc_runtime::ByteStream>("ReadableStream");
        $check::<$wit::types::Market>("one of \"north\", \"south-west\"");
        $check::<$wit::types::Permissions>("object of flags");
        $check::<$wit::types::Point>("point object");
        $check::<$wit::types::Shape>("shape object");
        $check::<$capnp::Color>("name or number of a case");
        $check::<$capnp::Point>("Point object");
        $check::<$capnp::person::Employment>("employment object");
    };
}

pub(crate) use wrong_values;
