// What every form and button gets: no double submit, function keys, dialogs.
// All of it is comfort: without scripts the same forms work by themselves.

import { sendQuietly } from "./forms/quiet.js";
import { watchKeys } from "./forms/keys.js";
import { holdsWords, sessionEnded, sessionIsThere } from "./forms/session.js";

const LOCK_MILLISECONDS = 2000;
// A fragment may put another button under the finger between two presses that follow so fast; a
// whole row of them, or a key held down, is one press and ends with a rest.
const DOUBLE_CLICK_MILLISECONDS = 400;

const lockedUntil = new Map(); // by wish, not by element: a fragment may replace the element
let rowUntil = 0;
const cleared = new WeakSet(); // forms whose session was asked for and is there

function refused(wish) {
  const now = Date.now();
  const sameRow = now < rowUntil;
  if (!sameRow && now < (lockedUntil.get(wish) ?? 0)) return true;
  rowUntil = now + DOUBLE_CLICK_MILLISECONDS;
  if (sameRow) return true;
  lockedUntil.set(wish, now + LOCK_MILLISECONDS);
  return false;
}

function showLocked(button) {
  if (!button) return;
  // After this turn of the loop, so that the button's own value is still sent; aria-disabled
  // instead of disabled, so that the focus stays where it is.
  setTimeout(() => button.setAttribute("aria-disabled", "true"));
  setTimeout(() => button.removeAttribute("aria-disabled"), LOCK_MILLISECONDS);
}

function onSubmit(event) {
  const form = event.target;
  if (form.method !== "post" || cleared.delete(form)) return;
  const wish = `${form.action} ${event.submitter?.name} ${event.submitter?.value}`;
  if (refused(wish)) {
    event.preventDefault();
    return;
  }
  showLocked(event.submitter);
  const quiet = form.dataset.quiet !== undefined;
  if (!quiet && !holdsWords(form)) return;
  event.preventDefault();
  if (quiet) sendQuietly(form, event.submitter);
  else sendWithSession(form, event.submitter);
}

async function sendWithSession(form, submitter) {
  if (!(await sessionIsThere())) return sessionEnded();
  cleared.add(form);
  form.requestSubmit(submitter);
}

function onClick(event) {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog instanceof HTMLDialogElement) {
    event.preventDefault();
    dialog.showModal();
    return;
  }
  const open = event.target.closest("[data-dialog-close]")?.closest("dialog");
  if (!open) return;
  event.preventDefault();
  open.close();
}

document.addEventListener("submit", onSubmit);
document.addEventListener("click", onClick);
document.querySelector("[data-focus]")?.focus();
watchKeys();
