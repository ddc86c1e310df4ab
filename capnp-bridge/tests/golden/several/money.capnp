@0xd0c0ffee00000202;

# The second of two files that are generated together, and refer to each other.

using import "shop.capnp".Item;
using import "units.capnp".Weight;
using import "time.capnp".Moment;

struct Price {
  cents @0 :Int64;
  per @1 :Weight;
}

interface Ledger {
  add @0 (item :Item, at :Moment) -> (total :Price);
}
