// Three ways to hear from the server: a stream of one's own, one stream shared by all tabs
// of the browser, or none (polling). Knows topics, no page.
// The trap: a browser opens six connections per host, so the seventh stream would hang.

const SILENCE_MILLISECONDS = 12_000; // the server pings every 5 s
const RETRY_MILLISECONDS = [500, 1000, 2000, 4000];
const POLL_MILLISECONDS = 3000;
const JOIN_MILLISECONDS = 200;
const NAME = "okienko-live";

const jitter = (milliseconds) => milliseconds * (0.75 + Math.random() / 2);

// One EventSource that never gives up. tell(message) gets {kind, topics}.
function openStream(url, tell) {
  let source;
  let failures = 0;
  let watchdog;
  let retry;

  const heard = (kind, event) => {
    const told = JSON.parse(event.data);
    failures = 0;
    clearTimeout(watchdog);
    watchdog = setTimeout(again, SILENCE_MILLISECONDS);
    tell({ kind, topics: told.topics ?? [] });
  };
  const connect = () => {
    source = new EventSource(url);
    watchdog = setTimeout(again, SILENCE_MILLISECONDS);
    for (const kind of ["hello", "changed", "ping"]) {
      source.addEventListener(kind, (event) => heard(kind, event));
    }
    source.onerror = again; // a 503 would otherwise close it for ever
  };
  const close = () => {
    clearTimeout(watchdog);
    clearTimeout(retry);
    source.close();
  };
  const again = () => {
    close();
    const wait = RETRY_MILLISECONDS[Math.min(failures++, RETRY_MILLISECONDS.length - 1)];
    retry = setTimeout(connect, jitter(wait));
    tell({ kind: "trying" });
  };
  connect();
  return close;
}

function dispatch(message, handlers) {
  if (message.kind === "trying") return;
  handlers.onHeard();
  if (message.kind === "hello") handlers.onMissed();
  if (message.kind === "changed") handlers.onTopics(message.topics);
}

export function ownLink(url, handlers) {
  openStream(url, (message) => dispatch(message, handlers));
}

// The tab that holds the lock owns the stream and tells the others. A tab that hears nothing
// at all from its owner (not even "trying") takes the lock away from it.
export function sharedLink(url, handlers) {
  const channel = new BroadcastChannel(NAME);
  let owner = false;
  let silence;

  const watch = () => {
    clearTimeout(silence);
    silence = setTimeout(() => lead({ steal: true }), jitter(SILENCE_MILLISECONDS * 1.25));
  };
  const follow = () => {
    watch();
    lead({});
  };
  const lead = (options) => {
    if (owner) return;
    let close;
    navigator.locks
      .request(NAME, options, () => {
        owner = true;
        clearTimeout(silence);
        close = openStream(url, (message) => {
          channel.postMessage(message);
          dispatch(message, handlers);
        });
        return new Promise(() => {}); // kept until the tab closes or another steals it
      })
      .catch(() => {
        owner = false;
        close?.();
        follow();
      });
  };
  channel.onmessage = (event) => {
    if (owner) return;
    watch();
    dispatch(event.data, handlers);
  };
  follow();
  // Whoever joins an owner may have missed a change while its page loaded.
  setTimeout(() => owner || handlers.onMissed(), JOIN_MILLISECONDS);
}

export function pollingLink(handlers) {
  setInterval(handlers.onPoll, jitter(POLL_MILLISECONDS));
}
