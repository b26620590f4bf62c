// Starts what scripts add to a kiosk: printing state, idle count, keys, scanner, voice.
// The trap: the kiosk has no "back" for anybody; a page taken from the history goes home.

import { watchIdle } from "./kiosk/idle.js";
import { watchIssue } from "./kiosk/issue.js";
import { watchKeypad } from "./kiosk/keypad.js";
import { watchEdge, watchKeys } from "./kiosk/keys.js";
import { watchVoice } from "./kiosk/voice.js";

function goHomeFromHistory() {
  const home = document.querySelector("[data-home]")?.dataset.home;
  const entry = performance.getEntriesByType("navigation")[0];
  if (home && entry?.type === "back_forward") location.replace(home);
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.replace(home ?? location.pathname);
  });
}

goHomeFromHistory();
addEventListener("contextmenu", (event) => event.preventDefault());
addEventListener("dragstart", (event) => event.preventDefault());
watchIdle();
watchIssue();
watchKeypad();
const voice = watchVoice();
watchKeys(voice);
watchEdge(voice);
