@0xd0c0ffee00000010;

interface A extends(B) { a @0 (); }

interface B extends(A) { b @0 (); }
