@0xd0c0ffee0000000f;

using Json = import "/capnp/compat/json.capnp";

interface Directory {
  find @0 () -> () $Json.name("find it");
}

struct Entry {
  # A key may be anything.

  name @0 :Text $Json.name("the \"name\"");
}
