// The narrow strip beside other programs: in a window that stays on top where the browser has such
// windows (and the page came over HTTPS or from this machine), else in a small one.
// The window on top is a part of this page: it closes when the page is left.

const SIZE = { width: 340, height: 620 };
const NAME = "okienko-strip";

function inSmallWindow(address) {
  return open(address, NAME, `popup,width=${SIZE.width},height=${SIZE.height}`) !== null;
}

// The keys belong to the page inside, which is where the clerk looks.
function giveKeys(frame) {
  frame.contentWindow.focus();
  frame.contentDocument?.getElementById("primary")?.focus();
}

function fill(top, address, style) {
  const { document: page } = top;
  page.documentElement.lang = document.documentElement.lang;
  page.title = document.title;
  page.head.append(page.importNode(style));
  page.body.className = "clerk-on-top";
  const frame = page.createElement("iframe");
  frame.title = document.title;
  frame.src = address;
  frame.addEventListener("load", () => giveKeys(frame));
  const main = page.createElement("main");
  main.append(frame);
  page.body.append(main);
}

async function onTop(link) {
  const there = documentPictureInPicture.window;
  if (there) return there.focus();
  try {
    const top = await documentPictureInPicture.requestWindow(SIZE);
    fill(top, link.href, document.querySelector('link[href*="clerk.css"]'));
  } catch {
    if (!inSmallWindow(link.href)) location.assign(link.href); // refused by browser or policy
  }
}

function openStrip(event) {
  const link = event.target.closest("[data-strip]");
  if (!link) return;
  if ("documentPictureInPicture" in window) {
    event.preventDefault();
    onTop(link);
  } else if (inSmallWindow(link.href)) {
    event.preventDefault();
  }
}

document.addEventListener("click", openStrip);
