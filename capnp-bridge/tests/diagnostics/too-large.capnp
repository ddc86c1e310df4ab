@0xd0c0ffee00000031;

struct S0 {
  a @0 :Text;
  b @1 :Text;
}

struct S1 {
  a @0 :S0;
  b @1 :S0;
}

struct S2 {
  a @0 :S1;
  b @1 :S1;
}

struct S3 {
  a @0 :S2;
  b @1 :S2;
}

struct S4 {
  a @0 :S3;
  b @1 :S3;
}

struct S5 {
  a @0 :S4;
  b @1 :S4;
}

struct S6 {
  a @0 :S5;
  b @1 :S5;
}

struct S7 {
  a @0 :S6;
  b @1 :S6;
}

struct S8 {
  a @0 :S7;
  b @1 :S7;
}

struct S9 {
  a @0 :S8;
  b @1 :S8;
}

struct S10 {
  a @0 :S9;
  b @1 :S9;
}

struct S11 {
  a @0 :S10;
  b @1 :S10;
}

interface Store {
  put @0 (value :S11) -> ();
}
