// The proof of work before a term is held: begun when the page opens, sent with the chosen hour.

const form = document.querySelector("[data-work]");

function solve(task) {
  return new Promise((done) => {
    const thread = new Worker(form.dataset.worker, { type: "module" });
    thread.onmessage = (event) => done(event.data);
    thread.onerror = () => done(null);
    thread.postMessage(task);
  });
}

if (form) {
  const task = JSON.parse(form.dataset.work);
  const found = solve(task).then((number) => {
    if (number !== null) form.elements.altcha.value = btoa(JSON.stringify({ ...task, number }));
    return number;
  });
  form.addEventListener("submit", (event) => {
    if (form.elements.altcha.value || form.dataset.given) return;
    event.preventDefault();
    const button = event.submitter;
    form.querySelector("[data-work-said]").textContent = form.dataset.working;
    found.then(() => {
      form.dataset.given = "yes"; // without a result the server asks for the contact instead
      const chosen = document.createElement("input");
      chosen.type = "hidden";
      chosen.name = button.name;
      chosen.value = button.value;
      form.append(chosen);
      form.submit();
    });
  });
}
