// Comfort of the clerk's panel: times that run, and the focus where the next press belongs.
// Knows the node's clock by the page's data-clock, because the clock of this computer may differ.

const page = document.querySelector("[data-clock]");
const ahead = page ? Date.parse(page.dataset.clock) - Date.now() : 0;

const secondsFrom = (instant) => Math.floor((Date.now() + ahead - Date.parse(instant)) / 1000);
const clockFace = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function tick() {
  for (const element of document.querySelectorAll("[data-since]")) {
    const passed = Math.max(0, secondsFrom(element.dataset.since));
    const unit = element.dataset.minutes;
    write(element, unit ? `${Math.floor(passed / 60)} ${unit}` : clockFace(passed));
  }
  for (const element of document.querySelectorAll("[data-until]")) {
    const left = -secondsFrom(element.dataset.until);
    write(element, `${element.dataset.left} ${clockFace(Math.max(0, left))}`);
    if (left <= 0) element.closest("[data-expires]")?.setAttribute("hidden", "");
  }
}

// A button of a list that is gone after its press leaves the focus on the list as a whole.
function focusPrimary() {
  const focused = document.activeElement;
  const lost = focused === document.body || focused?.dataset.live !== undefined;
  if (lost && !document.querySelector("dialog[open]")) document.getElementById("primary")?.focus();
}

setInterval(tick, 1000);
document.addEventListener("okienko:fragment", tick);
document.addEventListener("okienko:fragment", focusPrimary);
tick();
