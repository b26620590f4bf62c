// The paper follows what is changed: the draft is sent, and the picture of it comes back.
// Without this script the button "Show the preview" does the same.

const QUIET_MILLISECONDS = 300;

const form = document.querySelector("[data-slip-form]");
const shown = document.querySelector("[data-slip-preview]");
document.querySelector("[data-slip-look]").hidden = true;

let timer = 0;
let newest = 0;

async function look() {
  const mine = ++newest;
  const answer = await fetch(form.dataset.preview, {
    method: "POST",
    headers: { "X-Requested-With": "live" },
    body: new URLSearchParams(new FormData(form)),
  }).catch(() => null); // no answer: the last picture stays
  if (!answer?.ok || mine !== newest) return;
  shown.innerHTML = await answer.text();
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, QUIET_MILLISECONDS);
});
