@0xd0c0ffee0000000e;

using Json = import "/capnp/compat/json.capnp";

interface Base {
  find @0 () -> ();
}

interface Derived extends(Base) {
  # It has a method of this name.

  search @0 () -> () $Json.name("find");
}
