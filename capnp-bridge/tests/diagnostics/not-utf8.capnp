@0xd0c0ffee0000000d;

struct Person {
  name @0 :Text = "ÿþ";
}
