// Tells the server what a board really painted: elements with data-painted (where to),
// data-painted-seq and data-painted-number. Told once per number and place, after the frame.

const told = new Map(); // place told to -> last number of change

export function reportPainted(root) {
  for (const element of root.querySelectorAll("[data-painted]")) {
    const { painted, paintedSeq, paintedNumber } = element.dataset;
    if (told.get(painted) === paintedSeq) continue;
    told.set(painted, paintedSeq);
    requestAnimationFrame(() => setTimeout(() => send(painted, paintedSeq, paintedNumber)));
  }
}

function send(url, seq, number) {
  const body = JSON.stringify({
    seq: Number(seq),
    number,
    painted_at: new Date().toISOString(),
  });
  const headers = { "Content-Type": "application/json" };
  // A report that gets lost is not repeated: the next call brings its own.
  fetch(url, { method: "POST", headers, body, keepalive: true }).catch(() => {});
}
