@0xd0c0ffee00000011;

struct B(T) { it @0 :T; }

struct Deep {
  it @0 :B(B(B(B(B(B(B(B(B(B(B(B(B(Text)))))))))))));
}
