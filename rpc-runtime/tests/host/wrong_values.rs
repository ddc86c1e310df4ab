//! What errors say that was expected, where a test has a call end with a value of another type. That JavaScript says the
//! same: `engine/wrong_values.rs`.

#[allow(missing_docs, unreachable_pub)]
mod wit {
    include!("../../../wit-codegen/tests/golden/values.rs");
}

use rpc_runtime::Value;

use crate::support::capnp;
use crate::support::wrong_values::wrong_values;

#[track_caller]
fn check<T: Value>(expected: &str) {
    assert_eq!(T::expected(), expected);
}

#[test]
fn each_type_says_what_it_expects() {
    wrong_values!(check, wit, capnp);
    check::<rpc_runtime::ItemStream<u32>>("a stub of a stream");
    check::<rpc_runtime::FutureValue<u32>>("a stub of a future");
}
