/* The list of changes, narrowed by kind of record, by what happened and by field; the address keeps
   the choice. Without this script the page is the whole list, a long one with further pages: their
   entries are put into this page when it is first narrowed. */
(() => {
  "use strict";

  const { all, optional, required } = atlasElements;
  const form = required(HTMLFormElement, ".changes-filter");
  const count = required(HTMLOutputElement, "output", form);
  const selects = all(HTMLSelectElement, "select", form);
  let entries = all(HTMLLIElement, ".changes > li");

  /**
   * The words for how many are shown, their places filled in.
   * @param {Record<string, number>} numbers
   */
  const say = (numbers) =>
    (form.dataset.shown ?? "").replace(/\{(\w+)\}/g, (_, key) => String(numbers[key]));

  /** @type {Promise<void> | undefined} */
  let whole;

  /** Put the entries of the further pages into this one, once. */
  function complete() {
    whole ??= addPages();
    whole.catch(() => (whole = undefined)); // the next time may go better
    return whole;
  }

  async function addPages() {
    const pager = optional(HTMLElement, ".pager");
    /** @type {Document[]} */
    const pages = [];
    let next = optional(HTMLAnchorElement, ".pager a[rel=next]")?.href;
    while (next) {
      const answer = await fetch(next);
      if (!answer.ok) throw new Error(`${next}: ${answer.status}`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const link of all(HTMLAnchorElement, "main a[href]", page)) {
        link.href = new URL(link.getAttribute("href") ?? "", next).href;
      }
      pages.push(page);
      next = optional(HTMLAnchorElement, ".pager a[rel=next]", page)?.href;
    }
    for (const list of pages.flatMap((page) => all(HTMLUListElement, ".changes", page))) {
      const day = list.previousElementSibling;
      const there = day && document.getElementById(day.id)?.nextElementSibling;
      if (there) there.append(...list.children);
      else if (day) pager?.before(day, list);
    }
    pager?.remove();
    entries = all(HTMLLIElement, ".changes > li");
  }

  async function narrow() {
    // What cannot be loaded is not narrowed; the rest is.
    if (selects.some((select) => select.value)) await complete().catch(() => undefined);
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

  // A day that is on a further page by now.
  const day = location.hash.slice(1);
  if (day && !document.getElementById(day)) {
    complete().then(() => document.getElementById(day)?.scrollIntoView(), () => undefined);
  }
})();
