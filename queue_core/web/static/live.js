// Starts the live part of a page: the link to the server, the fragments, the band in words.
// Knows which mode the page asked for (data-live-mode on <html>); the parts know nothing of it.

import { Fragment } from "./live/fragment.js";
import { ownLink, pollingLink, sharedLink } from "./live/link.js";
import { watchLink } from "./live/band.js";

const root = document.documentElement;

function openLink(handlers) {
  const stream = root.dataset.liveStream;
  const mode = root.dataset.liveMode;
  if (mode === "poll") return; // a citizen's page: its parts ask by themselves, every 15 s
  if (!stream) return pollingLink(handlers);
  const shareable = "BroadcastChannel" in window && "locks" in navigator;
  if (mode === "shared" && shareable) return sharedLink(stream, handlers);
  // A screen is one tab; several staff tabs with a stream each would use up the
  // browser's six connections, so without locks (plain HTTP in the network) they poll.
  return mode === "screen" ? ownLink(stream, handlers) : pollingLink(handlers);
}

function start() {
  const band = watchLink();
  const fragments = [...document.querySelectorAll("[data-live]")].map(
    (element) => new Fragment(element, { onAnswer: band.heard }),
  );
  const reloadAll = () => fragments.forEach((fragment) => fragment.reload());
  openLink({
    onHeard: band.heard,
    onMissed: reloadAll,
    onTopics: (topics) => fragments.forEach((fragment) => fragment.onSignal(topics)),
    onPoll: reloadAll,
  });
  document.addEventListener("okienko:refresh", reloadAll);
}

start();
