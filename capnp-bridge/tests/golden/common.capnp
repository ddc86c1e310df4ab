@0xb7f1c0a2d3e4f5a1;
# What other crates share: `extending.capnp` uses it from there.

interface Svc {
  # A service that others extend.

  get @0 (key :Key, limit :UInt32 = 10) -> (found :Box(Text), more :Bool);
}

struct Key {
  union {
    number @0 :UInt32;
    which @1 :Which;
  }

  struct Which {
    # Called like the union.

    text @0 :Text = "x";
  }
}

struct Box(T) {
  value @0 :T;
}
