@0xd0c0ffee00000007;

using Json = import "/capnp/compat/json.capnp";

struct Person {
  firstName @0 :Text $Json.name("name");
  name @1 :Text;
  union {
    home @2 :Text;
    work @3 :Text $Json.name("name");
  }
  group :union {
    a @4 :Int8;
    b @5 :Int8 $Json.name("__proto__");
  }
}
