@0xd0c0ffee00000005;

struct Broken {
  it @0 :List(Missing);
}
