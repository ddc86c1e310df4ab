@0xd0c0ffee0000000b;

struct Tree {
  children @0 :List(Tree) = [()];
}
