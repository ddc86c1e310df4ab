@0xd0c0ffee00000204;

struct Moment {
  seconds @0 :Int64;
}
