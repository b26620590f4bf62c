// A keypad under the fingers: 8 and 2 (or the arrows) move, 5 presses, 0 goes home.
// A scanner types too, but faster than anybody: such a burst is a booking's code.

const BURST_MILLISECONDS = 100;
const SHORTEST_CODE = 6;
const STEPS = { ArrowDown: 1, ArrowRight: 1, 2: 1, ArrowUp: -1, ArrowLeft: -1, 8: -1 };

const typing = () => document.activeElement?.matches("input:not([type=hidden])") ?? false;

const stops = () =>
  [...document.querySelectorAll("main a[href], main button:not([disabled])")].filter(
    (element) => element.offsetParent !== null,
  );

function move(step, voice) {
  const all = stops();
  const from = all.indexOf(document.activeElement);
  const next = from < 0 ? (step > 0 ? 0 : all.length - 1) : (from + step + all.length) % all.length;
  all[next]?.focus();
  voice.say(all[next]);
}

function act(key, voice) {
  if (key in STEPS) return move(STEPS[key], voice);
  if (key === "5") return document.activeElement?.click();
  const home = document.querySelector("[data-home]")?.dataset.home;
  if (key === "0" && home) location.replace(home);
}

export function watchKeys(voice) {
  let burst = "";
  let waiting;
  addEventListener("keydown", (event) => {
    if (event.repeat && event.key === "Enter") event.preventDefault();
    if (event.repeat || typing() || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter" && burst.length >= SHORTEST_CODE) {
      event.preventDefault();
      clearTimeout(waiting);
      sendCode(burst);
      burst = "";
      return;
    }
    if (event.key.length === 1) burst += event.key;
    if (event.key.startsWith("Arrow")) event.preventDefault();
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (burst.length <= 1) act(event.key, voice);
      burst = "";
    }, BURST_MILLISECONDS);
  });
}

function sendCode(code) {
  const form = document.querySelector("[data-scanned]");
  if (!form) return;
  form.elements.namedItem("code").value = code;
  form.requestSubmit();
}
