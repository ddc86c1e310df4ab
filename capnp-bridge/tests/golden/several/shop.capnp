@0xd0c0ffee00000201;

# The first of two files that are generated together. What it imports besides is in its generated file.

using import "money.capnp".Price;
using import "money.capnp".Ledger;
using import "units.capnp".Weight;

struct Item {
  name @0 :Text;
  price @1 :Price;
  weight @2 :Weight;
}

interface Shop {
  find @0 (name :Text) -> (items :List(Item));
  ledger @1 () -> (ledger :Ledger);
}
