@0xc0d1f8a7b6e59432;
# Names that generated code has already, and such as become the same.

enum A {
  first @0;
  second @1;
}

struct D {
  a @0 :A = second;
  s @1 :S;
}

interface S {
  get @0 (d :D, foo :A = second) -> (e :Extended);
}

interface Extended extends(S) {
  more @0 () -> (s :S);
}

struct Plain {
  # A group, an unnamed union and a struct, all of one name.

  which :group {
    a @0 :UInt8;
    b @1 :Text;
  }
  union {
    c @2 :Void;
    d @3 :Which;
  }

  struct Which {
    error @0 :Text;
  }
}

interface Store {
  save @0 () -> (which :UInt8, results :SaveResults);

  struct SaveResults {
    union {
      error @0 :Text;
      ok @1 :Void;
    }
  }
}

interface FooBar { f @0 (); }

struct Foo {
  g @0 :Void;

  interface Bar { f @0 (); }
}
