@0xc8a1c2b3e4f50618;

# Interfaces that no entrypoint, or not each, can serve, because of the names of their methods.

interface Network {
  open @0 (host :Text) -> (socket :Socket);
  queues @1 () -> (all :List(Queue));
}

# Every name is something else on an entrypoint.
interface Socket {
  connect @0 (host :Text) -> (socket :Socket);
  fetch @1 () -> (data :Data);
  alarm @2 ();
  env @3 () -> (name :Text);
}

# A named entrypoint or a Durable Object may serve it.
interface Queue {
  queue @0 (message :Text);
  scheduled @1 () -> (at :UInt64);
  email @2 ();
}

# No Durable Object may serve it.
interface Account {
  id @0 () -> (id :UInt64);
  name @1 () -> (name :Text);
}

interface NamedQueue extends(Queue, Account) {}

interface NamedSocket extends(Socket, Account) {}
