// The digits without reloading the page; where only a code is taken, its last digit sends them.
// Without scripts the same buttons ask the server for each digit.

export function watchKeypad() {
  const pad = document.querySelector("[data-keypad]");
  const form = document.querySelector("[data-code]");
  if (!pad || !form) return;
  const field = form.querySelector("input:not([type=hidden])");
  const longest = Number(form.dataset.code);
  pad.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.length >= longest) return;
    field.value += event.submitter.value;
    if ("sendsItself" in form.dataset && field.value.length === longest) form.requestSubmit();
  });
  pad.querySelector("[data-clear]").addEventListener("click", (event) => {
    event.preventDefault();
    field.value = "";
    field.focus();
  });
}
