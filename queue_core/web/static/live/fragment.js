// One part of the page that asks for itself again: on a signal, and every so often anyway.
// Never two requests at once: what comes meanwhile is remembered as one more reload.

import { sessionEnded, sessionGoesOn } from "../forms/session.js";
import { morph } from "./morph.js";
import { reportPainted } from "./painted.js";

const ANSWER_MILLISECONDS = 10_000;

export class Fragment {
  #element;
  #topics;
  #jitter;
  #onAnswer;
  #etag = null;
  #busy = false;
  #again = false;
  #timer = null;

  constructor(element, { onAnswer }) {
    this.#element = element;
    this.#topics = new Set((element.dataset.topics ?? "").split(" ").filter(Boolean));
    this.#jitter = Number(element.dataset.jitter ?? 0);
    this.#onAnswer = onAnswer;
    const every = Number(element.dataset.every ?? 15) * 1000;
    setInterval(() => this.reload(), every * (1 + Math.random() / 4));
    reportPainted(element);
  }

  onSignal(topics) {
    if (!topics.some((topic) => this.#topics.has(topic))) return;
    if (this.#jitter === 0) return this.reload();
    this.#timer ??= setTimeout(() => this.reload(), Math.random() * this.#jitter);
  }

  async reload() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    try {
      do {
        this.#again = false;
        await this.#fetch();
      } while (this.#again);
    } catch {
      // Lost for now: the next signal or the clock asks again, the band tells the person.
    } finally {
      this.#busy = false;
    }
  }

  async #fetch() {
    const language = document.documentElement.lang;
    const headers = { "X-Requested-With": "live", "Accept-Language": language };
    if (this.#etag) headers["If-None-Match"] = this.#etag;
    const signal = AbortSignal.timeout(ANSWER_MILLISECONDS);
    const answer = await fetch(this.#element.dataset.live, { headers, signal, cache: "no-store" });
    this.#onAnswer();
    this.#tell("okienko:answer", { age: Number(answer.headers.get("X-Data-Age")) });
    if (answer.status === 401) return sessionEnded();
    sessionGoesOn();
    if (answer.status !== 200) return;
    const html = await answer.text();
    this.#etag = answer.headers.get("ETag");
    this.#replace(html);
  }

  #replace(html) {
    morph(this.#element, html);
    reportPainted(this.#element);
    this.#tell("okienko:fragment");
  }

  #tell(name, detail = {}) {
    this.#element.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}
