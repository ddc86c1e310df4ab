@0xd0c0ffee00000012;

# The annotations for JSON are fine.
using Json = import "/capnp/compat/json.capnp";
using Rust = import "/capnp/rust.capnp";

struct Order {
  number @0 :UInt32 $Rust.option;
  kind @1 :Kind $Rust.option;
  key @2 :Data $Json.base64;
  hash @3 :Data $Json.hex;
  address :group $Json.flatten() {
    street @4 :Text;
  }
  payment :union $Json.discriminator(name = "type") {
    cash @5 :Void;
    card @6 :Text;
  }
  note @7 :Text $Rust.option;
}

struct Shape $Json.discriminator(name = "kind") {
  union {
    circle @0 :Float64;
    point @1 :Void;
  }
}

enum Kind { small @0; large @1; }
