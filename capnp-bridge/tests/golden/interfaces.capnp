@0xb7f1c0a2d3e4f596;
# Capabilities wherever they may be, and interfaces that extend others.

interface Node {
  # Something with a name.

  label @0 () -> (label :Text);
  await @1 (self :Text) -> (arguments :Text, server :Bool);
  # Called like what Rust has already.
}

interface File extends(Node) {
  size @0 () -> (size :UInt64);
  write @1 (bytes :Data) -> stream;
}

interface Directory extends(Node) {
  # Holds nodes.

  open @0 (name :Text) -> (node :Node);
  list @1 () -> (entries :List(Entry));
  find @2 (name :Text, watcher :Watcher) -> (entry :Entry, more :Node);
  swap @3 Entry -> Entry;
  make @4 (kind :Kind = directory, node :Node) -> (made :Kind);

  enum Kind {
    file @0;
    directory @1;
  }
}

interface Link extends(File, Directory) {
  # A node by two ways.

  target @0 () -> (target :Link);
}

interface Renamed extends(Node) {
  # Has a method of its own in place of an inherited one, so that it is no `Node` to a caller by name.

  label @0 (long :Bool) -> (label :Text);
}

interface Watcher {
  found @0 (entry :Entry);
}

struct Entry {
  name @0 :Text;
  node @1 :Node;
  parents @2 :List(Directory);
  kind :union {
    none @3 :Void;
    file @4 :File;
    link @5 :Link;
  }
}

interface Publisher(T) {
  subscribe @0 (subscriber :Subscriber(T)) -> (subscription :Subscription);
}

interface Subscriber(T) {
  pushMessage @0 (message :T);
}

interface Subscription {}

struct Publishers {
  texts @0 :Publisher(Text);
  entries @1 :Publisher(Entry);
}
