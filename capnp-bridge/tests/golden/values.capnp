@0xd2a3c1b5e6f70812;
# Every kind of value, with and without a default.

const answer :UInt32 = 42;
const negative :Int64 = -9223372036854775808;
const nearlyPi :Float64 = 3.14159;
const tiny :Float32 = 1.25e-10;
const boundless :Float64 = -inf;
const yes :Bool = true;
const nothing :Void = void;
const greeting :Text = "Grüezi";
const blob :Data = 0x"00 22 ff";
const primes :List(UInt16) = [2, 3, 5];
const names :List(Text) = ["a", "b"];
const rows :List(List(Int8)) = [[1, -1], []];
const favourite :Color = darkGreen;
const origin :Point = (y = 5);
const corners :List(Point) = [(x = 1), (y = 1)];
const someone :Person = (name = "Ada", parent = (name = "Byron"), circle = 1.5, employment = (employer = "Babbage"));

enum Color {
  red @0;
  darkGreen @1;
}

struct Point {
  x @0 :Int32 = -1;
  y @1 :Int32;
  color @2 :Color;
}

struct Empty {}

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
  texts @12 :List(Text);
  datas @13 :List(Data);
  colors @14 :List(Color);
  points @15 :List(Point);
  matrix @16 :List(List(Float64));
  voidLists @17 :List(List(Void));
  dataCube @18 :List(List(List(Data)));
  unions @19 :List(Shape);
}

struct Defaults {
  # Each has one that is not its type's own.
  bool @0 :Bool = true;
  int @1 :Int8 = -5;
  long @2 :UInt64 = 18446744073709551615;
  float @3 :Float32 = 0.5;
  text @4 :Text = "Zoë";
  data @5 :Data = 0x"01 22";
  color @6 :Color = darkGreen;
  list @7 :List(Int32) = [1, 2];
  voids @8 :List(Void) = [void, void];
  point @9 :Point = (x = 7);
  shape @10 :Shape = (circle = 2);
  choice :union {
    number @11 :Int32 = 12;
    word @12 :Text = "word";
  }
}

struct Shape {
  # Nothing but a union.
  union {
    circle @0 :Float64;
    none @1 :Void;
    also @2 :Void;
    call :group {
      function @3 :Text;
      depth @4 :UInt8 = 3;
    }
  }
}

struct Person {
  id @0 :UInt32 = 7;
  name @1 :Text;
  picture @2 :Data;
  any @3 :AnyPointer;
  nothing @4 :Void;
  friends @5 :List(Person);
  parent @6 :Person;
  address :group {
    street @7 :Text;
    number @8 :Int16 = 1;
  }
  employment :union {
    # What somebody does.
    unemployed @9 :Void;
    employer @10 :Text;
    color @11 :Color;
  }
  await @12 :Bool;
  constructor @13 :Text;
  union {
    circle @14 :Float64;
    none @15 :Void;
    shape @16 :Shape;
  }
}

struct Middle {
  # The union's first member by number is not the first that is written.
  union {
    late @1 :Text;
    early @0 :UInt8 = 4;
  }
}

interface Registry {
  # Methods with plain values.

  add @0 (a :UInt32, b :UInt32 = 10) -> (sum :UInt32);
  ping @1 ();
  greet @2 (name :Text = "nobody", data :Data, nothing :Void) -> (greeting :Text, length :UInt32);
  store @3 Person -> Person;
  color @4 (color :Color = darkGreen) -> (nothing :Void);
  write @5 (bytes :Data) -> stream;
}
