@0xd0c0ffee00000001;

struct Person {
  name @0 :Text
  age @1 :UInt8;
}
