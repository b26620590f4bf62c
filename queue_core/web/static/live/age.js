// Says in words how old the shown state is; without scripts the hour stands there.
// The age is that of the data where the server knows it, else that of the latest answer.

const element = document.querySelector("[data-age]");
let since = performance.now() - Number(element.dataset.age) * 1000;

function show() {
  const seconds = Math.round((performance.now() - since) / 5000) * 5;
  const { now, seconds: inSeconds, minutes } = element.dataset;
  const words = seconds === 0 ? now : seconds < 60 ? inSeconds : minutes;
  const n = seconds < 60 ? seconds : Math.floor(seconds / 60);
  element.textContent = words.replace("{n}", String(n));
}

document.addEventListener("okienko:answer", (event) => {
  since = performance.now() - event.detail.age * 1000;
  show();
});
setInterval(show, 5000);
show();
