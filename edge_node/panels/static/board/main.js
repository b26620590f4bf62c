// A board's page: keeps the clock, turns slides and ticker, says that it lives, and starts
// afresh when the office's document has changed.

import { startClock } from "./clock.js";
import { startTurns } from "./turns.js";
import { stayAlive } from "./alive.js";

const board = document.querySelector("[data-board]");
const clock = startClock(document.querySelector("[data-clock]"), document.querySelector("[data-date]"));

document.querySelectorAll("[data-turns]").forEach(startTurns);
stayAlive(board.dataset.alive, clock.set);

document.addEventListener("okienko:fragment", async () => {
  const shown = board.querySelector("[data-version]")?.dataset.version;
  if (shown === board.dataset.board) return;
  // Never leave a page that works for one that cannot be had just now.
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (answer?.ok) location.reload();
});
