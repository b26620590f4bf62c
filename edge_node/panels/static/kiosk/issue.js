// One tap, one ticket: says "printing" at once, takes no second tap, and asks again with the
// same request id when no answer comes, which the node answers with the same ticket.

const ANSWER_MILLISECONDS = 8000;
const RETRY_MILLISECONDS = 1500;

let busy = false;

export function watchIssue() {
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.issue === undefined) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    const body = new URLSearchParams(new FormData(event.target, event.submitter));
    show("wait");
    send(event.target.action, body);
  });
}

async function send(url, body) {
  try {
    const signal = AbortSignal.timeout(ANSWER_MILLISECONDS);
    const headers = { "X-Requested-With": "kiosk" };
    const answer = await fetch(url, { method: "POST", body, headers, signal });
    // The answer is where to go, also for a refusal; after a fault that is the first screen.
    location.replace(answer.ok ? await answer.text() : location.pathname);
  } catch {
    show("lost");
    setTimeout(() => send(url, body), RETRY_MILLISECONDS);
  }
}

function show(state) {
  const cover = document.querySelector("[data-printing]");
  cover.querySelector("[data-printing-wait]").hidden = state === "lost";
  cover.querySelector("[data-printing-lost]").hidden = state !== "lost";
  cover.hidden = false;
}
