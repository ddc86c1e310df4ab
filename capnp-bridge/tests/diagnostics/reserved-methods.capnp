@0xd0c0ffee00000006;

interface Directory {
  # Somebody else's methods.

  constructor @0 (url :Text) -> (body :Data);
  dup @1 ();
  lookup @2 (then :Text) -> ();
}

interface Base {
  catch @0 () -> (name :Text);
}

interface Derived extends(Base) {}
