@0xe6f1b0a2c3d4e5f7;
# What is an object, an array or a string in JSON.

using Json = import "/capnp/compat/json.capnp";
using Rust = import "/capnp/rust.capnp";

enum Color {
  red @0;
  lightBlue @1;
  black @2 $Json.name("jet-black");
}

struct Person {
  userId @0 :UInt64;
  name @1 :Text = "Zoë";
  type @2 :Color = lightBlue;
  address @3 :Text $Json.name("where");
  data @4 :Data;
  anything @5 :AnyPointer;
  colors @6 :List(Color);
  nothing @7 :Void;
  best @8 :Person $Rust.option;
  grid @9 :List(List(Int16));
  measured @10 :List(Float32);

  birth :group {
    year @11 :Int16;
    place :union {
      unknown @12 :Void;
      cityOf @13 :Text;
      at @14 :List(Float64);
    }
  }

  union {
    retired @15 :Void;
    worksAt @16 :Text;
    box @17 :Box(Text) $Json.name("boxed-text");
  }
}

struct Box(T) {
  value @0 :T;
  union {
    full @1 :Bool;
    self @2 :Box(T);
  }
}

struct Empty {}

interface People {
  find @0 (person :Person) -> (empty :Empty);
}
