// What to do when the session has ended: to the login and back, unless a person has typed something
// here. Then the page says so in words and leads to a login in another window.

const HEADERS = { "X-Requested-With": "live" };

function typed(field) {
  if (field.type === "hidden") return false;
  if (field.type === "checkbox" || field.type === "radio") {
    return field.checked !== field.defaultChecked;
  }
  if (field.nodeName === "SELECT") {
    const given = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(0, given);
  }
  return field.value !== field.defaultValue;
}

const told = () => document.querySelector("[data-session-ended]");

// Whether this form, or this page, holds words that nobody has sent yet; where nobody signs in,
// none can be lost.
export function holdsWords(root) {
  const fields = [...root.querySelectorAll("input[name], select[name], textarea[name]")];
  return told() !== null && fields.some(typed);
}

export function sessionEnded() {
  if (!holdsWords(document)) return location.reload();
  told().hidden = false;
}

export function sessionGoesOn() {
  if (told()) told().hidden = true;
}

// For a form that holds words and leaves the page: its answer would take them with it.
export async function sessionIsThere() {
  try {
    return (await fetch(told().dataset.sessionEnded, { headers: HEADERS })).status !== 401;
  } catch {
    return true; // no answer: the browser tells that better
  }
}
