/* The button of the shipping form counts what it ships. */
(() => {
  "use strict";
  document.querySelectorAll("[data-ship]").forEach((form) => {
    const button = form.querySelector("[data-one]");
    const fields = [...form.querySelectorAll(".qty")];
    const count = () => {
      const units = fields.reduce((sum, field) => sum + Math.max(0, Number.parseInt(field.value, 10) || 0), 0);
      button.textContent = units === 1 ? button.dataset.one : button.dataset.many.replace("{n}", units);
    };
    form.addEventListener("input", count);
    count();
  });
})();
