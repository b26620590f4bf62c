// Shows the children of an element in turn, each for its data-seconds. Films play only while
// they are seen, always without sound: the sound of a call has nothing to compete with.

const SECONDS_ACROSS = 16;

export function startTurns(element) {
  const turns = [...element.children];
  let at = 0;

  const show = () => {
    turns.forEach((turn, index) => (turn.hidden = index !== at));
    for (const film of element.querySelectorAll("video")) {
      film.muted = true;
      if (film.closest("[hidden]")) film.pause();
      else film.play().catch(() => {}); // a film that cannot be played is a still picture
    }
    runIfTooLong(turns[at]);
    if (turns.length > 1) setTimeout(next, Math.max(3, Number(turns[at].dataset.seconds)) * 1000);
  };
  const next = () => {
    at = (at + 1) % turns.length;
    show();
  };
  show();
}

// A ticker that fits stands still; a longer one runs, at a pace that can be read.
function runIfTooLong(turn) {
  const text = turn.firstElementChild;
  if (turn.parentElement.tagName !== "FOOTER" || text.offsetWidth <= turn.clientWidth) return;
  const pace = turn.clientWidth / SECONDS_ACROSS;
  const seconds = Math.ceil((text.offsetWidth + turn.clientWidth) / pace);
  turn.dataset.seconds = String(seconds);
  turn.style.setProperty("--run", `${seconds}s`);
  turn.style.setProperty("--ahead", `-${SECONDS_ACROSS}s`); // begin with its first word at the edge
  turn.classList.add("runs");
}
