// Tells the node every 15 s that this page still paints and still hears; the watchdog beside
// the browser starts it afresh when that stops. A frame that is never drawn reports nothing.

const EVERY_MILLISECONDS = 15_000;

export function stayAlive(url, onHour) {
  const report = () => {
    if (document.documentElement.dataset.link === "lost") return;
    requestAnimationFrame(() => setTimeout(() => send(url).then(onHour, () => {})));
  };
  report();
  setInterval(report, EVERY_MILLISECONDS);
}

async function send(url) {
  const { paintedSeq, paintedNumber } = document.querySelector("[data-painted]").dataset;
  const body = JSON.stringify({
    seq: Number(paintedSeq),
    number: paintedNumber,
    painted_at: new Date().toISOString(),
  });
  const headers = { "Content-Type": "application/json" };
  const signal = AbortSignal.timeout(5000);
  const answer = await fetch(url, { method: "POST", headers, body, signal });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).now;
}
