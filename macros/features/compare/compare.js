/* Products side by side, chosen by the reader; the address keeps the choice.

   The page brings a table of its own. Of other products one small file each is loaded, only of
   those chosen. Cells are HTML from the same program as the page, its texts already made safe.

   1 address  2 files  3 table  4 picker */
(() => {
  "use strict";

  const { all, make, once, optional, required } = atlasElements;
  const place = required(HTMLElement, ".comparison");
  /** @type {Compare.Given} */
  const given = JSON.parse(required(Element, ".compare-given", place).textContent);
  const { said, most } = given;
  const frame = required(HTMLElement, ".compare-frame", place);
  const table = required(HTMLTableElement, "table", frame);
  const head = required(HTMLTableRowElement, "thead tr", table);
  const tools = required(Element, ".compare-tools", place);
  const references = optional(Element, "ol.references");

  /**
   * A label with its places filled in one go: what is filled in may look like a place.
   * @param {Compare.Label} name
   * @param {Record<string, string | number>} values
   */
  const say = (name, values) => said[name].replace(/\{(\w+)\}/g, (_, key) => String(values[key]));

  /* 1 address --------------------------------------------------------------------------------- */

  const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
  /** @type {string[]} */
  let chosen = [];
  let onlyDifferent = false;

  function readAddress() {
    const query = new URLSearchParams(location.search);
    const ids = query.get("products")?.split(",").map((id) => id.trim().toLowerCase());
    const beside = query.get("beside"); // the page's own products
    const own = beside ? [...new Set([beside, ...given.products])].slice(0, given.most) : given.products;
    chosen = [...new Set(ids?.filter(Boolean) ?? own)];
    onlyDifferent = query.get("differences") === "1";
  }

  function writeAddress() {
    const differences = onlyDifferent ? "&differences=1" : "";
    history.pushState(null, "", `?products=${chosen.join(",")}${differences}`);
  }

  /* 2 files ----------------------------------------------------------------------------------- */

  /** The file of a product; null if there is no such product. Rejects if it cannot be loaded. */
  const load = once(async (/** @type {string} */ id) => {
    if (!ID.test(id)) return null;
    const got = await fetch(`${place.dataset.root}products/${id}/compare.json`);
    if (got.status === 404) return null;
    if (!got.ok) throw new Error(`${id}: ${got.status}`);
    return /** @type {Promise<Compare.File>} */ (got.json());
  });

  /* 3 table ----------------------------------------------------------------------------------- */

  const notes = make("div", { class: "compare-notes", role: "status" });
  let turn = 0;

  /**
   * HTML of the program's own files as nodes.
   * @param {string} html
   */
  function fragment(html) {
    const template = document.createElement("template");
    // eslint-disable-next-line no-restricted-properties -- text.py made every text in it safe
    template.innerHTML = html;
    return template.content;
  }

  /**
   * Give the sources in a cell the numbers that they have on this page.
   * @param {Element} cell
   * @param {string[]} sources
   * @param {Map<string, number>} numbers
   */
  function renumbered(cell, sources, numbers) {
    /** @param {string} words */
    const here = (words) =>
      words.replace(/\d+/g, (n) => {
        const source = sources[Number(n) - 1];
        const known = numbers.get(source) ?? numbers.size + 1;
        numbers.set(source, known);
        return String(known);
      });
    for (const mark of all(HTMLElement, "details.citation > summary, a[href^='#ref-']", cell)) {
      mark.textContent = here(mark.textContent);
      const label = mark.getAttribute("aria-label");
      if (label) mark.setAttribute("aria-label", here(label));
      if (mark instanceof HTMLAnchorElement && mark.hash) {
        mark.setAttribute("href", here(mark.getAttribute("href") ?? ""));
      }
    }
    return cell;
  }

  /**
   * The button that takes a product out of the table.
   * @param {string} id
   * @param {string} name
   */
  function remover(id, name) {
    const words = say("compare_remove", { name });
    const button = make("button", { type: "button", class: "compare-remove", "aria-label": words, title: words }, "×");
    button.addEventListener("click", () => {
      const at = chosen.indexOf(id);
      chosen = chosen.filter((other) => other !== id);
      writeAddress();
      show().then(() => {
        const buttons = all(HTMLButtonElement, ".compare-remove", table);
        (buttons[at] ?? buttons.at(-1) ?? input).focus();
      });
    });
    return button;
  }

  /**
   * The row of the table with this id and label; none where no column has a value.
   * @param {[id: string, label: string]} row
   * @param {Compare.Column[]} columns
   * @param {Map<string, number>} numbers
   */
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

  /**
   * Put columns in the place of those that are there.
   * @param {Compare.Column[]} columns
   */
  function draw(columns) {
    /** @type {Map<string, number>} */
    const numbers = new Map();
    const heads = columns.map(({ id, file }) =>
      make("th", { scope: "col" }, remover(id, file.name), fragment(file.heading)),
    );
    head.replaceChildren(make("td", {}), ...heads);
    const rows = given.rows.flatMap((one) => row(one, columns, numbers));
    table.tBodies[0].replaceChildren(...rows);
    frame.hidden = !columns.length;
    if (!references) return;
    const listed = [...numbers].map(([source, n]) => make("li", { id: `ref-${n}` }, fragment(source)));
    references.replaceChildren(...listed);
  }

  /**
   * Say lines under the tools, in the place of what is said there.
   * @param {string[]} lines
   */
  function note(...lines) {
    notes.replaceChildren(...lines.map((line) => make("p", {}, line)));
  }

  /**
   * What to say of the table as it is shown.
   * @param {number} columns
   */
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
    /** @type {Compare.Column[]} */
    const columns = [];
    /** @type {string[]} */
    const missing = [];
    /** @type {string[]} */
    const notLoaded = [];
    files.forEach((got, at) => {
      if (got.status === "rejected") notLoaded.push(wanted[at]);
      else if (got.value === null) missing.push(wanted[at]);
      else columns.push({ id: wanted[at], file: got.value });
    });
    draw(columns);
    const unknown = missing.join(", ");
    const failed = notLoaded.join(", ");
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
    note(...remarks(head.cells.length - 1));
  });

  /* 4 picker ---------------------------------------------------------------------------------- */

  const MOST_OPTIONS = 8;
  const list = make("div", { class: "compare-options", id: "compare-options", role: "listbox", "aria-label": said.compare_add, hidden: "" });
  const input = make("input", {
    id: "compare-add", type: "text", role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id,
    "aria-expanded": "false", autocomplete: "off", autocapitalize: "off", spellcheck: "false", maxlength: "100",
  });
  /** @type {HTMLElement[]} */
  let options = [];
  let active = -1;
  let typed = 0;

  /**
   * Mark one of the options, or none for -1.
   * @param {number} at
   */
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

  /**
   * Put a product into the table.
   * @param {string} id
   * @param {string} name
   */
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

  /** @param {Search.Entry} entry */
  const idOf = (entry) => entry.url.split("/").at(-2) ?? "";

  /**
   * An option of the picker.
   * @param {Search.Entry} entry
   */
  function option(entry) {
    const id = idOf(entry);
    const made = make("div", { role: "option", id: `compare-option-${id}`, "aria-selected": "false" }, make("bdi", {}, entry.name));
    made.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    made.addEventListener("click", () => add(id, entry.name));
    return made;
  }

  async function refresh() {
    const mine = (typed += 1);
    const query = input.value.trim();
    /** @type {Search.Entry[]} */
    let found = [];
    if (query) {
      await atlasLater.load("search");
      await atlasSearch.load();
      found = atlasSearch.find(query).map((hit) => hit.entry);
    }
    if (mine !== typed) return;
    const fitting = found.filter((entry) => entry.kind.id === "products" && !chosen.includes(idOf(entry)));
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
    /** @type {Record<string, () => void>} */
    const actions = {
      ArrowDown: () => activate((active + 1) % options.length),
      ArrowUp: () => activate((active + options.length - 1) % options.length),
      Enter: () => options[active]?.click(),
      Escape: close,
    };
    const go = actions[event.key];
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
  if (chosen.join() !== given.products.join()) show();
  else {
    // The table is there already.
    [...head.cells].slice(1).forEach((cell, at) => {
      cell.prepend(remover(given.products[at], required(Element, "a", cell).textContent));
    });
    note(...remarks(given.products.length));
  }
})();
