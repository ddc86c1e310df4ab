@0xd0c0ffee0000000c;

struct Person {
  name @0 :Txt;
}
