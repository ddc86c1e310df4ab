@0xd8f1a3c2b4e50967;

using import "people.capnp".Person;

interface Notes {
  count @0 (author :Person) -> (count :UInt32);
}
