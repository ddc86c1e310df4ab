# Annotations for C++: they say nothing about Rust, but schemas use them.
@0xbdf87d7bb8304e81;
$namespace("capnp::annotations");
annotation namespace @0xb9c6f99ebf805f2c (file) :Text;
annotation name @0xf264a779fef191ce (enum, enumerant, struct, field, union, group, interface, method, param) :Text;
annotation allowCancellation @0xac7096ff8cfc9dce (file, interface, method) :Void;
