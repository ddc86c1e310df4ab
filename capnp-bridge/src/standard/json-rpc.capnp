# A message of JSON-RPC 2.0.

@0xd04299800d6725ba;

using Json = import "/capnp/compat/json.capnp";

struct RpcMessage {
  jsonrpc @0 :Text;
  id @1 :Json.Value;
  method @2 :Text;
  union {
    none @3 :Void $Json.name("!missing params, result, or error");
    params @4 :Json.Value;
    result @5 :Json.Value;
    error @6 :Error;
  }
  struct Error { code @0 :Int32; message @1 :Text; data @2 :Json.Value; }
}
