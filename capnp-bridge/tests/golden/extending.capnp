@0xb7f1c0a2d3e4f5a2;
# Uses and extends what another crate has.

using Common = import "common.capnp";

interface Mine extends(Common.Svc) {
  put @0 (key :Common.Key, which :Common.Key.Which, text :Common.Box(Text), data :Common.Box(Data)) -> ();
}
