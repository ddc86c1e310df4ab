@0xb7f1c0a2d3e4f5a3;
# Defaults that differ are not the same method.

interface Base {
  dd @0 (p :UInt32 = 1, l :List(Text)) -> (q :List(Text));
}

interface Derived extends(Base) {
  # No `Base` to a caller: what is 1 there is 2 here.

  dd @0 (p :UInt32 = 2, l :List(Text)) -> (q :List(Text));
}

interface Same extends(Base) {
  dd @0 (p :UInt32 = 1, l :List(Text)) -> (q :List(Text));
}

interface Results {
  # What is not there stands for the default.

  text @0 (l :List(Text)) -> (x :Text = "five");
  number @1 (l :List(Text)) -> (x :UInt32 = 5);
  list @2 () -> (x :List(Text) = ["a"]);
  point @3 () -> (x :Point = (x = 99));
  none @4 () -> (x :Point);
}

struct Point {
  x @0 :Int32;
  y @1 :Int32 = 7;
}
