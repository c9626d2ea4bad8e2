/* The list of changes, narrowed by kind of record, by what happened and by field; the address keeps
   the choice. Without this script the page is the whole list. */
(() => {
  "use strict";

  const { all, required } = atlasElements;
  const form = required(HTMLFormElement, ".changes-filter");
  const count = required(HTMLOutputElement, "output", form);
  const selects = all(HTMLSelectElement, "select", form);
  const entries = all(HTMLLIElement, ".changes > li");

  /**
   * The words for how many are shown, their places filled in.
   * @param {Record<string, number>} numbers
   */
  const say = (numbers) =>
    (form.dataset.shown ?? "").replace(/\{(\w+)\}/g, (_, key) => String(numbers[key]));

  function narrow() {
    const asked = selects.filter((select) => select.value);
    let shown = 0;
    for (const entry of entries) {
      const fits = asked.every(({ name, value }) => entry.dataset[name]?.split(" ").includes(value));
      entry.hidden = !fits;
      shown += Number(fits);
    }
    for (const list of all(HTMLUListElement, ".changes")) {
      list.hidden = !list.querySelector(":scope > li:not([hidden])");
      const day = list.previousElementSibling;
      if (day instanceof HTMLHeadingElement) day.hidden = list.hidden;
    }
    count.textContent = say({ n: shown, all: entries.length });
  }

  function readAddress() {
    const asked = new URLSearchParams(location.search);
    for (const select of selects) {
      const value = asked.get(select.name) ?? "";
      select.value = [...select.options].some((option) => option.value === value) ? value : "";
    }
    narrow();
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    const asked = selects.filter((select) => select.value).map(({ name, value }) => [name, value]);
    const query = new URLSearchParams(asked).toString();
    history.pushState(null, "", query ? `?${query}` : location.pathname);
    narrow();
  });
  addEventListener("popstate", readAddress);
  readAddress();
})();
