@15042154437281939475;
# Places are known in a file whose id is a decimal number.

using Rust = import "/capnp/rust.capnp";

struct Order {
  number @0 :UInt32 $Rust.option;
}
