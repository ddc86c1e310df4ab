// The Worker of `worker/wit/bindings.wit` and `worker/schema/carrying.capnp`, in JavaScript, without a library.

import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";

// Calls the one that is kept.
const tell = async (teller, event) => {
  if (teller === undefined) return "nobody is there";
  return teller.told(event);
};

let kept;

const relaying = (Base, keep, take) =>
  class extends Base {
    ask(teller, event) {
      return teller.told(event);
    }

    askLent(teller, event) {
      return teller.told(event);
    }

    askAll({ first, others, last }, event) {
      const all = [first, ...others, ...(last ? [last] : [])];
      return Promise.all(all.map((teller) => teller.told(event)));
    }

    // Nothing that stands for a binding has a `dup` of its own.
    askCopy(teller, event) {
      return teller.told(event);
    }

    handOn(teller, event) {
      return this.env.NEXT.ask(teller, event);
    }

    echo(teller) {
      return teller;
    }

    echoAll(parcel) {
      return parcel;
    }

    give() {
      return this.env.ANSWERS;
    }

    giveRoom(name) {
      return this.env.ROOM.get(this.env.ROOM.idFromName(name));
    }

    keep(teller) {
      keep(this, teller);
    }

    tell(event) {
      return tell(take(this), event);
    }
  };

export default relaying(WorkerEntrypoint, (_, teller) => (kept = teller), () => kept);

export class Answers extends WorkerEntrypoint {
  told(event) {
    return `JavaScript${this.ctx.props?.name ?? ""} told ${event}`;
  }
}

const Keeping = relaying(DurableObject, (room, teller) => (room.kept = teller), (room) => room.kept);

export class Room extends Keeping {
  told(event) {
    return `JavaScript's object told ${event}`;
  }
}

export class Speaking extends WorkerEntrypoint {
  told({ event }) {
    return { answer: `JavaScript told ${event}` };
  }
}

export class Carrying extends WorkerEntrypoint {
  ask({ speaker, event }) {
    return speaker.told({ event });
  }

  async askAll({ bundle: { first, others, note }, event }) {
    const answers = await Promise.all([first, ...others].map((speaker) => speaker.told({ event })));
    return { answers: [note, ...answers.map(({ answer }) => answer)] };
  }

  echo({ speaker }) {
    return { speaker };
  }

  echoAll({ bundle }) {
    return { bundle };
  }
}
