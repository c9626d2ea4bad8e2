/* Explorer: narrows, sorts and exports the table of a section; its state is in the address.

   Without this script the page is the whole table, a long one with further pages. Names of values
   come from a JSON file and are set as text only. The file is loaded when a reader turns to the tools
   or to the head of the table; at once where the address asks for something.

   1 data  2 matching  3 table  4 facets  5 what is chosen  6 address  7 CSV and link  8 start */
(() => {
  "use strict";

  const { fold, squeeze, wordsOf, PARTICLE } = atlasSpelling;
  const { all, holds, language, make, once, required, words } = atlasElements;

  const place = required(HTMLElement, ".explorer");
  const { base = "" } = place.dataset;
  const table = required(HTMLTableElement, "table.records", place);
  const frame = required(HTMLElement, ".table-wrap", place);
  const headRow = required(HTMLTableRowElement, "thead tr", table);
  const body = table.tBodies[0];
  const text = required(HTMLInputElement, "#explorer-text", place);
  const status = required(Element, ".explorer-count", place);
  const chosenList = required(HTMLElement, ".explorer-chosen", place);
  const order = required(HTMLSelectElement, "#explorer-order", place);
  const bar = required(Element, ".explorer-bar", place);
  const opener = required(HTMLElement, ".explorer-open", place);
  const pager = place.querySelector(".pager"); // where the page has not all rows

  const LONG = 100; // rows; of a longer table
  const ROWS = 50; // so many are shown, until all are asked for
  const PART = 100; // so many are drawn together when all are shown
  const VALUES = 10; // of a facet, before all are asked for
  const MANY = 15; // values from which a facet has a field to find them
  const EMPTY = "not-recorded";

  /** @type {Explorer.File} */
  let data;
  /** @type {Explorer.File["said"]} */
  let said;
  /** @type {Explorer.Sources} */
  let sources;
  /** @type {Explorer.Row[]} */
  let rows; // the records on this page
  /** @type {Map<string, Explorer.Field>} */
  const fields = new Map(); // by id
  /** @type {Explorer.Facet[]} */
  const facets = [];
  /** @type {string[]} */
  let usual = []; // ids of the columns that the page came with
  let kindName = ""; // over the names of the records
  const state = {
    query: "",
    sort: "",
    columns: /** @type {string[]} */ ([]),
    all: false,
    leftOut: /** @type {string[]} */ ([]),
  };

  /** @param {number} n */
  const number = (n) => n.toLocaleString(language);

  /**
   * A label with its places filled in one go: what is filled in may look like a place.
   * @param {string} label
   * @param {Record<string, string>} values
   */
  const fill = (label, values) => label.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  /* 1 data ------------------------------------------------------------------------------------ */

  /**
   * A file as JSON.
   * @param {string} path
   * @returns {Promise<any>}
   */
  async function get(path) {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  }

  /** @param {Explorer.Cell} cell */
  const listed = (cell) => (typeof cell === "number" ? [cell] : cell);

  /**
   * The value that a number in a cell stands for: a planned one is below zero.
   * @param {number} at
   */
  const valueAt = (at) => (at < 0 ? ~at : at);

  /**
   * A column without its values.
   * @param {Explorer.Head} head
   * @returns {Explorer.Field}
   */
  const emptyField = ({ id, name, type, facet, known, computed }) => ({
    id,
    computed,
    name,
    type,
    facet,
    known,
    remarks: {},
    loaded: false,
    keys: [],
    words: [],
    kinds: [],
    number: new Map(),
    of: [],
    under: [],
    widens: false,
    wanted: new Set(),
    counts: new Uint32Array(),
  });

  /**
   * Take over a column's values.
   * @param {Explorer.Field} field
   * @param {Explorer.Values} values
   */
  function takeValues(field, { values, cells, broader, remarks }) {
    field.remarks = remarks ?? {};
    field.loaded = true;
    field.keys = values.map((value) => value[0]);
    field.words = values.map((value) => value[1] ?? value[0]);
    field.kinds = values.map((value) => value[2]);
    field.number = new Map(field.keys.map((key, at) => [key, at]));
    field.of = cells.map(listed);
    // What is a kind of something wider is found under the wider name too.
    field.under = !broader
      ? field.of
      : field.of.map((own) => [...new Set(own.flatMap((at) => [at, ...(broader[at] ?? [])]))]);
    field.widens = Boolean(broader);
  }

  /**
   * The column with this id.
   * @param {string} id
   */
  function column(id) {
    const field = fields.get(id);
    if (!field) throw new Error(`no column ${id}`);
    return field;
  }

  /** Load the columns that the page does not come with. */
  const loadMore = once(async () => {
    /** @type {Explorer.More} */
    const file = await get(base + data.more);
    for (const [id, values] of Object.entries(file.fields)) takeValues(column(id), values);
    sources = file.sources;
  });

  /**
   * The place of a value in the order of its field; what takes the place of a value comes last.
   * @param {Explorer.Field} field
   * @param {number} at
   */
  const placeIn = (field, at) => (at < field.known ? at : Infinity);

  /* 2 matching -------------------------------------------------------------------------------- */

  /**
   * What a record is found by: its names, its numbers and the values that the filters list.
   * @param {Explorer.Row} row
   */
  function hay(row) {
    if (row.hay === undefined) {
      const names = [row.name, ...data.also[row.number].split("\n")].map((name) => squeeze(fold(name)));
      for (const field of facets) {
        field.folded ??= field.words.map((value) => squeeze(fold(value)));
        for (const at of field.under[row.number]) if (at >= 0 && at < field.known) names.push(field.folded[at]);
      }
      row.hay = names.join("\n");
    }
    return row.hay;
  }

  /** The words of the query, each with its form without a particle: 큐로셀의, 큐로셀. */
  function wantedWords() {
    return wordsOf(fold(state.query)).map((word) => {
      const stem = word.replace(PARTICLE, "");
      return stem.length > 1 && stem !== word ? [word, stem] : [word];
    });
  }

  /** The rows that pass everything; sets the counts of every facet as if it were not used. */
  function narrow() {
    const asked = wantedWords();
    const used = facets.filter((field) => field.wanted.size);
    for (const field of facets) field.counts = new Uint32Array(field.words.length);
    /** @type {Explorer.Row[]} */
    const passing = [];
    for (const row of sorted()) {
      if (asked.length && !asked.every((forms) => forms.some((form) => hay(row).includes(form)))) continue;
      const failed = used.filter((field) => !field.under[row.number].some((at) => field.wanted.has(at)));
      if (failed.length > 1) continue;
      for (const field of failed.length ? failed : facets) {
        for (const at of field.under[row.number]) if (at >= 0) field.counts[at] += 1;
      }
      if (!failed.length) passing.push(row);
    }
    return passing;
  }

  let arranged = { sort: /** @type {string | null} */ (null), rows: /** @type {Explorer.Row[]} */ ([]) };

  /** All rows in the order that is asked for; those without a value come last. */
  function sorted() {
    if (arranged.sort === state.sort) return arranged.rows;
    const id = state.sort.replace(/^-/, "");
    const down = state.sort.startsWith("-") ? -1 : 1;
    const ordered = [...rows];
    if (id === "name") {
      ordered.sort((a, b) => down * (a.number - b.number)); // they are numbered in this order
    } else if (id) {
      const field = column(id);
      const placeOf = new Map(
        rows.map((row) => [row, Math.min(...field.of[row.number].map((at) => placeIn(field, valueAt(at))))]),
      );
      ordered.sort((a, b) => {
        const [first, second] = [placeOf.get(a) ?? Infinity, placeOf.get(b) ?? Infinity];
        if (first === second) return a.number - b.number; // by name
        return first === Infinity || second === Infinity ? first - second : down * (first - second);
      });
    }
    arranged = { sort: state.sort, rows: ordered };
    return ordered;
  }

  /* 3 table ----------------------------------------------------------------------------------- */

  /**
   * A value as the table shows it.
   * @param {Explorer.Field} field
   * @param {number} at
   */
  function shown(field, at) {
    const [key, name] = [field.keys[at], field.words[at]];
    if (at >= field.known) return make("span", { class: "state" }, name);
    if (field.kinds[at]) return make("a", { href: `${base}${field.kinds[at]}/${key}/` }, words(name));
    if (field.type === "term") return make("span", { class: "chip", "data-term": key }, name);
    if (field.type === "date") return make("time", { datetime: key }, name);
    if (field.type === "number") return make("span", { class: "number" }, name);
    if (field.type === "address" && /^https?:\/\//.test(name)) {
      return make("a", { class: "outside", href: name, rel: "noopener external" }, words(name.replace(/^https?:\/\//, "")));
    }
    return words(name);
  }

  /**
   * A record's cell of a column: the one that the page came with, or a new one.
   * @param {Explorer.Row} row
   * @param {string} id
   */
  function cellOf(row, id) {
    const there = row.cells.get(id);
    if (there) return there;
    const field = column(id);
    const made = make("td", { "data-label": field.name });
    field.of[row.number].forEach((at, n) => {
      if (field.computed && field.keys[valueAt(at)] === EMPTY) return; // nobody left it out
      made.append(n ? (field.type === "text" ? "; " : ", ") : "", shown(field, valueAt(at)));
      if (at < 0) made.append("\u00a0", make("span", { class: "tag tag--planned" }, said.planned));
    });
    const remark = field.remarks[row.number];
    if (remark) made.append(" ", make("small", { class: "others" }, remark));
    row.cells.set(id, made);
    return made;
  }

  /**
   * The address of a record's page.
   * @param {Explorer.Row} row
   */
  const addressOf = (row) => row.head?.querySelector("a")?.href ?? new URL(`${base}${data.kind}/${data.ids[row.number]}/`, location.href).href;

  /**
   * Give a row the columns that are chosen; one that the page did not come with is made.
   * @param {Explorer.Row} row
   */
  function fit(row) {
    const wanted = state.columns.join();
    row.head ??= make("th", { scope: "row", "data-label": kindName }, make("a", { href: addressOf(row) }, row.name));
    row.row ??= make("tr", {});
    if (row.columns !== wanted) {
      row.row.replaceChildren(row.head, ...state.columns.map((id) => cellOf(row, id)));
      row.columns = wanted;
    }
    return row.row;
  }

  /** @type {Map<string, HTMLElement>} */
  const headers = new Map();

  /**
   * The header of a column, which sorts by it.
   * @param {string} id
   */
  function header(id) {
    const there = headers.get(id);
    if (there) return there;
    const name = id === "name" ? headRow.cells[0].textContent : column(id).name;
    const button = make("button", { type: "button", class: "explorer-by" }, name);
    button.addEventListener("click", () => sortBy(state.sort === id ? `-${id}` : id));
    const made = make("th", { scope: "col" }, button);
    headers.set(id, made);
    return made;
  }

  /**
   * Sort by a column, its id; downwards with a "-" before it.
   * @param {string} sort
   */
  function sortBy(sort) {
    state.sort = sort;
    changed();
  }

  function showHead() {
    const ids = ["name", ...state.columns];
    const [now, wanted] = [[...headRow.cells], ids.map(header)];
    if (now.length !== wanted.length || now.some((th, at) => th !== wanted[at])) {
      headRow.replaceChildren(...wanted);
      showOrders(ids);
    }
    for (const id of ids) {
      const direction = { [id]: "ascending", [`-${id}`]: "descending" }[state.sort];
      if (direction) header(id).setAttribute("aria-sort", direction);
      else header(id).removeAttribute("aria-sort");
    }
    order.value = state.sort;
  }

  /**
   * The orders to choose from where there are no headers to press: on a phone.
   * @param {string[]} ids
   */
  function showOrders(ids) {
    const options = [["", said.as_listed]];
    for (const id of ids) {
      const name = header(id).textContent;
      options.push([id, fill(said.ascending, { name })], [`-${id}`, fill(said.descending, { name })]);
    }
    order.replaceChildren(...options.map(([value, name]) => make("option", { value }, name)));
  }

  const rest = make("p", { class: "explorer-rest" });
  const restButton = make("button", { type: "button" });
  rest.append(restButton);
  restButton.addEventListener("click", () => {
    changed({ everything: true });
    body.rows[ROWS]?.querySelector("a")?.focus();
  });

  // Outside the live region: the count there has said so already.
  const nothing = make("p", { class: "explorer-none", hidden: "" });

  /** @type {Explorer.Row[]} */
  let found = [];

  /* All rows of a long table are never drawn at once: parts of it are, when they come near what is
     seen, and an empty row is as high as a part that is not. */

  /** @type {Map<Element, Explorer.Row[]>} */
  const rowsOf = new Map();
  const near = new IntersectionObserver(
    (seen) => {
      for (const { target, isIntersecting } of seen) drawPart(target, isIntersecting);
    },
    { rootMargin: "1000px 0px" },
  );

  /**
   * An empty row of a height.
   * @param {number} height
   */
  function space(height) {
    const row = make("tr", { "aria-hidden": "true" });
    row.style.height = `${height}px`;
    return row;
  }

  /**
   * Draw a part of the table, or leave its place.
   * @param {Element} part
   * @param {boolean} yes
   */
  function drawPart(part, yes) {
    const drawn = !part.querySelector(":scope > [aria-hidden]");
    if (yes === drawn || (!yes && holds(part, document.activeElement))) return;
    const content = yes ? (rowsOf.get(part) ?? []).map(fit) : [space(part.getBoundingClientRect().height)];
    part.replaceChildren(...content);
  }

  /** Put the rows after the first part into parts that are drawn later. */
  function addParts() {
    keepWidths();
    const height = body.offsetHeight / body.rows.length;
    const made = document.createDocumentFragment();
    for (let at = PART; at < found.length; at += PART) {
      const part = make("tbody", {});
      rowsOf.set(part, found.slice(at, at + PART));
      part.append(space(height * Math.min(PART, found.length - at)));
      made.append(part);
    }
    table.append(made);
    for (const part of rowsOf.keys()) near.observe(part);
  }

  /** Keep the widths of the columns, whatever is drawn. */
  function keepWidths() {
    const widths = [...headRow.cells].map((th) => (100 * th.offsetWidth) / table.offsetWidth);
    table.style.width = `${(100 * table.offsetWidth) / frame.clientWidth}%`;
    table.style.tableLayout = "fixed";
    [...headRow.cells].forEach((th, at) => (th.style.width = `${widths[at]}%`));
  }

  function dropParts() {
    near.disconnect();
    for (const part of rowsOf.keys()) part.remove();
    rowsOf.clear();
    table.style.width = table.style.tableLayout = "";
    for (const th of headRow.cells) th.style.width = "";
  }

  /**
   * Put what was found into the table: of a longer one what is shown at first, or all of it, in parts
   * or, for paper, `whole`.
   * @param {boolean} whole
   */
  function showRows(whole) {
    dropParts();
    const everything = state.all || whole || rows.length <= LONG;
    const inParts = everything && !whole && found.length > LONG;
    const visible = everything && !inParts ? found : found.slice(0, inParts ? PART : ROWS);
    body.replaceChildren(...visible.map(fit));
    if (inParts) addParts();
    rest.hidden = everything || visible.length === found.length;
    nothing.hidden = found.length > 0;
  }

  function show() {
    found = narrow();
    showHead();
    showRows(false);
    const values = { n: number(found.length), all: number(rows.length) };
    const count = fill(found.length === rows.length ? said.all : said.some, values);
    if (status.textContent !== count) status.textContent = count;
    restButton.textContent = fill(said.show_all, values);
    for (const field of facets) showCounts(field);
    showChosen();
    for (const twin of all(HTMLAnchorElement, ".atlas-languages a")) twin.search = query();
  }

  /* 4 facets ---------------------------------------------------------------------------------- */

  /** @type {HTMLElement | null} */
  let opened = null;

  /** @param {HTMLElement} box */
  const buttonOf = (box) => required(HTMLButtonElement, "button", box);
  /** @param {HTMLElement} box */
  const panelOf = (box) => required(HTMLElement, ".facet-panel", box);
  /** @param {HTMLElement} box */
  const floats = (box) => getComputedStyle(panelOf(box)).position === "absolute";

  /**
   * Open or close the panel of a box.
   * @param {HTMLElement} box
   * @param {boolean} yes
   */
  function open(box, yes) {
    if (opened && opened !== box && floats(opened)) open(opened, false);
    const button = buttonOf(box);
    const panel = panelOf(box);
    button.setAttribute("aria-expanded", String(yes));
    panel.hidden = !yes;
    if (yes) opened = box;
    else if (opened === box) opened = null;
    // A list at the right edge opens to the left.
    if (yes) box.classList.toggle("facet--left", box.offsetLeft + panel.offsetWidth > place.clientWidth);
  }

  /**
   * Make a button open a panel, which is filled when it is first opened.
   * @param {HTMLElement} box
   * @param {(panel: HTMLElement) => void} fillPanel
   */
  function disclose(box, fillPanel) {
    const button = buttonOf(box);
    const panel = make("div", { class: "facet-panel", hidden: "", id: `facet-${box.dataset.field}` });
    button.setAttribute("aria-controls", panel.id);
    box.append(panel);
    button.addEventListener("click", () => {
      const yes = Boolean(panel.hidden);
      if (yes && !panel.hasChildNodes()) fillPanel(panel);
      open(box, yes);
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || panel.hidden) return;
      event.stopPropagation();
      open(box, false);
      button.focus();
    });
  }

  /**
   * Close the open list when a reader turns to something else. One that lies in the flow of the
   * page, as on a phone, stays: what is below it would jump away from under the finger.
   * @param {Event} event
   */
  function leave(event) {
    if (opened && !holds(opened, event.target) && floats(opened)) open(opened, false);
  }
  document.addEventListener("pointerdown", leave);
  place.addEventListener("focusin", leave);

  /**
   * Values in the order in which a facet lists them: words of a list in its order, else the most
   * frequent first; states at the end.
   * @param {Explorer.Field} field
   */
  function listOrder(field) {
    const total = new Uint32Array(field.words.length);
    for (const row of rows) for (const at of field.under[row.number]) if (at >= 0) total[at] += 1;
    const used = [...total.keys()].filter((at) => total[at]);
    if (["term", "word", "number", "date"].includes(field.type)) return used;
    /** @param {number} at */
    const isState = (at) => Number(at >= field.known);
    return used.sort((a, b) => isState(a) - isState(b) || total[b] - total[a] || a - b);
  }

  /**
   * A value in the list of a facet.
   * @param {Explorer.Facet} field
   * @param {number} at
   */
  function option(field, at) {
    const there = field.options.get(at);
    if (there) return there;
    const input = make("input", { type: "checkbox", value: field.keys[at] });
    const count = make("span", { class: "facet-count" });
    input.checked = field.wanted.has(at);
    input.addEventListener("change", () => {
      if (input.checked) field.wanted.add(at);
      else field.wanted.delete(at);
      changed();
    });
    const label = make("label", {}, input, words(field.words[at], at < field.known ? "" : "state"), count);
    const made = { item: make("li", {}, label), input, count };
    field.options.set(at, made);
    return made;
  }

  /**
   * Fill the panel of a facet with its values.
   * @param {Explorer.Facet} field
   * @param {HTMLElement} panel
   */
  function fillFacet(field, panel) {
    const list = make("ul", {});
    const set = make("fieldset", {}, make("legend", { class: "atlas-unseen" }, field.name));
    const values = listOrder(field);
    const everything = fill(said.show_all, { n: number(values.length) });
    const showAll = make("button", { type: "button", class: "facet-all" }, everything);
    let sought = "";
    let whole = values.length <= VALUES + 2;

    function refill() {
      /** @param {number} at */
      const fits = (at) => field.words[at] !== "" && squeeze(fold(field.words[at])).includes(sought);
      const fitting = values.filter((at, n) => (sought ? fits(at) : whole || n < VALUES || field.wanted.has(at)));
      list.replaceChildren(...fitting.map((at) => option(field, at).item));
      showAll.hidden = whole || Boolean(sought);
      showCounts(field);
    }

    if (values.length > MANY) {
      const name = fill(said.find, { name: field.name });
      const input = make("input", { type: "text", class: "facet-find", "aria-label": name, placeholder: name, autocomplete: "off", spellcheck: "false" });
      input.addEventListener("input", () => {
        sought = squeeze(fold(input.value));
        refill();
      });
      set.append(input);
    }
    if (field.widens) set.append(make("p", { class: "facet-hint" }, said.includes));
    showAll.addEventListener("click", () => {
      whole = true;
      refill();
      list.children[VALUES]?.querySelector("input")?.focus();
    });
    set.append(list, showAll);
    panel.append(set);
    refill();
  }

  /**
   * Bring the counts and ticks of a facet up to date, and the number on its button.
   * @param {Explorer.Facet} field
   */
  function showCounts(field) {
    field.options.forEach(({ item, input, count }, at) => {
      const n = number(field.counts[at]);
      if (count.textContent !== n) count.textContent = n;
      item.classList.toggle("facet-zero", !field.counts[at]);
      input.checked = field.wanted.has(at);
    });
    const n = field.wanted.size;
    field.badge.textContent = n ? ` (${number(n)})` : "";
    field.box.classList.toggle("facet--used", n > 0);
  }

  /**
   * Fill the panel in which columns are chosen.
   * @param {HTMLElement} panel
   */
  function fillColumns(panel) {
    const list = make("ul", {});
    for (const field of fields.values()) {
      const input = make("input", { type: "checkbox", value: field.id });
      input.checked = state.columns.includes(field.id);
      input.addEventListener("change", async () => {
        if (!field.loaded) await loadMore();
        const wanted = new Set(state.columns);
        if (input.checked) wanted.add(field.id);
        else wanted.delete(field.id);
        state.columns = inOrder(wanted);
        if (!input.checked && state.sort.replace("-", "") === field.id) state.sort = "";
        changed();
      });
      list.append(make("li", {}, make("label", {}, input, words(field.name))));
    }
    panel.append(make("fieldset", {}, make("legend", { class: "atlas-unseen" }, required(Element, "[data-field=columns] button", place).textContent), list));
  }

  /**
   * Columns in their order: those of the page, then the others as the kind declares them.
   * @param {Set<string>} wanted
   */
  const inOrder = (wanted) => [...new Set([...usual, ...fields.keys()])].filter((id) => wanted.has(id));

  /* 5 what is chosen -------------------------------------------------------------------------- */

  const clear = make("button", { type: "button", class: "explorer-clear" });
  const none = make("p", { class: "explorer-note", hidden: "" });

  function showChosen() {
    /** @type {HTMLElement[]} */
    const items = [];
    for (const field of facets) {
      for (const at of field.wanted) {
        const name = `${field.name}: ${field.words[at]}`;
        const button = make("button", { type: "button", "aria-label": fill(said.remove, { name }) }, `${field.name}: `, words(field.words[at]));
        button.addEventListener("click", () => {
          const was = [...chosenList.querySelectorAll("button")].indexOf(button);
          field.wanted.delete(at);
          changed();
          // The focus stays where it was, on what has moved there.
          (chosenList.querySelectorAll("button")[was] ?? text).focus();
        });
        items.push(make("li", {}, button));
      }
    }
    const any = items.length > 0 || state.query !== "";
    if (any) items.push(make("li", {}, clear));
    chosenList.replaceChildren(...items);
    chosenList.hidden = !any;
    const n = facets.reduce((sum, field) => sum + field.wanted.size, 0);
    opener.textContent = said.filters + (n ? ` (${number(n)})` : "");
    none.hidden = !state.leftOut.length;
    none.textContent = state.leftOut.length ? fill(said.left_out, { values: state.leftOut.join(", ") }) : "";
  }

  clear.addEventListener("click", () => {
    for (const field of facets) field.wanted.clear();
    text.value = "";
    state.query = "";
    changed();
    text.focus();
  });

  /* 6 address --------------------------------------------------------------------------------- */

  /** @param {string} name */
  const own = (name) => ["q", "sort", "columns", "show"].includes(name) || fields.get(name)?.facet;

  /**
   * A part of the address as it was before it was put there.
   * @param {string} raw
   */
  function decode(raw) {
    try {
      return decodeURIComponent(raw.replaceAll("+", " "));
    } catch {
      return raw;
    }
  }

  /**
   * The parts of the address's query: [name, value as written].
   * @returns {[name: string, raw: string][]}
   */
  const parts = () => location.search.slice(1).split("&").filter(Boolean).map((part) => {
    const at = part.indexOf("=");
    return at < 0 ? [decode(part), ""] : [decode(part.slice(0, at)), part.slice(at + 1)];
  });

  /** The query that leads to the present view; what others have put into the address stays. */
  function query() {
    const kept = parts().filter(([name]) => !own(name)).map(([name, raw]) => `${encodeURIComponent(name)}=${raw}`);
    /** @param {string[]} keys */
    const joined = (keys) => keys.map(encodeURIComponent).join(",");
    for (const field of facets) {
      if (field.wanted.size) kept.push(`${field.id}=${joined([...field.wanted].map((at) => field.keys[at]))}`);
    }
    if (state.query) kept.push(`q=${encodeURIComponent(state.query)}`);
    if (state.sort) kept.push(`sort=${state.sort}`);
    if (state.columns.join() !== usual.join()) kept.push(`columns=${joined(state.columns)}`);
    if (state.all) kept.push("show=all");
    return kept.length ? `?${kept.join("&")}` : "";
  }

  /**
   * The values of a part: separated by commas; a comma inside a value is written %2C.
   * @param {string} raw
   * @param {(value: string) => boolean} known
   */
  function valuesOf(raw, known) {
    return raw.split(",").map(decode).filter(Boolean).flatMap((value) => (known(value) ? [value] : value.split(",")));
  }

  /** Set the state from the address. What this list does not have is left out, and named. */
  async function read() {
    Object.assign(state, { query: "", sort: "", columns: usual, all: false, leftOut: [] });
    for (const field of facets) field.wanted.clear();
    for (const [name, raw] of parts()) {
      const field = fields.get(name);
      /** @param {string} value */
      const leaveOut = (value) => state.leftOut.push(`${name}=${value}`);
      if (name === "q") state.query = decode(raw).slice(0, 200);
      else if (name === "show") state.all = raw === "all";
      else if (name === "sort") {
        const id = decode(raw).replace(/^-/, "");
        if (id === "name" || fields.has(id)) state.sort = decode(raw);
        else leaveOut(decode(raw));
      } else if (name === "columns") {
        const ids = valuesOf(raw, (id) => fields.has(id));
        ids.filter((id) => !fields.has(id)).forEach(leaveOut);
        state.columns = inOrder(new Set(ids));
      } else if (field && facets.some((facet) => facet === field)) {
        for (const value of valuesOf(raw, (key) => field.number.has(key))) {
          const at = field.number.get(value);
          if (at === undefined) leaveOut(value);
          else field.wanted.add(at);
        }
      } else if (field) leaveOut(decode(raw));
    }
    const needed = [...state.columns, state.sort.replace("-", "")];
    if (needed.some((id) => fields.get(id)?.loaded === false)) await loadMore();
    text.value = state.query;
    for (const input of all(HTMLInputElement, "[data-field=columns] input", place)) {
      input.checked = state.columns.includes(input.value);
    }
  }

  /** Show the state that a reader has set, and put it into the address. */
  function changed({ typing = false, everything = false } = {}) {
    state.leftOut = [];
    state.all = everything;
    show();
    const address = location.pathname + query() + location.hash;
    if (typing) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  }

  /* 7 CSV and link ---------------------------------------------------------------------------- */

  /**
   * A cell that a spreadsheet takes as text: it must not begin like a formula.
   * @param {string} value
   */
  function csvCell(value) {
    const safe = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  /**
   * A record's values of a column in one text.
   * @param {Explorer.Field} field
   * @param {Explorer.Row} row
   */
  function csvValues(field, row) {
    const exact = ["date", "number"].includes(field.type);
    return field.of[row.number]
      .filter((at) => field.keys[valueAt(at)] !== EMPTY)
      .map((at) => {
        const value = (exact && valueAt(at) < field.known ? field.keys : field.words)[valueAt(at)];
        return at < 0 ? `${value} (${said.planned})` : value;
      })
      .join("; ");
  }

  /** @typedef {[name: string, of: (row: Explorer.Row) => string]} CsvColumn */

  /* The header is line 1 and each name in it is there once: programs read the file too. Ids are
     beside the words of records and vocabularies, under the id of the field. */
  function csv() {
    const numbers = ["registry_numbers", "url", "doi"].filter((id) => fields.has(id) && !state.columns.includes(id));
    const columns = [...state.columns, ...numbers].map(column);
    /** @param {Explorer.Row} row */
    const remarks = (row) => columns
      .filter((field) => field.remarks[row.number])
      .map((field) => `${field.name}: ${field.remarks[row.number]}`);
    /** @type {CsvColumn} */
    const cited = [said.sources, (row) => listed(sources.cells[row.number]).map((at) => sources.values[at]).join(" ")];
    /** @type {CsvColumn[]} */
    const around = [
      ["id", (row) => data.ids[row.number] ?? ""],
      [said.name, (row) => row.name],
      [said.remarks, (row) => remarks(row).join(" | ")],
      ...(sources.values.length ? [cited] : []), // a source has none
      [said.page, addressOf],
      [said.as_of, () => data.date],
      [said.licence, () => "https://creativecommons.org/licenses/by/4.0/"],
    ];
    const taken = around.map(([name]) => name);
    const cells = [...around.slice(0, 2), ...columns.flatMap((field) => csvColumns(field, taken)), ...around.slice(2)];
    const lines = [cells.map(([name]) => name), ...found.map((row) => cells.map(([, of]) => of(row)))];
    // Without the mark in front, Excel garbles Hangul; pandas, polars, R and DuckDB pass it over.
    return `\ufeff${lines.map((line) => line.map(csvCell).join(",")).join("\r\n")}\r\n`;
  }

  /**
   * The columns of a field: its words and, of records and vocabulary terms, their ids. `taken`
   * are the names of other columns.
   * @param {Explorer.Field} field
   * @param {string[]} taken
   * @returns {CsvColumn[]}
   */
  function csvColumns(field, taken) {
    /** @param {Explorer.Row} row */
    const ids = (row) => field.of[row.number]
      .filter((at) => valueAt(at) < field.known)
      .map((at) => field.keys[valueAt(at)])
      .join(" ");
    const name = taken.includes(field.name) ? `${field.name} (${field.id})` : field.name;
    taken.push(name);
    /** @type {CsvColumn} */
    const inWords = [name, (row) => csvValues(field, row)];
    return ["record", "term"].includes(field.type) ? [[field.id, ids], inWords] : [inWords];
  }

  async function download() {
    await loadMore();
    const address = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
    make("a", { href: address, download: `${location.pathname.split("/").filter(Boolean).at(-1)}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  const notice = make("span", { class: "explorer-notice", role: "status" });

  async function copyLink() {
    try {
      await navigator.clipboard.writeText(location.href);
      notice.textContent = said.copied;
    } catch {
      notice.textContent = location.href; // no leave to write: to be copied by hand
    }
    setTimeout(() => (notice.textContent = ""), 8000);
  }

  /* 8 start ----------------------------------------------------------------------------------- */

  function takeTable() {
    const { columns = "", ids = "" } = place.dataset;
    usual = columns.split(" ").filter(Boolean);
    const numberOf = new Map(data.ids.map((id, at) => [id, at]));
    const here = ids ? ids.split(" ").map((id) => numberOf.get(id) ?? -1) : (data.listed ?? [...data.ids.keys()]);
    kindName = headRow.cells[0].textContent;
    const there = [...body.rows];
    rows = here.map((nth, at) => {
      const row = there[at];
      if (!row) return { number: nth, name: data.names?.[nth] ?? "", cells: new Map(), columns: "" };
      const [head, ...cells] = row.cells;
      return {
        number: nth,
        row,
        head,
        name: head.textContent,
        cells: new Map(usual.map((id, n) => [id, cells[n]])),
        columns: usual.join(),
      };
    });
    pager?.remove();
  }

  async function start() {
    data = await get(place.dataset.file ?? "");
    said = data.said;
    clear.textContent = said.clear;
    for (const { values, cells, broader, remarks, ...head } of data.fields) {
      const field = emptyField(head);
      fields.set(field.id, field);
      if (values && cells) takeValues(field, { values, cells, broader, remarks });
    }
    takeTable();
    for (const box of all(HTMLElement, ".facet", place)) {
      const { field: id = "" } = box.dataset;
      if (id === "columns") {
        disclose(box, fillColumns);
      } else {
        const badge = make("span", {});
        /** @type {Explorer.Facet} */
        const facet = Object.assign(column(id), { box, badge, options: new Map() });
        buttonOf(box).append(badge);
        disclose(box, (panel) => fillFacet(facet, panel));
        facets.push(facet);
      }
    }
    nothing.textContent = said.none;
    frame.before(nothing);
    frame.after(rest);
    bar.append(notice);
    bar.before(none);
    const typed = text.value; // before the tools were there
    await read();
    const isTyped = Boolean(typed.trim()) && !state.query;
    if (isTyped) {
      text.value = typed; // with a space at its end, which the next word needs
      state.query = typed.trim();
    }
    // A table that gets shorter does not pull up what is below it.
    frame.style.minHeight = `${Math.min(table.offsetHeight, innerHeight)}px`;
    if (isTyped) changed({ typing: true });
    else show();
    prepare();

    text.addEventListener("input", () => {
      state.query = text.value.trim();
      changed({ typing: true });
    });
    order.addEventListener("change", () => sortBy(order.value));
    required(Element, ".explorer-csv", place).addEventListener("click", download);
    required(Element, ".explorer-link", place).addEventListener("click", copyLink);
    opener.addEventListener("click", () => {
      const yes = place.classList.toggle("explorer--open");
      opener.setAttribute("aria-expanded", String(yes));
    });
    window.addEventListener("popstate", async () => {
      await read();
      show();
    });
    // Paper has no button for the rest.
    window.addEventListener("beforeprint", () => showRows(true));
    window.addEventListener("afterprint", () => showRows(false));
    place.dataset.ready = "";
  }

  /** Do beforehand, while nobody waits, what the first letter typed would have to do. */
  function prepare(from = 0) {
    rows.slice(from, from + 100).forEach(hay);
    if (from < rows.length) (window.requestIdleCallback ?? setTimeout)(() => prepare(from + 100));
  }

  const tools = required(HTMLElement, ".explorer-tools", place);

  const begin = () =>
    start().catch((error) => {
      place.classList.add("explorer--failed");
      const note = make("p", { class: "explorer-note", role: "status" }, place.dataset.failed ?? "");
      tools.replaceChildren(note);
      throw error;
    });

  const TURNS = ["pointerover", "pointerdown", "focusin"];
  /** @type {HTMLElement | null} */
  let pressed = null; // before the tools are there; done when they are

  /** @param {Event} event */
  function press({ target }) {
    if (target instanceof HTMLElement) pressed = target.closest("button");
  }

  /** @param {Event} event */
  async function turned({ target }) {
    if (!holds(tools, target) && !holds(headRow, target)) return;
    for (const turn of TURNS) place.removeEventListener(turn, turned);
    tools.addEventListener("click", press);
    await begin();
    tools.removeEventListener("click", press);
    pressed?.click();
  }

  if (location.search) begin();
  else for (const turn of TURNS) place.addEventListener(turn, turned);
})();
