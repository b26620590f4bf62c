// The QR code of a visit before this machine's camera, where the browser itself can read one.
// Elsewhere the button stays hidden, and the field takes what a hand scanner types.
// The trap: nothing of the picture leaves this page, and the camera is let go as soon as it is read.

const LOOK_MILLISECONDS = 200;

async function readsQr() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return false;
  return (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
}

class Camera {
  #view = document.querySelector("[data-camera-view]");
  #picture = this.#view.querySelector("video");
  #word = this.#view.querySelector("[data-camera-word]");
  #detector = new BarcodeDetector({ formats: ["qr_code"] });
  #stream = null;

  constructor(button, field) {
    this.button = button;
    this.field = field;
  }

  async open() {
    if (this.#stream) return;
    this.#view.hidden = false;
    this.#word.textContent = this.#word.dataset.ready;
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      this.#word.textContent = this.#word.dataset.refused;
      return this.field.focus();
    }
    this.#picture.srcObject = this.#stream;
    await this.#picture.play();
    this.#look();
  }

  close() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#view.hidden = true;
    this.button.focus();
  }

  async #look() {
    while (this.#stream) {
      const [code] = await this.#detector.detect(this.#picture).catch(() => []);
      if (code && this.#stream) return this.#found(code.rawValue);
      await new Promise((next) => setTimeout(next, LOOK_MILLISECONDS));
    }
  }

  #found(text) {
    this.close();
    this.field.value = text;
    this.field.form.requestSubmit();
  }
}

async function watchCamera() {
  const button = document.querySelector("[data-camera]");
  if (!button || !(await readsQr())) return;
  const camera = new Camera(button, button.form.elements.namedItem("q"));
  button.addEventListener("click", () => camera.open());
  document.querySelector("[data-camera-stop]").addEventListener("click", () => camera.close());
  button.hidden = false;
}

watchCamera();
