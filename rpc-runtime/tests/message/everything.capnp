# Every kind of field, for the tests of messages: what Rust writes others read, and the reverse.
@0xb3d1a0f5c2e49687;

enum Color {
  red @0;
  darkGreen @1;
  blue @2;
}

struct Numbers {
  bool @0 :Bool;
  int8 @1 :Int8;
  int16 @2 :Int16;
  int32 @3 :Int32;
  int64 @4 :Int64;
  uint8 @5 :UInt8;
  uint16 @6 :UInt16;
  uint32 @7 :UInt32;
  uint64 @8 :UInt64;
  float32 @9 :Float32;
  float64 @10 :Float64;
  color @11 :Color;
  nothing @12 :Void;
}

struct Defaults {
  bool @0 :Bool = true;
  int8 @1 :Int8 = -1;
  int32 @2 :Int32 = -123456;
  uint16 @3 :UInt16 = 65535;
  uint64 @4 :UInt64 = 0x0123456789abcdef;
  float32 @5 :Float32 = 1.5;
  float64 @6 :Float64 = -inf;
  color @7 :Color = blue;
}

struct Lists {
  voids @0 :List(Void);
  bools @1 :List(Bool);
  int8s @2 :List(Int8);
  int16s @3 :List(Int16);
  int32s @4 :List(Int32);
  int64s @5 :List(Int64);
  uint8s @6 :List(UInt8);
  uint16s @7 :List(UInt16);
  uint32s @8 :List(UInt32);
  uint64s @9 :List(UInt64);
  float32s @10 :List(Float32);
  float64s @11 :List(Float64);
  colors @12 :List(Color);
  texts @13 :List(Text);
  datas @14 :List(Data);
  numbers @15 :List(Numbers);
  shapes @16 :List(Shape);
  matrix @17 :List(List(List(UInt16)));
  empties @18 :List(Empty);
}

struct Empty {}

struct Shape {
  # An unnamed union, a named one and a group, in one struct.
  name @0 :Text;
  size :group {
    width @1 :Float64;
    unit @2 :Text;
  }
  union {
    point @3 :Void;
    radius @4 :Float64;
    corners @5 :List(Int32);
    rectangle :group {
      left @6 :Int16;
      label @7 :Text;
    }
  }
  fill :union {
    none @8 :Void;
    color @9 :Color;
    picture @10 :Data;
  }
}

struct Node {
  value @0 :UInt32;
  next @1 :Node;
  children @2 :List(Node);
}

struct Everything {
  numbers @0 :Numbers;
  defaults @1 :Defaults;
  lists @2 :Lists;
  text @3 :Text;
  data @4 :Data;
  shape @5 :Shape;
  node @6 :Node;
  any @7 :AnyPointer;
}
