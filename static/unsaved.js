// A page with a form in which something was typed and not sent: leaving it asks first. Without this
// script the page does the same, and does not ask.
"use strict";

addEventListener("load", () => {
  // Lists only tick what an action is about; the preview of an import asks by itself.
  const forms = [...document.querySelectorAll("form:not(#changelist-form, [data-asks])")].filter(
    (form) => form.method === "post",
  );
  const valuesOf = (form) =>
    JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]));
  // What came back with an error is stored nowhere either.
  const cameBack = (form) =>
    form.matches("[data-unsaved]") || form.querySelector('.errorlist, [aria-invalid="true"]');
  const start = new Map();
  // After the widgets of the admin have filled in what they fill in.
  setTimeout(() =>
    forms.forEach((form) => start.set(form, cameBack(form) ? null : valuesOf(form))),
  );

  let sent = null;
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) sent = event.target;
  });
  addEventListener("pageshow", () => (sent = null));
  addEventListener("beforeunload", (event) => {
    const isUnsaved = (form) =>
      form !== sent && start.has(form) && start.get(form) !== valuesOf(form);
    if (forms.some(isUnsaved)) event.preventDefault();
  });
});
