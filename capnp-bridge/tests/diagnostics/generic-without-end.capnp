@0xd0c0ffee00000008;

struct Pair(A, B) {
  first @0 :A;
  second @1 :B;
  deeper @2 :Pair(Pair(A, B), B);
}

struct User { it @0 :Pair(Text, Data); }
