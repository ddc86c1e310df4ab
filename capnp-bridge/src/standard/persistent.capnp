# Capabilities that can be saved.
@0xb8630836983feed7;
interface Persistent @0xc8cb212fcd9f5691 (SturdyRef, Owner) {
  save @0 SaveParams -> SaveResults;
  struct SaveParams {
    sealFor @0 :Owner;
  }
  struct SaveResults {
    sturdyRef @0 :SturdyRef;
  }
}
annotation persistent @0xf622595091cafb67 (field, interface) :Void;
