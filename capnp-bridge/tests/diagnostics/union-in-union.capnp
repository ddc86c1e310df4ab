@0xd0c0ffee00000061;

struct Event {
  time @0 :Int32;
  size @1 :Int64;
  kind :union {
    none @2 :Void;
    move :group {
      steps @3 :Int32;
      how :union {
        still @4 :Void;
        jump :group {
          side @5 :Int16;
          height @6 :Int32;
          far @7 :Float64;
          near @8 :Int32;
        }
      }
      # Nothing is wrong with this one.
      why :union {
        fun @9 :Void;
        need @10 :Void;
      }
    }
  }
}
