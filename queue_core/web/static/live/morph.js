// Changes an element's content into new HTML while keeping what a person is doing in it:
// focus, typed values, open details and dialogs. Children are matched by id, else in order.

const TYPED = new Set(["INPUT", "TEXTAREA", "SELECT"]);

export function morph(element, html) {
  const wanted = document.createElement("template");
  wanted.innerHTML = html;
  const focused = document.activeElement;
  const inside = element.contains(focused) && focused !== element;
  morphChildren(element, wanted.content);
  if (inside) keepFocus(element, focused);
}

function keepFocus(element, focused) {
  if (focused.isConnected) {
    if (document.activeElement !== focused) focused.focus({ preventScroll: true });
    return;
  }
  const heir = element.querySelector("[data-primary]:not([disabled])") ?? element;
  if (heir === element) element.tabIndex = -1;
  heir.focus({ preventScroll: true });
}

function morphChildren(target, source) {
  const named = new Map([...target.children].filter((child) => child.id).map((c) => [c.id, c]));
  let place = target.firstChild;
  for (const wanted of [...source.childNodes]) {
    const kept = partner(place, wanted, named);
    if (!kept) {
      target.insertBefore(document.importNode(wanted, true), place);
      continue;
    }
    if (kept === place) place = place.nextSibling;
    else target.insertBefore(kept, place);
    update(kept, wanted);
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

function partner(place, wanted, named) {
  if (wanted.id) {
    const same = named.get(wanted.id);
    return same?.nodeName === wanted.nodeName ? same : null;
  }
  const fits = place && place.nodeName === wanted.nodeName && !place.id;
  return fits ? place : null;
}

function update(kept, wanted) {
  if (kept.nodeType !== Node.ELEMENT_NODE) {
    if (kept.data !== wanted.data) kept.data = wanted.data;
    return;
  }
  if (kept.isEqualNode(wanted)) return;
  updateAttributes(kept, wanted);
  if (kept === document.activeElement && TYPED.has(kept.nodeName)) return;
  morphChildren(kept, wanted);
}

function updateAttributes(kept, wanted) {
  const keepsOpen = kept.nodeName === "DETAILS" || kept.nodeName === "DIALOG";
  for (const { name, value } of [...wanted.attributes]) {
    if (kept.getAttribute(name) !== value) kept.setAttribute(name, value);
  }
  for (const { name } of [...kept.attributes]) {
    const persons = keepsOpen && name === "open";
    if (!wanted.hasAttribute(name) && !persons) kept.removeAttribute(name);
  }
}
