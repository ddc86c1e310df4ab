// Calls that are messages. Imported from one `extern` block only (src/js/glue.rs).

import { call, cancels } from "./calls.js";
import { instance } from "./instance.js";
import { dispose } from "./stubs.js";

/**
 * What peers have said about messages: for an object that was called, by the name of the method that takes them,
 * whether it has that method. A service binding is the same object as long as the Worker lives, so a peer is asked
 * once.
 */
const answers = new WeakMap();

/** Whether `target` takes messages by `method`; undefined while that is not known. */
function takesMessages(target, method) {
  return answers.get(target)?.get(method);
}

/** The peer is asked again. */
function forgetAnswer(target, method) {
  answers.get(target)?.delete(method);
}

function learn(target, method, answer) {
  try {
    if (!answers.has(target)) answers.set(target, new Map());
    answers.get(target).set(method, answer);
  } catch {
    // A primitive, which has no identity to remember.
  }
}

/**
 * Calls a method that takes messages, without knowing whether the target has it. `retry(number, error)` says what was
 * thrown, if anything was: if that is that there is no such method, then nothing has run yet, and it gives the same call
 * as `[method, arguments]` with objects. The reply is an `Answer`. The cap table is empty: what is in one could not
 * be sent twice.
 */
function offer(target, by, method, message, retry, number) {
  const mine = instance;
  const offered = call(target, by, [method, message]);
  const outcome = offered.then(
    (reply) => {
      if (mine === instance) retry(number, undefined);
      learn(target, by, true);
      return new Answer(reply, true);
    },
    (error) => {
      // What made the call is gone with its instance, or has let go of it.
      const same = mine === instance ? retry(number, error) : undefined;
      if (same === undefined) throw error;
      learn(target, by, false);
      const [fallback, objects] = same;
      const again = call(target, fallback, objects);
      cancels.set(outcome, () => cancels.get(again)?.());
      return again.then((reply) => new Answer(reply, false));
    },
  );
  cancels.set(outcome, () => {
    // It is not made again then.
    if (mine === instance) retry(number, undefined);
    cancels.get(offered)?.();
  });
  return outcome;
}

/** A reply that is a message, or not. */
class Answer {
  constructor(reply, isMessage) {
    this.reply = reply;
    this.isMessage = isMessage;
  }

  [Symbol.dispose]() {
    dispose(this.reply);
  }
}

/** `[reply, isMessage]` */
function answer({ reply, isMessage }) {
  return [reply, isMessage];
}

/** Calls a method that takes messages: `[method, message]`, or with the cap table. */
function callMessage(target, by, method, message, caps) {
  return call(target, by, caps === undefined ? [method, message] : [method, message, caps]);
}

export const messages = { takesMessages, forgetAnswer, offer, answer, callMessage };
