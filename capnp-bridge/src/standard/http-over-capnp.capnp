# HTTP requests and WebSockets as calls.

@0xb665280aaff2e632;

using import "/capnp/compat/byte-stream.capnp".ByteStream;

interface HttpService {
  startRequest @0 (request :HttpRequest, context :ClientRequestContext)
      -> (requestBody :ByteStream, context :ServerRequestContext);
  request @1 (request :HttpRequest, context :ClientRequestContext) -> (requestBody :ByteStream);
  connect @2 (host :Text, headers :List(HttpHeader), down :ByteStream, context :ConnectClientRequestContext,
      settings :ConnectSettings) -> (up :ByteStream);

  interface ClientRequestContext {
    startResponse @0 (response :HttpResponse) -> (body :ByteStream);
    startWebSocket @1 (headers :List(HttpHeader), upSocket :WebSocket) -> (downSocket :WebSocket);
  }
  interface ConnectClientRequestContext {
    startConnect @0 (response :HttpResponse);
    startError @1 (response :HttpResponse) -> (body :ByteStream);
  }
  interface ServerRequestContext {}
}

struct ConnectSettings { useTls @0 :Bool; }

interface WebSocket {
  sendText @0 (text :Text) -> stream;
  sendData @1 (data :Data) -> stream;
  close @2 (code :UInt16, reason :Text);
}

struct HttpRequest {
  method @0 :HttpMethod;
  url @1 :Text;
  headers @2 :List(HttpHeader);
  bodySize :union { unknown @3 :Void; fixed @4 :UInt64; }
}

struct HttpResponse {
  statusCode @0 :UInt16;
  statusText @1 :Text;
  headers @2 :List(HttpHeader);
  bodySize :union { unknown @3 :Void; fixed @4 :UInt64; }
}

struct HttpHeader {
  union {
    common :group {
      name @0 :CommonHeaderName;
      union { commonValue @1 :CommonHeaderValue; value @2 :Text; }
    }
    uncommon @3 :NameValue;
  }
  struct NameValue { name @0 :Text; value @1 :Text; }
}

annotation commonText @0x857745131db6fc83 (enumerant) :Text;

enum HttpMethod {
  get @0; head @1; post @2; put @3; delete @4; patch @5; purge @6; options @7; trace @8; copy @9; lock @10;
  mkcol @11; move @12; propfind @13; proppatch @14; search @15; unlock @16; acl @17; report @18;
  mkactivity @19; checkout @20; merge @21; msearch @22; notify @23; subscribe @24; unsubscribe @25;
}

enum CommonHeaderName {
  invalid @0; acceptCharset @1; acceptEncoding @2; acceptLanguage @3; acceptRanges @4; accept @5;
  accessControlAllowOrigin @6; age @7; allow @8; authorization @9; cacheControl @10; contentDisposition @11;
  contentEncoding @12; contentLanguage @13; contentLength @14; contentLocation @15; contentRange @16;
  contentType @17; cookie @18; date @19; etag @20; expect @21; expires @22; from @23; host @24; ifMatch @25;
  ifModifiedSince @26; ifNoneMatch @27; ifRange @28; ifUnmodifiedSince @29; lastModified @30; link @31;
  location @32; maxForwards @33; proxyAuthenticate @34; proxyAuthorization @35; range @36; referer @37;
  refresh @38; retryAfter @39; server @40; setCookie @41; strictTransportSecurity @42; transferEncoding @43;
  userAgent @44; vary @45; via @46; wwwAuthenticate @47;
}

enum CommonHeaderValue {
  invalid @0; gzipDeflate @1;
}
