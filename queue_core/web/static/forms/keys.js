// Function keys press the button that shows them (data-key="F2"), on release, like a finger.
// They can be switched off; the choice is kept in this browser.

const SETTING = "okienko.keys";
let down = null;

const switchedOff = () => localStorage.getItem(SETTING) === "off";

function buttonFor(key) {
  if (switchedOff() || document.querySelector("dialog[open]")) return null;
  const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  return button && !button.disabled && button.offsetParent !== null ? button : null;
}

function onDown(event) {
  if (!/^F\d+$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!buttonFor(event.key)) return;
  event.preventDefault(); // F6 and its like belong to the browser otherwise
  if (!event.repeat) down = event.key;
}

function onUp(event) {
  if (event.key !== down) return;
  down = null;
  buttonFor(event.key)?.click();
}

export function watchKeys() {
  addEventListener("keydown", onDown);
  addEventListener("keyup", onUp);
  for (const box of document.querySelectorAll("[data-keys-switch]")) {
    box.checked = !switchedOff();
    box.addEventListener("change", () => {
      localStorage.setItem(SETTING, box.checked ? "on" : "off");
      document.documentElement.dataset.keys = box.checked ? "on" : "off";
    });
  }
  document.documentElement.dataset.keys = switchedOff() ? "off" : "on";
}
