// A network in this process: what listens at one end sends what it is sent to the other, some milliseconds later.

import { connect, createServer } from "node:net";

// How long it takes to the other end; back, it takes no time.
export const MILLISECONDS = 5;

// Listens, for what `to(address)` will be told of.
export async function distance() {
  let target;
  const sockets = new Set();
  const server = createServer((near) => {
    const far = connect(target);
    for (const socket of [near, far]) {
      sockets.add(socket.setNoDelay(true));
      socket.on("close", () => sockets.delete(socket)).on("error", () => [near, far].forEach((it) => it.destroy()));
    }
    near.on("data", (data) => setTimeout(() => far.destroyed || far.write(data), MILLISECONDS));
    near.on("end", () => setTimeout(() => far.end(), MILLISECONDS));
    far.pipe(near);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    address: `127.0.0.1:${server.address().port}`,
    to(address) {
      const [host, port] = address.split(":");
      target = { host, port: Number(port) };
    },
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
