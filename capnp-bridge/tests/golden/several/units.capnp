@0xd0c0ffee00000203;

struct Weight {
  grams @0 :UInt32;
}
