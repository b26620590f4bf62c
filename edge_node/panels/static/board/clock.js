// The hour on the wall, from the node's clock: this machine's own may be wrong.
// Between two words of the node it runs on the browser's steady counter, so it never sticks.

export function startClock(element, dateElement) {
  const timeZone = element.dataset.zone;
  const language = document.documentElement.lang;
  const hours = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "numeric", minute: "2-digit" });
  const days = new Intl.DateTimeFormat(language, { timeZone, dateStyle: "full" });
  let offset = null;

  const show = () => {
    element.hidden = offset === null;
    if (offset === null) return;
    const now = new Date(performance.now() + offset);
    const hour = hours.format(now).replace(/^0/, "");
    if (element.textContent === hour) return;
    element.textContent = hour;
    element.dateTime = now.toISOString();
    if (dateElement) dateElement.textContent = days.format(now);
  };
  const set = (now) => {
    offset = now ? Date.parse(now) - performance.now() : null;
    show();
  };
  set(element.dataset.now);
  setInterval(show, 1000);
  return { set };
}
