@0xe3a9c1d07b5f4826;
# Directories of nodes, some of which are the caller's.

interface Node {
  label @0 () -> (label :Text);
}

interface Directory extends(Node) {
  open @0 (path :Text) -> (node :Node);
  enter @1 (path :Text) -> (directory :Directory);
  entries @2 (limit :UInt16 = 2) -> (entries :List(Entry), rest :UInt16);
  add @3 Entry -> Entry;
  watch @4 (watcher :Watcher);
}

interface Watcher {
  seen @0 (entry :Entry) -> stream;
}

enum Kind {
  plain @0;
  hidden @1;
}

struct Entry {
  name @0 :Text = "unnamed";
  kind @1 :Kind;
  node @2 :Node;
  union {
    size @3 :UInt64;
    directory @4 :Void;
  }
}
