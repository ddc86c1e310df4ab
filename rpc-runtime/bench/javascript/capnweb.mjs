// The same server and the same caller, over Cap'n Web: a session on a WebSocket, for as long as a request lasts.

import { RpcTarget, WorkerEntrypoint } from "cloudflare:workers";

import { newWebSocketRpcSession, newWorkersRpcResponse } from "./capnweb.js";
import { answer } from "./caller.mjs";
import { serving } from "./server.mjs";

const Server = serving(RpcTarget);

export default class extends WorkerEntrypoint {
  fetch(request) {
    if (request.headers.has("Upgrade")) return newWorkersRpcResponse(request, new Server());
    return answer(request, async (name) => {
      const { webSocket } = await this.env[name].fetch("http://peer/", { headers: { Upgrade: "websocket" } });
      webSocket.accept();
      return newWebSocketRpcSession(webSocket);
    });
  }
}
