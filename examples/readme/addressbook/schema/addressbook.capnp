@0xd5a2c1e0b7f34861;  # any 64 bits of your own, of which the first is set

struct Person {
  id @0 :UInt32;
  name @1 :Text;
  email @2 :Text;
}

interface AddressBook {
  find @0 (name :Text, limit :UInt16 = 10) -> (people :List(Person));
}
