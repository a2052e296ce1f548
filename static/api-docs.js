// Shows the schema by Swagger UI; nothing of it asks another host.
"use strict";

SwaggerUIBundle({
  dom_id: "#api",
  url: document.getElementById("api").dataset.schema,
  deepLinking: true,
  validatorUrl: null,
  supportedSubmitMethods: ["get"],
  presets: [SwaggerUIBundle.presets.apis],
});
