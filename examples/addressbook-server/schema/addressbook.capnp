@0xd1f3a6c29b8e4705;
# People, and how to reach them.

struct Person {
  id @0 :UInt32;
  name @1 :Text;
  email @2 :Text;
  phones @3 :List(PhoneNumber);

  struct PhoneNumber {
    number @0 :Text;
    kind @1 :Kind = mobile;

    enum Kind {
      home @0;
      mobile @1;
      work @2;
    }
  }

  occupation :union {
    # What the person does at the moment.

    none @4 :Void;
    employer @5 :Text;
    school @6 :Text;
    selfEmployed @7 :Void;
  }
}

struct Query {
  # Which people are looked for.

  name @0 :Text;
  # Part of the name.

  limit @1 :UInt16 = 10;
  # How many to give at most.
}

interface AddressBook {
  find @0 (query :Query) -> (people :List(Person));
  # The people that a query finds, by name.

  card @1 (id :UInt32) -> (card :Card);
  # The card of one person, which stays where it is.
}

interface Card {
  # One person's card.

  label @0 () -> (text :Text);
  # What to write on an envelope.

  number @1 (kind :Person.PhoneNumber.Kind = mobile) -> (number :Text);
  # The person's number of this kind.
}
