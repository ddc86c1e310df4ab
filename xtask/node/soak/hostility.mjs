// Servers whose caller is hostile: which calls were answered, and how much memory they have taken.

import { inFiles, inFolder, start } from "../miniflare.mjs";

const FOLDER = "rpc-runtime/tests/soak";
const PEERS = { OBJECTS: "objects", MESSAGES: "messages" };
const TURN = 2000;
// How many values are enough, of at most so many bytes each.
export const VALUES = 10_000;
export const SIZE = 2 ** 20;
const REST = 3000;

// Sends each attack once, and then random values until there are enough, or it is nearly `end`.
export async function hostility(random, end) {
  const workers = await start([
    ...Object.values(PEERS).map((name) => inFolder(`${FOLDER}/${name}`, { name, serviceBindings: {} })),
    inFiles("hostile", `${FOLDER}/javascript/hostile.mjs`, PEERS),
  ]);
  const answer = async (path) => {
    const response = await workers.fetch("hostile", path, { signal: AbortSignal.timeout(120_000) });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return JSON.parse(text);
  };
  try {
    const sides = [];
    for (const [binding, name] of Object.entries(PEERS)) {
      const before = await workers.json(name, "/now");
      const attacks = await answer(`/attacks?peer=${binding}`);
      const values = { answered: 0, refused: 0, unsent: 0, wrong: 0 };
      sides.push({ binding, name, before, attacks, attacked: await workers.json(name, "/now"), values, texts: [] });
    }
    const last = end - REST;
    const sent = () => sides.reduce((sum, { values }) => sum + values.answered + values.refused + values.unsent, 0);
    while (Date.now() < last && sent() < VALUES) {
      for (const { binding, values, texts } of sides) {
        const path = `/values?peer=${binding}&seed=${random.next()}&size=${SIZE}&milliseconds=${TURN}`;
        const turn = await answer(path);
        texts.push(...turn.texts);
        for (const what of Object.keys(values)) values[what] += turn[what];
      }
    }
    for (const side of sides) side.after = await workers.json(side.name, "/now");
    return sides;
  } catch (error) {
    throw new Error(`${error.message}\n${workers.log.slice(-5000)}`, { cause: error });
  } finally {
    await workers.stop();
  }
}
