// Says in words how long ago the shown state was checked; without scripts the hour stands there.

const element = document.querySelector("[data-age]");
let checkedAt = performance.now();

function show() {
  const seconds = Math.round((performance.now() - checkedAt) / 5000) * 5;
  const { now, seconds: inSeconds, minutes } = element.dataset;
  const words = seconds === 0 ? now : seconds < 60 ? inSeconds : minutes;
  const n = seconds < 60 ? seconds : Math.floor(seconds / 60);
  element.textContent = words.replace("{n}", String(n));
}

document.addEventListener("okienko:answer", () => {
  checkedAt = performance.now();
  show();
});
setInterval(show, 5000);
show();
