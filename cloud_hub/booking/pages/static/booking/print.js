// The button that opens the browser's own print dialog; without scripts the browser's menu does.

const button = document.querySelector("[data-print]");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
