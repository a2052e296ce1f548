/* Filters and search that answer while one types or ticks. Without it, their button does the same.

   What htmx does not: addresses hold no empty parameters, a disclosure that was opened stays open,
   a list of choices keeps its place, screen readers hear how much was found, and when the register
   does not answer, the visitor is told. */
(() => {
  "use strict";

  const status = document.createElement("p");
  status.className = "hidden";
  status.setAttribute("role", "status");
  document.body.append(status);

  const failure = document.createElement("p");
  failure.className = "notice";
  failure.setAttribute("role", "alert");

  let open = [];
  let places = [];

  const on = (name, act) => document.body.addEventListener(`htmx:${name}`, act);

  on("configRequest", ({ detail: { formData } }) => {
    for (const name of new Set(formData.keys())) {
      const given = formData.getAll(name).filter((value) => value !== "");
      formData.delete(name);
      given.forEach((value) => formData.append(name, value));
    }
  });

  on("beforeSwap", () => {
    open = [...document.querySelectorAll("main details")].map((each) => each.open);
    places = [...document.querySelectorAll("main fieldset")].map((each) => each.scrollTop);
  });

  on("afterSwap", () => {
    failure.remove();
    const details = document.querySelectorAll("main details");
    if (details.length === open.length) {
      details.forEach((each, number) => (each.open = each.open || open[number]));
    }
    const fieldsets = document.querySelectorAll("main fieldset");
    if (fieldsets.length === places.length) {
      fieldsets.forEach((each, number) => (each.scrollTop = places[number]));
    }
    const told = document.querySelector("main [data-announce]") ?? document.querySelector("main h1");
    status.textContent = told ? told.textContent.trim().replace(/\s+/g, " ") : "";
  });

  // What was typed while the answer was under way is asked for too.
  on("afterSettle", ({ detail: { requestConfig } }) => {
    const words = document.querySelector("main form[hx-get] [name=q]");
    if (words && words.value !== (requestConfig.formData.get("q") ?? "")) {
      htmx.trigger(words.form, "submit");
    }
  });

  for (const name of ["sendError", "responseError", "timeout"]) {
    on(name, () => {
      const form = document.querySelector("main form[data-failure]");
      failure.textContent = form.dataset.failure;
      document.querySelector("main .page-head").after(failure);
    });
  }
})();
