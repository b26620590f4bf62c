// A keypad under the fingers: 8 and 2 (or the arrows) move, 5 presses, 0 goes to the first screen,
// star repeats, 9 draws the curtain. The first key of all begins to read aloud, since nobody who
// cannot see finds a switch. A scanner types too, but faster than anybody: that is a booking's code.

import { stops } from "./voice.js";

const BURST_MILLISECONDS = 100;
const SHORTEST_CODE = 6;
const STEPS = { ArrowDown: 1, ArrowRight: 1, 2: 1, ArrowUp: -1, ArrowLeft: -1, 8: -1 };
const WITHOUT_NUM_LOCK = { Clear: "5", Insert: "0", PageUp: "9" };
const EDGE_MILLIMETRES = 25;
const LONG_PRESS_MILLISECONDS = 1200;

const typing = () => document.activeElement?.matches("input:not([type=hidden])") ?? false;

function move(step) {
  const all = stops();
  const from = all.indexOf(document.activeElement);
  const next = from < 0 ? (step > 0 ? 0 : all.length - 1) : (from + step + all.length) % all.length;
  all[next]?.focus();
}

function act(key, voice) {
  if (!voice.on && /^[0-9*]$/.test(key)) return location.replace(voice.words.start);
  if (key in STEPS) return move(STEPS[key]);
  if (key === "*") return voice.repeat();
  if (key === "5") return document.activeElement?.click();
  if (key === "9") return location.replace(voice.words.curtain);
  if (key === "0") location.replace(voice.words.first);
}

export function watchKeys(voice) {
  let burst = "";
  let pressed;
  let before = 0;
  let waiting;
  const settle = () => {
    clearTimeout(waiting);
    if (pressed && burst.length <= 1) act(WITHOUT_NUM_LOCK[pressed] ?? pressed, voice);
    pressed = undefined;
    burst = "";
  };
  addEventListener("keydown", (event) => {
    if (event.repeat && event.key === "Enter") event.preventDefault();
    const starred = event.key === "*";
    if (event.repeat || (typing() && !starred)) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (starred) event.preventDefault();
    // A busy screen runs its timers late; the hour of the key itself says whether it was a person.
    if (event.timeStamp - before > BURST_MILLISECONDS) settle();
    before = event.timeStamp;
    if (event.key === "Enter" && burst.length >= SHORTEST_CODE) {
      event.preventDefault();
      sendCode(burst);
      pressed = undefined;
      return settle();
    }
    if (event.key.length === 1) burst += event.key;
    if (event.key.startsWith("Arrow")) event.preventDefault();
    pressed = event.key;
    clearTimeout(waiting);
    waiting = setTimeout(settle, BURST_MILLISECONDS);
  });
}

// A long press on the lower edge, which a hand finds: it begins to read aloud and presses nothing.
export function watchEdge(voice) {
  if (voice.on) return;
  let waiting;
  addEventListener("pointerdown", (event) => {
    const pixels = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--mm")) || 4;
    if (event.clientY < innerHeight - EDGE_MILLIMETRES * pixels) return;
    waiting = setTimeout(() => {
      addEventListener("click", (click) => click.preventDefault(), { capture: true });
      location.replace(voice.words.start);
    }, LONG_PRESS_MILLISECONDS);
  });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => clearTimeout(waiting));
}

function sendCode(code) {
  const form = document.querySelector("[data-scanned]");
  if (!form) return;
  form.elements.namedItem("code").value = code;
  form.requestSubmit();
}
