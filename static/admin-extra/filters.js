// A filter by autocomplete takes effect as soon as something is chosen or cleared.
"use strict";

django.jQuery(document).on("change", ".autocomplete-filter select", (event) => {
  const form = event.target.form;
  // An empty choice is no filter: it does not belong in the address.
  event.target.disabled = event.target.value === "";
  form.submit();
});
