// The six digits without reloading the page; the sixth sends them. Without scripts the same
// buttons ask the server for each digit.

const LENGTH = 6;

export function watchKeypad() {
  const pad = document.querySelector("[data-keypad]");
  const form = document.querySelector("[data-code]");
  if (!pad || !form) return;
  const field = form.elements.namedItem("code");
  pad.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.length >= LENGTH) return;
    field.value += event.submitter.value;
    if (field.value.length === LENGTH) form.requestSubmit();
  });
  pad.querySelector("[data-clear]").addEventListener("click", (event) => {
    event.preventDefault();
    field.value = "";
    field.focus();
  });
}
