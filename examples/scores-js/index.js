// A caller of the Durable Object in Rust, in plain JavaScript.

export default {
  // `GET /?game=go&player=Grace&points=50` enters a score.
  async fetch(request, env) {
    const { searchParams } = new URL(request.url);
    const game = searchParams.get("game") ?? "go";
    const player = searchParams.get("player") ?? "Grace";
    const points = Number(searchParams.get("points") ?? 50);

    const scores = env.SCORES.getByName(game);
    const rank = await scores.submit({ player, points });
    const best = await scores.top(3);

    const row = (call, result) => ({ direction: "JavaScript → Rust", call, result });
    return Response.json([
      row(`submit(${player}, ${points})`, `rank ${rank}`),
      row("top(3)", best.map(({ player, points }) => `${player} ${points}`).join(", ")),
    ]);
  },
};
