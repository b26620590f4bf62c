// Sends a form marked data-quiet without leaving the page; the fragments then show the result.
// A refusal is shown in words in the page's message region, which is read aloud.

import { requestId } from "./request_id.js";
import { sessionEnded, sessionGoesOn } from "./session.js";

export async function sendQuietly(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter));
  const headers = {
    Accept: "application/problem+json",
    "Accept-Language": document.documentElement.lang,
    "X-Requested-With": "live",
  };
  const url = submitter?.getAttribute("formaction") ?? form.getAttribute("action");
  const messages = document.querySelector("[data-messages]");
  try {
    const answer = await fetch(url, { method: "POST", body, headers, redirect: "manual" });
    if (answer.status === 401) return sessionEnded();
    sessionGoesOn();
    // A redirect is the usual answer of a form; here the fragments take its place.
    const done = answer.ok || answer.type === "opaqueredirect";
    show(messages, done ? "" : (await answer.json()).detail);
  } catch {
    show(messages, messages?.dataset.noAnswer); // the same id again is the same wish
    return;
  }
  const id = form.elements.namedItem("request_id");
  if (id) id.value = requestId();
  form.closest("dialog")?.close();
  document.dispatchEvent(new CustomEvent("okienko:refresh"));
}

function show(region, text) {
  if (!region) return;
  region.replaceChildren();
  if (!text) return;
  const line = document.createElement("p");
  line.className = "message";
  line.textContent = text;
  region.append(line);
}
