// The preview of an import: what is typed is kept at once, names are swapped in place, and the
// arrow keys go from row to row. Without it, the buttons of the page do the same.
"use strict";

(() => {
  const form = document.getElementById("import_form");
  const status = document.getElementById("import-status");
  const isDecision = (field) => /^(cell|row|values|missing|word|unknown|other)-/.test(field.name);
  const start = new Map();
  const valueOf = (field) => field.value;
  const fields = [...form.elements].filter(isDecision);
  fields.forEach((field) => start.set(field, valueOf(field)));
  const isChanged = (field) => start.has(field) && start.get(field) !== valueOf(field);

  // One after the other, so that none overtakes another.
  let queue = Promise.resolve();
  let open = 0;
  const keep = (field) => {
    if (!isChanged(field)) return;
    const sent = valueOf(field);
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.set(field.name, sent);
    open += 1;
    queue = queue
      .then(() =>
        fetch(location.href, {
          method: "POST",
          body: data,
          headers: { "X-Requested-With": "fetch" },
          keepalive: true,
          redirect: "error",
        }),
      )
      .then((answer) => {
        if (!answer.ok) throw new Error(answer.statusText);
        start.set(field, sent);
        status.textContent = status.dataset.kept;
      })
      .catch(() => {
        status.classList.remove("visually-hidden");
        status.textContent = status.dataset.lost;
      })
      .finally(() => (open -= 1));
  };

  form.addEventListener("change", ({ target }) => {
    target.closest(".import-cell")?.classList.toggle("is-typed", isChanged(target));
    if (/^(cell|row|values|missing)-/.test(target.name)) keep(target);
  });

  // What was not touched is not sent: another window may have changed it.
  let leaving = false;
  form.addEventListener("submit", () => {
    leaving = true;
    fields.forEach((field) => (field.disabled = !isChanged(field)));
  });
  addEventListener("pageshow", () => {
    leaving = false;
    fields.forEach((field) => (field.disabled = false));
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && (open || fields.some(isChanged))) event.preventDefault();
  });

  form.addEventListener("click", (event) => {
    const button = event.target.closest(".import-swap");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("tr");
    const [given, family] = ["given_names", "family_name"].map((name) =>
      row.querySelector(`.cell-${name} textarea`),
    );
    [given.value, family.value] = [family.value, given.value];
    [given, family].forEach((field) =>
      field.dispatchEvent(new Event("change", { bubbles: true })),
    );
  });

  form.addEventListener("keydown", (event) => {
    const cell = event.target.closest(".import-preview td");
    if (!cell || event.target.tagName !== "TEXTAREA") return;
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const rows = [...form.querySelectorAll(".import-row")];
    const next = rows[rows.indexOf(cell.parentElement) + step];
    next?.querySelector(`textarea[name^="${event.target.name.match(/^cell-\w+-/)[0]}"]`)?.focus();
  });
})();
