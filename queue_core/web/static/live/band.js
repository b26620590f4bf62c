// Says in words that the server has not been heard for a while, and takes it back by itself.
// The element is un-hidden inside a role="status" region, so it is read aloud too.

const LOST_MILLISECONDS = 20_000;

export function watchLink() {
  let heardAt = Date.now();
  const show = () => {
    const lost = Date.now() - heardAt > LOST_MILLISECONDS;
    const state = lost ? "lost" : "up";
    if (document.documentElement.dataset.link === state) return;
    document.documentElement.dataset.link = state;
    document.querySelectorAll("[data-link-lost]").forEach((band) => (band.hidden = !lost));
  };
  setInterval(show, 1000);
  return {
    heard() {
      heardAt = Date.now();
      show();
    },
  };
}
