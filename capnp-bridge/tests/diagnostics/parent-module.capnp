@0xd0c0ffee0000000a;

using Rust = import "rust.capnp";
$Rust.parentModule("foo.bar");

struct Person {}
