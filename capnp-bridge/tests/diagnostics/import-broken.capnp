@0xd0c0ffee00000004;

using import "imports/broken.capnp".Broken;

struct Person { it @0 :Broken; }
