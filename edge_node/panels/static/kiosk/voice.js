// Reads the screen to a person who cannot see it. The node renders the words and this browser plays
// the file; where the node has no voice, the browser's own is tried. A new text ends the old one.

const TOLD = "[data-messages] .message, .kiosk-content :is(h1, p, label, figcaption), [data-reading-keys]";

export class Voice {
  #page = document.querySelector("[data-reading]");
  #player = new Audio();
  #turn = 0;
  #last = "";

  get on() {
    return this.#page?.dataset.reading === "on";
  }

  get words() {
    return this.#page?.dataset ?? {};
  }

  async say(text) {
    if (!this.on || !text) return;
    this.#last = text;
    const turn = ++this.#turn;
    this.#player.pause();
    window.speechSynthesis?.cancel();
    const source = await this.#rendered(text);
    if (turn !== this.#turn) return;
    if (!source) return speakWithBrowser(text);
    this.#player.src = source;
    await this.#player.play().catch(() => turn === this.#turn && speakWithBrowser(text));
  }

  repeat() {
    this.say(this.#last);
  }

  async #rendered(text) {
    const headers = { "Accept-Language": document.documentElement.lang };
    const body = new URLSearchParams({ text });
    const address = `${this.#page.dataset.said}?lang=${document.documentElement.lang}`;
    try {
      const answer = await fetch(address, { method: "POST", body, headers });
      return answer.ok ? await answer.text() : null;
    } catch {
      return null;
    }
  }
}

export function watchVoice() {
  const voice = new Voice();
  offerWhereTheBrowserSpeaks();
  if (!voice.on) return voice;
  voice.say(wordsOfPage());
  document.addEventListener("focusin", (event) => voice.say(placed(event.target, voice)));
  document.addEventListener("input", (event) => voice.say(event.target.value?.slice(-1)));
  document.addEventListener("okienko:soon", () => voice.say(voice.words.leaving));
  let told = news();
  document.addEventListener("okienko:fragment", () => {
    const now = news();
    if (now !== told) voice.say(now);
    told = now;
  });
  return voice;
}

export const stops = () =>
  [...document.querySelectorAll("main :is(a[href], button, input):not([disabled], [type=hidden], .kiosk-curtain)")].filter(
    (element) => element.offsetParent !== null,
  );

function placed(element, voice) {
  const all = stops();
  const place = all.indexOf(element);
  if (place < 0) return "";
  const where = voice.words.position.replace("{n}", place + 1).replace("{all}", all.length);
  return `${wordsOf(element)}\n${where}`;
}

function wordsOf(element) {
  const label = element.labels?.[0];
  return element.getAttribute("aria-label") ?? (label ?? element).innerText.trim();
}

const lines = (selector) =>
  [...document.querySelectorAll(selector)]
    .filter((element) => element.offsetParent !== null && !element.closest("a, button"))
    .map((element) => element.innerText.trim())
    .filter(Boolean);

const wordsOfPage = () => lines(TOLD).join(".\n");

// What is worth saying by itself: another headline, or how the paper came out.
const news = () => lines(".kiosk-content h1, .kiosk-paper").join(".\n");

function voiceFor(language) {
  return window.speechSynthesis?.getVoices().find((voice) => voice.lang.startsWith(language));
}

function speakWithBrowser(text) {
  const voice = voiceFor(document.documentElement.lang);
  if (!voice) return;
  const said = new SpeechSynthesisUtterance(text);
  said.voice = voice;
  said.lang = voice.lang;
  window.speechSynthesis.speak(said);
}

function offerWhereTheBrowserSpeaks() {
  const offer = document.querySelector("[data-aloud]");
  if (!offer?.hidden || !window.speechSynthesis) return;
  const show = () => (offer.hidden &&= !voiceFor(document.documentElement.lang));
  show();
  speechSynthesis.addEventListener("voiceschanged", show);
}
