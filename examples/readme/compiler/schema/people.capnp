@0xd8f1a3c2b4e50968;

struct Person {
  name @0 :Text;
}
