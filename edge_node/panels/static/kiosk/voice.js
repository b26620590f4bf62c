// Reads the screen aloud where this machine has a voice for the language of the page; where it
// has none, the offer stays hidden and a screen reader does the work.

const HEADLINE = "main h1, main [data-printing]:not([hidden])";

function voiceFor(language) {
  return speechSynthesis.getVoices().find((voice) => voice.lang.startsWith(language));
}

function wordsOf(element) {
  return (element.getAttribute("aria-label") ?? element.innerText).replace(/\s+/g, " ").trim();
}

export function watchVoice() {
  const switchItem = document.querySelector("[data-aloud]");
  const on = switchItem?.dataset.aloud === "on" || new URLSearchParams(location.search).has("aloud");
  const speak = (text) => {
    const voice = "speechSynthesis" in window && voiceFor(document.documentElement.lang);
    if (!on || !voice || !text) return;
    speechSynthesis.cancel();
    const said = new SpeechSynthesisUtterance(text);
    said.voice = voice;
    said.lang = voice.lang;
    speechSynthesis.speak(said);
  };
  const welcome = () => {
    const voice = voiceFor(document.documentElement.lang);
    if (switchItem) switchItem.hidden = !voice;
    speak([...document.querySelectorAll(HEADLINE)].map(wordsOf).join(". "));
  };
  if ("speechSynthesis" in window) {
    welcome();
    speechSynthesis.addEventListener("voiceschanged", welcome, { once: true });
  }
  document.addEventListener("okienko:fragment", (event) => {
    if (event.target.id === "taken") speak(wordsOf(event.target));
  });
  return { say: (element) => element && speak(wordsOf(element)) };
}
