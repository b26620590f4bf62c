// Narrows the list of matters while a person types; without it the form asks the server.

const LETTERS = { ł: "l", đ: "d", ø: "o", ß: "ss", ґ: "г" };

const folded = (words) =>
  words
    .toLowerCase()
    .replace(/[łđøßґ]/g, (letter) => LETTERS[letter])
    .normalize("NFKD")
    .replace(/\p{M}/gu, "");

function narrow(input) {
  const words = folded(input.value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const row of document.querySelectorAll("[data-matter-words]")) {
    const fits = words.every((word) => row.dataset.matterWords.includes(word));
    row.hidden = !fits;
    if (fits) found += 1;
  }
  for (const group of document.querySelectorAll("[data-matter-group]")) {
    group.hidden = !group.querySelector("[data-matter-words]:not([hidden])");
  }
  const count = document.querySelector("[data-matter-count]");
  if (count) count.textContent = words.length ? input.dataset.found.replace("{n}", found) : "";
}

const input = document.querySelector("[data-matter-search]");
input?.addEventListener("input", () => narrow(input));
