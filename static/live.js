/* Filters and search that answer while one types or ticks. Without it, their button does the same.

   What htmx does not: a disclosure that was opened stays open, a list of choices keeps its place,
   and screen readers hear how much was found. */
(() => {
  "use strict";

  const status = document.createElement("p");
  status.className = "hidden";
  status.setAttribute("role", "status");
  document.body.append(status);

  let open = [];
  let places = [];

  document.body.addEventListener("htmx:beforeSwap", () => {
    open = [...document.querySelectorAll("main details")].map((each) => each.open);
    places = [...document.querySelectorAll("main fieldset")].map((each) => each.scrollTop);
  });

  document.body.addEventListener("htmx:afterSwap", () => {
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
})();
