// Two tones and a shake of the phone when the number is called, where the holder wants it: a
// browser sounds only after a touch, so the wish lasts as long as the page is open.

const TONES = [880, 660];
const SECONDS = 0.35;
let audio = null;
let called = isCalled();

function isCalled() {
  return document.querySelector(".eticket-call") !== null;
}

function ring() {
  navigator.vibrate?.([300, 150, 300]);
  TONES.forEach((tone, place) => {
    const source = new OscillatorNode(audio, { frequency: tone });
    const loud = new GainNode(audio, { gain: 0.4 });
    source.connect(loud).connect(audio.destination);
    source.start(audio.currentTime + place * SECONDS);
    source.stop(audio.currentTime + (place + 0.9) * SECONDS);
  });
}

function look() {
  const now = isCalled();
  if (now && !called && audio) ring();
  called = now;
}

const box = document.querySelector("[data-sound]");
if (box && "AudioContext" in window) {
  box.closest("label").hidden = false;
  box.addEventListener("change", () => {
    if (box.checked) {
      audio = new AudioContext();
      ring(); // how it will sound, and the touch that the browser asks for
    } else {
      audio?.close();
      audio = null;
    }
  });
  document.addEventListener("okienko:answer", () => setTimeout(look));
}
