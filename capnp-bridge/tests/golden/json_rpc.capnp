@0xb7f1c0a2d3e4f5a4;
# A standard schema, in which a struct is called `Error`.

using JsonRpc = import "/capnp/compat/json-rpc.capnp";

interface Peer {
  send @0 (message :JsonRpc.RpcMessage) -> (reply :JsonRpc.RpcMessage);
}
