// Says in words how long the term is still kept; aloud only at five, two and one minute, so that
// a screen reader is not disturbed. Without it the page names the hour at which the hold ends.

const ALOUD = new Set([5, 2, 1, 0]);
const MILLISECONDS = 1000;

const text = document.querySelector("[data-hold-until]");
const said = document.querySelector("[data-hold-said]");

function begin() {
  // The server tells the seconds left, because the clock of a phone may be wrong.
  const end = Date.now() + Number(text.dataset.holdUntil) * MILLISECONDS;
  let last = null;
  const show = () => {
    const left = Math.ceil((end - Date.now()) / MILLISECONDS);
    const minutes = Math.max(0, Math.ceil(left / 60));
    const phrase =
      left <= 0
        ? text.dataset.over
        : left < 60
          ? text.dataset.last
          : text.dataset.minutes.replace("{n}", minutes);
    const step = left <= 0 ? 0 : minutes;
    if (phrase === text.textContent) return;
    text.textContent = phrase;
    if (last !== null && step !== last && ALOUD.has(step) && said) said.textContent = phrase;
    last = step;
  };
  show();
  setInterval(show, MILLISECONDS);
}

if (text) begin();
