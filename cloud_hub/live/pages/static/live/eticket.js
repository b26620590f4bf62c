// While the office is being asked for something, looks for its answer every second. The server
// ends this by itself: after five seconds the part no longer says that it is asking.

const LOOK_MILLISECONDS = 1000;

function lookAgain() {
  if (document.querySelector("[data-asked]") === null) return;
  setTimeout(() => document.dispatchEvent(new CustomEvent("okienko:refresh")), LOOK_MILLISECONDS);
}

document.addEventListener("okienko:answer", () => setTimeout(lookAgain));
lookAgain();
