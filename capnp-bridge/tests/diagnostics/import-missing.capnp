@0xd0c0ffee00000003;

using Other = import "imports/nowhere.capnp";
using Std = import "/capnp/nowhere.capnp";

struct Person { other @0 :Other.Thing; }
