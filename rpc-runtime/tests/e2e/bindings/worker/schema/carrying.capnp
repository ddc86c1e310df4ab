@0xd2b7c4e09a6f5183;
# Tellers that are handed on, beside arguments and in messages.

interface Speaker {
  told @0 (event :Text) -> (answer :Text);
}

struct Bundle {
  first @0 :Speaker;
  others @1 :List(Speaker);
  note @2 :Text;
}

interface Carrier {
  ask @0 (speaker :Speaker, event :Text) -> (answer :Text);
  askAll @1 (bundle :Bundle, event :Text) -> (answers :List(Text));
  echo @2 (speaker :Speaker) -> (speaker :Speaker);
  echoAll @3 (bundle :Bundle) -> (bundle :Bundle);
}
