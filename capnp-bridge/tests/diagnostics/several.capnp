@0xd0c0ffee00000002;

struct Person {
  name @0 :Txt;
  age @2 :UInt8;
}

interface Directory {
  find @0 (name :Text) -> (person :Persn);
}

struct Person {}
