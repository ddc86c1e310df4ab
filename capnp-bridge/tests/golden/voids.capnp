@0xd8a1c2b3e4f50617;

# `Void` wherever a type can be.

struct Signal {
  nothing @0 :Void;
  count @1 :UInt32;
  some :group {
    inner @2 :Void;
    outer @3 :List(Void);
  }
  kind :union {
    off @4 :Void;
    on @5 :Void;
    level @6 :UInt8;
  }
  union {
    idle @7 :Void;
    busy @8 :Text;
  }
}

struct Empty {}

struct Only {
  nothing @0 :Void;
}

struct Box(T) {
  value @0 :T;
}

interface Bell {
  ring @0 (nothing :Void) -> (nothing :Void);
  state @1 (signal :Signal, nothing :Void) -> (nothing :Void, signal :Signal);
  only @2 Only -> Only;
  empty @3 Empty -> Empty;
  boxed @4 (value :Box(Only)) -> (value :Box(Empty), voids :List(Void));
  stop @5 ();
}

const nothing :Void = void;
