// Filters: hides the clauses that were not asked for. Without it everything shows.
(() => {
  "use strict";
  const form = document.getElementById("filters");
  if (!form) return;
  const changes = [...document.querySelectorAll(".change")];
  const sources = [...document.querySelectorAll("section.source")];
  const shown = document.getElementById("shown");
  const apply = () => {
    const asked = new FormData(form);
    const categories = asked.getAll("category");
    const least = Number(asked.get("severity"));
    const silentOnly = asked.get("silent") !== null;
    const filtered = categories.length > 0 || least > 0 || silentOnly;
    let count = 0;
    for (const change of changes) {
      const fits = Number(change.dataset.severity) >= least
        && (!silentOnly || change.dataset.silent === "yes");
      let any = categories.length === 0;
      for (const clause of change.querySelectorAll(".clause")) {
        const own = clause.dataset.categories.split(" ");
        const wanted = categories.length === 0 || categories.some((one) => own.includes(one));
        clause.hidden = !wanted;
        any = any || wanted;
      }
      change.hidden = !(fits && any);
      if (!change.hidden) count += 1;
    }
    for (const source of sources) {
      source.hidden = filtered && !source.querySelector(".change:not([hidden])");
    }
    shown.textContent = filtered ? shown.dataset.words.replace("COUNT", count).replace("ALL", changes.length) : "";
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  form.hidden = false;
  apply();
})();
