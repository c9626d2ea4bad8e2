/* Products side by side, chosen by the reader; the address keeps the choice.

   The page brings a table of its own. Of other products one small file each is loaded, only of
   those chosen. Cells are HTML from the same program as the page, its texts already made safe.

   1 address  2 files  3 table  4 picker */
(() => {
  "use strict";

  const place = document.querySelector(".comparison");
  if (!place) return;
  const given = JSON.parse(place.querySelector(".compare-given").textContent);
  const { said, most } = given;
  const frame = place.querySelector(".compare-frame");
  const table = frame.querySelector("table");
  const tools = place.querySelector(".compare-tools");
  const references = document.querySelector("ol.references");

  /** An element with attributes and children; strings become text. */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** A label with its places filled in one go: what is filled in may look like a place. */
  const say = (name, values) => said[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);

  /* 1 address --------------------------------------------------------------------------------- */

  const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
  let chosen = [];
  let onlyDifferent = false;

  function readAddress() {
    const asked = new URLSearchParams(location.search);
    const ids = asked.get("products")?.split(",").map((id) => id.trim().toLowerCase());
    chosen = [...new Set(ids?.filter(Boolean) ?? given.products)];
    onlyDifferent = asked.get("differences") === "1";
  }

  function writeAddress() {
    const differences = onlyDifferent ? "&differences=1" : "";
    history.pushState(null, "", `?products=${chosen.join(",")}${differences}`);
  }

  /* 2 files ----------------------------------------------------------------------------------- */

  const asked = new Map();

  /** The file of a product; null where there is no such product. Rejects where it cannot be told. */
  function load(id) {
    if (!ID.test(id)) return Promise.resolve(null);
    if (!asked.has(id)) {
      const answer = fetch(`${place.dataset.root}products/${id}/compare.json`).then((got) => {
        if (got.status === 404) return null;
        if (!got.ok) throw new Error(`${id}: ${got.status}`);
        return got.json();
      });
      answer.catch(() => asked.delete(id)); // the next time may go better
      asked.set(id, answer);
    }
    return asked.get(id);
  }

  /* 3 table ----------------------------------------------------------------------------------- */

  const notes = make("div", { class: "compare-notes", role: "status" });
  let turn = 0;

  function fragment(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content;
  }

  /** Give the sources in a cell the numbers that they have on this page. */
  function renumbered(cell, sources, numbers) {
    const here = (words) =>
      words.replace(/\d+/g, (n) => {
        const source = sources[n - 1];
        if (!numbers.has(source)) numbers.set(source, numbers.size + 1);
        return numbers.get(source);
      });
    for (const mark of cell.querySelectorAll("details.receipt > summary, sup.cite a")) {
      mark.textContent = here(mark.textContent);
      const label = mark.getAttribute("aria-label");
      if (label) mark.setAttribute("aria-label", here(label));
      if (mark.hash) mark.setAttribute("href", here(mark.getAttribute("href")));
    }
    return cell;
  }

  function remover(id, name) {
    const words = say("compare_remove", { name });
    const button = make("button", { type: "button", class: "compare-remove", "aria-label": words, title: words }, "×");
    button.addEventListener("click", () => {
      const at = chosen.indexOf(id);
      chosen = chosen.filter((other) => other !== id);
      writeAddress();
      show().then(() => {
        const buttons = [...table.querySelectorAll(".compare-remove")];
        (buttons[at] ?? buttons.at(-1) ?? input).focus();
      });
    });
    return button;
  }

  function row([id, words], columns, numbers) {
    if (!columns.some(({ file }) => file.cells[id])) return [];
    const made = make("tr", {}, make("th", { scope: "row" }, words));
    for (const { file } of columns) {
      const cell = file.cells[id];
      const shown = make("td", cell ? {} : { class: "absent" }, cell ? fragment(cell[0]) : said.not_recorded);
      made.append(renumbered(shown, file.sources, numbers));
    }
    const contents = new Set(columns.map(({ file }) => file.cells[id]?.[1] ?? ""));
    if (columns.length > 1 && contents.size === 1) made.className = "same";
    return [made];
  }

  function draw(columns) {
    const numbers = new Map();
    const heads = columns.map(({ id, file }) =>
      make("th", { scope: "col" }, remover(id, file.name), fragment(file.heading)),
    );
    table.tHead.rows[0].replaceChildren(make("td", {}), ...heads);
    const rows = given.rows.flatMap((one) => row(one, columns, numbers));
    table.tBodies[0].replaceChildren(...rows);
    frame.hidden = !columns.length;
    if (!references) return;
    const listed = [...numbers].map(([source, n]) => make("li", { id: `ref-${n}` }, fragment(source)));
    references.replaceChildren(...listed);
  }

  function note(...lines) {
    notes.replaceChildren(...lines.map((line) => make("p", {}, line)));
  }

  /** What is to be told about the table as it stands. */
  function remarks(columns) {
    const different = table.querySelector("tbody tr:not(.same)");
    table.classList.toggle("compare--different", onlyDifferent);
    box.checked = onlyDifferent;
    if (!columns) return [said.compare_none];
    if (columns === 1) return [said.compare_few];
    return onlyDifferent && !different ? [said.compare_all_same] : [];
  }

  async function show() {
    const mine = (turn += 1);
    const rest = chosen.slice(most);
    const wanted = chosen.slice(0, most);
    const files = await Promise.allSettled(wanted.map(load));
    if (mine !== turn) return; // something else was chosen in the meantime
    const of = (test) => wanted.filter((_, at) => test(files[at]));
    const columns = of((got) => got.value).map((id) => ({ id, file: files[wanted.indexOf(id)].value }));
    draw(columns);
    const unknown = of((got) => got.value === null).join(", ");
    const failed = of((got) => got.status === "rejected").join(", ");
    note(
      ...(columns.length ? [say("compare_shown", { names: columns.map(({ file }) => file.name).join(", ") })] : []),
      ...(unknown ? [say("compare_unknown", { names: unknown })] : []),
      ...(failed ? [say("compare_failed", { name: failed })] : []),
      ...(rest.length ? [say("compare_many", { n: most, names: rest.join(", ") })] : []),
      ...remarks(columns.length),
    );
    chosen = columns.map(({ id }) => id);
  }

  const box = make("input", { type: "checkbox" });
  box.addEventListener("change", () => {
    onlyDifferent = box.checked;
    writeAddress();
    note(...remarks(table.tHead.rows[0].cells.length - 1));
  });

  /* 4 picker ---------------------------------------------------------------------------------- */

  const MOST_OPTIONS = 8;
  const list = make("div", { class: "compare-options", id: "compare-options", role: "listbox", "aria-label": said.compare_add, hidden: "" });
  const input = make("input", {
    id: "compare-add", type: "text", role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id,
    "aria-expanded": "false", autocomplete: "off", autocapitalize: "off", spellcheck: "false", maxlength: "100",
  });
  let options = [];
  let active = -1;
  let typed = 0;

  function activate(at) {
    options[active]?.setAttribute("aria-selected", "false");
    active = at;
    options[at]?.setAttribute("aria-selected", "true");
    options[at]?.scrollIntoView({ block: "nearest" });
    if (options[at]) input.setAttribute("aria-activedescendant", options[at].id);
    else input.removeAttribute("aria-activedescendant");
  }

  function close() {
    typed += 1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  function add(id, name) {
    input.value = "";
    close();
    if (chosen.includes(id)) return;
    if (chosen.length >= most) {
      note(say("compare_many", { n: most, names: name }));
      return;
    }
    chosen.push(id);
    writeAddress();
    show();
  }

  function option(entry) {
    const id = entry.url.split("/").at(-2);
    const made = make("div", { role: "option", id: `compare-option-${id}`, "aria-selected": "false" }, make("bdi", {}, entry.names[0]));
    made.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    made.addEventListener("click", () => add(id, entry.names[0]));
    return made;
  }

  async function refresh() {
    const mine = (typed += 1);
    const query = input.value.trim();
    let found = [];
    if (query) {
      await window.atlasSearch.load();
      found = window.atlasSearch.find(query).map((hit) => hit.entry);
    }
    if (mine !== typed) return;
    const fitting = found.filter((entry) => entry.kind.id === "products" && !chosen.includes(entry.url.split("/").at(-2)));
    options = fitting.slice(0, MOST_OPTIONS).map(option);
    list.replaceChildren(...options);
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(options.length > 0));
    activate(options.length ? 0 : -1);
    if (query && !options.length) note(said.search_none);
  }

  const typing = () => refresh().catch(() => note(said.search_failed));
  input.addEventListener("input", typing);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    // While a syllable is being composed the keys belong to the input method.
    if (event.isComposing || event.keyCode === 229 || list.hidden) return;
    const go = {
      ArrowDown: () => activate((active + 1) % options.length),
      ArrowUp: () => activate((active + options.length - 1) % options.length),
      Enter: () => options[active]?.click(),
      Escape: close,
    }[event.key];
    if (!go) return;
    event.preventDefault();
    go();
  });

  tools.append(
    make("div", { class: "compare-picker" }, make("label", { for: input.id }, said.compare_add), input, list),
    make("label", { class: "compare-only" }, box, " ", said.compare_differences),
  );
  tools.after(notes);
  addEventListener("popstate", () => {
    readAddress();
    show();
  });
  readAddress();
  if (new URLSearchParams(location.search).has("products")) show();
  else {
    // The table is there already.
    [...table.tHead.rows[0].cells].slice(1).forEach((cell, at) => {
      cell.prepend(remover(given.products[at], cell.querySelector("a").textContent));
    });
    note(...remarks(given.products.length));
  }
})();
