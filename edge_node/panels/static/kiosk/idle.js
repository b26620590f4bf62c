// Counts down in sight of everybody and goes back to the first screen, unless somebody is there.
// Whoever asks for more time gets it for this page, as often as he asks.

const LAST_SECONDS = 20;
const SIGNS_OF_LIFE = ["pointerdown", "keydown", "input"];

export function watchIdle() {
  const bar = document.querySelector("[data-idle]");
  if (!bar) return;
  let allowed = Number(bar.dataset.idle);
  let until = 0;
  let warned = false;
  const shown = bar.querySelector("[data-seconds]");
  const begin = () => {
    until = performance.now() + allowed * 1000;
    warned = false;
  };
  const tick = () => {
    const left = Math.max(0, Math.ceil((until - performance.now()) / 1000));
    shown.textContent = left;
    bar.classList.toggle("kiosk-idle-soon", left <= 5);
    if (left <= LAST_SECONDS && allowed > LAST_SECONDS && !warned) {
      warned = true;
      document.dispatchEvent(new CustomEvent("okienko:soon"));
    }
    if (left === 0) location.replace(bar.dataset.home);
  };
  bar.querySelector("[data-more-time]").addEventListener("click", () => {
    allowed = Number(bar.dataset.more);
    begin();
    tick();
  });
  for (const sign of SIGNS_OF_LIFE) addEventListener(sign, begin, { passive: true });
  begin();
  tick();
  bar.hidden = false;
  setInterval(tick, 250);
}
