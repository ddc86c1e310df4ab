@0xd0c0ffee00000009;

using Rust = import "rust.capnp";

struct Person {
  name @0 :Text $Rust.name("first name");
}
