@0xd0c0ffee00000014; # There is a byte order mark before this.

using Rust = import "/capnp/rust.capnp";

struct Order {
  number @0 :UInt32 $Rust.option;
}
