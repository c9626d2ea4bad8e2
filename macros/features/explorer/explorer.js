/* Explorer: narrows, sorts and exports the table of a section; its state stands in the address.

   Without this script the page is the whole table. Names of values come from a JSON file and are
   set as text only.

   1 data  2 matching  3 table  4 facets  5 what is chosen  6 address  7 CSV and link  8 start */
(() => {
  "use strict";

  const place = document.querySelector(".explorer");
  if (!place) return;
  const { fold, squeeze, wordsOf, PARTICLE } = window.atlasSpelling;
  const { language, make, words } = window.atlasElements;

  const { base } = place.dataset;
  const table = place.querySelector("table.records");
  const body = table.tBodies[0];
  const find = (selector) => place.querySelector(selector);
  const text = find("#explorer-text");
  const status = find(".explorer-count");
  const chosenList = find(".explorer-chosen");
  const order = find("#explorer-order");

  const LONG = 100; // rows; of a longer table
  const ROWS = 50; // so many are shown, until all are asked for
  const VALUES = 10; // of a facet, before all are asked for
  const MANY = 15; // values from which a facet has a field to find them
  const EMPTY = "not-recorded";

  let data; // the file: said, fields, ids, also
  let said;
  let rows; // the records on this page: { number, row, name, cells, hay }
  const fields = new Map(); // id → field of the file, with `wanted`, `counts`, `rank`
  let facets = [];
  let usual = []; // ids of the columns that the page came with
  const state = { query: "", sort: "", columns: [], all: false, leftOut: [] };

  const number = (n) => n.toLocaleString(language);
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  /* 1 data ------------------------------------------------------------------------------------ */

  async function get(path) {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  }

  const listed = (cell) => (typeof cell === "number" ? [cell] : cell);

  /** Take over a field's values: `of` holds the numbers of each record's values. */
  function takeField(field, { values, cells, broader, remarks }) {
    field.remarks = remarks ?? {}; // what else qualifies the values of a record, by its number
    field.keys = values.map((value) => value[0]);
    field.words = values.map((value) => value[1] ?? value[0]);
    field.kinds = values.map((value) => value[2]);
    field.number = new Map(field.keys.slice(0, field.planned).map((key, at) => [key, at]));
    field.of = cells.map(listed);
    // What is a kind of something wider is found under the wider name too.
    field.under = !broader
      ? field.of
      : field.of.map((own) => [...new Set(own.flatMap((at) => [at, ...(broader[at] ?? [])]))]);
    field.widens = Boolean(broader);
    field.wanted = new Set();
  }

  let more;

  /** Load the columns that the page does not come with, once. */
  function loadMore() {
    more ??= get(base + data.more).then((file) => {
      for (const [id, own] of Object.entries(file.fields)) takeField(fields.get(id), own);
      data.sources = file.sources;
    });
    more.catch(() => (more = undefined)); // the next time may go better
    return more;
  }

  const collator = new Intl.Collator(language, { numeric: true });

  /** The place of each value in the order of its field; names are ordered as readers expect. */
  function rankOf(field) {
    if (field.rank) return field.rank;
    const known = [...Array(field.known).keys()];
    if (["record", "text", "address"].includes(field.type)) {
      known.sort((a, b) => collator.compare(field.words[a], field.words[b]));
    }
    field.rank = new Float64Array(field.words.length).fill(Infinity); // unknown: at the end
    known.forEach((at, rank) => (field.rank[at] = rank));
    return field.rank;
  }

  /* 2 matching -------------------------------------------------------------------------------- */

  /** What a record is found by: its names, its numbers and the values that the filters list. */
  function hay(row) {
    if (row.hay === undefined) {
      const names = [row.name, ...data.also[row.number].split("\n")].map((name) => squeeze(fold(name)));
      for (const field of facets) {
        field.folded ??= field.words.map((words) => squeeze(fold(words)));
        for (const at of field.under[row.number]) if (at < field.known) names.push(field.folded[at]);
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
    const found = [];
    for (const row of sorted()) {
      if (asked.length && !asked.every((forms) => forms.some((form) => hay(row).includes(form)))) continue;
      const failed = used.filter((field) => !field.under[row.number].some((at) => field.wanted.has(at)));
      if (failed.length > 1) continue;
      for (const field of failed.length ? failed : facets) {
        for (const at of field.under[row.number]) if (at < field.planned) field.counts[at] += 1;
      }
      if (!failed.length) found.push(row);
    }
    return found;
  }

  let arranged = { sort: null, rows: [] };

  /** All rows in the order that is asked for; those without a value come last. */
  function sorted() {
    if (arranged.sort === state.sort) return arranged.rows;
    const id = state.sort.replace(/^-/, "");
    const down = state.sort.startsWith("-") ? -1 : 1;
    const found = [...rows];
    if (id === "name") {
      found.sort((a, b) => down * collator.compare(a.name, b.name));
    } else if (id) {
      const field = fields.get(id);
      const rank = rankOf(field);
      const place = new Map(rows.map((row) => [row, Math.min(...field.of[row.number].map((at) => rank[at]))]));
      found.sort((a, b) => {
        const [first, second] = [place.get(a), place.get(b)];
        if (first === second) return 0;
        return first === Infinity || second === Infinity ? first - second : down * (first - second);
      });
    }
    arranged = { sort: state.sort, rows: found };
    return found;
  }

  /* 3 table ----------------------------------------------------------------------------------- */

  /** A value as the table shows it. */
  function shown(field, at) {
    const [key, said] = [field.keys[at], field.words[at]];
    if (at >= field.known && at < field.planned) return make("span", { class: "state" }, said);
    if (field.kinds[at]) return make("a", { href: `${base}${field.kinds[at]}/${key}/` }, words(said));
    if (field.type === "term") return make("span", { class: "chip", "data-term": key }, said);
    if (field.type === "date") return make("time", { datetime: key }, said);
    if (field.type === "number") return make("span", { class: "number" }, said);
    if (field.type === "address" && /^https?:\/\//.test(said)) {
      return make("a", { class: "outside", href: said, rel: "noopener external" }, words(said.replace(/^https?:\/\//, "")));
    }
    return words(said);
  }

  /** A record's cell of a column: the one that the page came with, or a new one. */
  function cell(row, id) {
    if (!row.cells.has(id)) {
      const field = fields.get(id);
      const made = make("td", { "data-label": field.name });
      field.of[row.number].forEach((at, n) => {
        made.append(n ? (field.type === "text" ? "; " : ", ") : "", shown(field, at));
        if (at >= field.planned) made.append(" ", make("span", { class: "tag tag--planned" }, said.planned));
      });
      const remark = field.remarks[row.number];
      if (remark) made.append(" ", make("small", { class: "others" }, remark));
      row.cells.set(id, made);
    }
    return row.cells.get(id);
  }

  /** Give a row the columns that are chosen. */
  function fit(row) {
    const wanted = state.columns.join();
    if (row.columns !== wanted) {
      row.row.replaceChildren(row.head, ...state.columns.map((id) => cell(row, id)));
      row.columns = wanted;
    }
    return row.row;
  }

  const headers = new Map();

  function header(id) {
    if (!headers.has(id)) {
      const name = id === "name" ? table.tHead.rows[0].cells[0].textContent : fields.get(id).name;
      const button = make("button", { type: "button", class: "explorer-by" }, name);
      button.addEventListener("click", () => sortBy(state.sort === id ? `-${id}` : id));
      headers.set(id, make("th", { scope: "col" }, button));
    }
    return headers.get(id);
  }

  function sortBy(sort) {
    state.sort = sort;
    changed();
  }

  function showHead() {
    const ids = ["name", ...state.columns];
    const [now, wanted] = [[...table.tHead.rows[0].cells], ids.map(header)];
    if (now.length !== wanted.length || now.some((th, at) => th !== wanted[at])) {
      table.tHead.rows[0].replaceChildren(...wanted);
      showOrders(ids);
    }
    for (const id of ids) {
      const direction = { [id]: "ascending", [`-${id}`]: "descending" }[state.sort];
      if (direction) header(id).setAttribute("aria-sort", direction);
      else header(id).removeAttribute("aria-sort");
    }
    order.value = state.sort;
  }

  /** The orders to choose from where there are no headers to press: on a phone. */
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
    changed({ all: true });
    body.rows[ROWS]?.querySelector("a")?.focus();
  });

  // Outside the live region: the count there has said so already.
  const nothing = make("p", { class: "explorer-none", hidden: "" });

  let found = [];

  /** Put what was found into the table: all of it, or of a longer table what is shown at first. */
  function showRows(all) {
    const visible = all || rows.length <= LONG ? found : found.slice(0, ROWS);
    body.replaceChildren(...visible.map(fit));
    rest.hidden = visible.length === found.length;
    nothing.hidden = found.length > 0;
  }

  function show() {
    found = narrow();
    showRows(state.all);
    showHead();
    const values = { n: number(found.length), all: number(rows.length) };
    const count = fill(found.length === rows.length ? said.all : said.some, values);
    if (status.textContent !== count) status.textContent = count;
    restButton.textContent = fill(said.show_all, values);
    for (const field of facets) showCounts(field);
    showChosen();
    for (const twin of document.querySelectorAll(".atlas-languages a")) twin.search = query();
  }

  /* 4 facets ---------------------------------------------------------------------------------- */

  let opened = null;

  const floats = (box) => getComputedStyle(box.querySelector(".facet-panel")).position === "absolute";

  function open(box, yes) {
    if (opened && opened !== box && floats(opened)) open(opened, false);
    const button = box.querySelector("button");
    const panel = box.querySelector(".facet-panel");
    button.setAttribute("aria-expanded", String(yes));
    panel.hidden = !yes;
    if (yes) opened = box;
    else if (opened === box) opened = null;
    // A list at the right edge opens to the left.
    if (yes) box.classList.toggle("facet--left", box.offsetLeft + panel.offsetWidth > place.clientWidth);
  }

  /** Make a button open a panel, which is filled when it is first opened. */
  function disclose(box, fillPanel) {
    const button = box.querySelector("button");
    const panel = make("div", { class: "facet-panel", hidden: "", id: `facet-${box.dataset.field}` });
    button.setAttribute("aria-controls", panel.id);
    box.append(panel);
    button.addEventListener("click", async () => {
      const yes = panel.hidden;
      if (yes && !panel.hasChildNodes()) await fillPanel(panel);
      open(box, yes);
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || panel.hidden) return;
      event.stopPropagation();
      open(box, false);
      button.focus();
    });
  }

  /** Close the open list when a reader turns to something else. One that lies in the flow of the
      page, as on a phone, stays: what is below it would jump away from under the finger. */
  function leave(event) {
    if (opened && !opened.contains(event.target) && floats(opened)) open(opened, false);
  }
  document.addEventListener("pointerdown", leave);
  place.addEventListener("focusin", leave);

  /** Values in the order in which a facet lists them: words of a list in its order, else the most
      frequent first; what is no value at the end. */
  function listOrder(field) {
    const total = new Uint32Array(field.words.length);
    for (const row of rows) for (const at of field.under[row.number]) if (at < field.planned) total[at] += 1;
    const all = [...total.keys()].filter((at) => total[at]);
    if (["term", "word", "number", "date"].includes(field.type)) return all;
    const rank = rankOf(field);
    return all.sort((a, b) => (a >= field.known) - (b >= field.known) || total[b] - total[a] || rank[a] - rank[b] || a - b);
  }

  function option(field, at) {
    if (!field.options.has(at)) {
      const input = make("input", { type: "checkbox", value: field.keys[at] });
      const count = make("span", { class: "facet-count" });
      input.checked = field.wanted.has(at);
      input.addEventListener("change", () => {
        if (input.checked) field.wanted.add(at);
        else field.wanted.delete(at);
        changed();
      });
      const label = make("label", {}, input, words(field.words[at], at < field.known ? "" : "state"), count);
      field.options.set(at, { item: make("li", {}, label), input, count });
    }
    return field.options.get(at);
  }

  function fillFacet(field, panel) {
    const list = make("ul", {});
    const set = make("fieldset", {}, make("legend", { class: "atlas-unseen" }, field.name));
    const order = listOrder(field);
    const all = make("button", { type: "button", class: "facet-all" }, fill(said.show_all, { n: number(order.length) }));
    let sought = "";
    let whole = order.length <= VALUES + 2;

    function refill() {
      const fits = (at) => field.words[at] && squeeze(fold(field.words[at])).includes(sought);
      const shown = order.filter((at, n) => (sought ? fits(at) : whole || n < VALUES || field.wanted.has(at)));
      list.replaceChildren(...shown.map((at) => option(field, at).item));
      all.hidden = whole || Boolean(sought);
      showCounts(field);
    }

    field.options = new Map();
    if (order.length > MANY) {
      const name = fill(said.find, { name: field.name });
      const input = make("input", { type: "text", class: "facet-find", "aria-label": name, placeholder: name, autocomplete: "off", spellcheck: "false" });
      input.addEventListener("input", () => {
        sought = squeeze(fold(input.value));
        refill();
      });
      set.append(input);
    }
    if (field.widens) set.append(make("p", { class: "facet-hint" }, said.includes));
    all.addEventListener("click", () => {
      whole = true;
      refill();
      list.children[VALUES]?.querySelector("input").focus();
    });
    set.append(list, all);
    panel.append(set);
    refill();
  }

  /** Bring the counts and ticks of a facet up to date, and the number on its button. */
  function showCounts(field) {
    field.options?.forEach(({ item, input, count }, at) => {
      const n = number(field.counts[at]);
      if (count.textContent !== n) count.textContent = n;
      item.classList.toggle("facet-zero", !field.counts[at]);
      input.checked = field.wanted.has(at);
    });
    const n = field.wanted.size;
    field.badge.textContent = n ? ` (${number(n)})` : "";
    field.box.classList.toggle("facet--used", n > 0);
  }

  function fillColumns(panel) {
    const list = make("ul", {});
    for (const field of fields.values()) {
      const input = make("input", { type: "checkbox", value: field.id });
      input.checked = state.columns.includes(field.id);
      input.addEventListener("change", async () => {
        if (!field.of) await loadMore();
        const wanted = new Set(state.columns);
        if (input.checked) wanted.add(field.id);
        else wanted.delete(field.id);
        state.columns = inOrder(wanted);
        if (!input.checked && state.sort.replace("-", "") === field.id) state.sort = "";
        changed();
      });
      list.append(make("li", {}, make("label", {}, input, words(field.name))));
    }
    panel.append(make("fieldset", {}, make("legend", { class: "atlas-unseen" }, find("[data-field=columns] button").textContent), list));
  }

  /** Columns in their order: those of the page, then the others as the kind declares them. */
  const inOrder = (wanted) => [...new Set([...usual, ...fields.keys()])].filter((id) => wanted.has(id));

  /* 5 what is chosen -------------------------------------------------------------------------- */

  const clear = make("button", { type: "button", class: "explorer-clear" });
  const none = make("p", { class: "explorer-note", hidden: "" });

  function showChosen() {
    const items = [];
    for (const field of facets) {
      for (const at of field.wanted) {
        const name = `${field.name}: ${field.words[at]}`;
        const button = make("button", { type: "button", "aria-label": fill(said.remove, { name }) }, `${field.name}: `, words(field.words[at]));
        button.addEventListener("click", () => {
          const place = [...chosenList.querySelectorAll("button")].indexOf(button);
          field.wanted.delete(at);
          changed();
          // The focus stays where it was, on what has moved there.
          (chosenList.querySelectorAll("button")[place] ?? text).focus();
        });
        items.push(make("li", {}, button));
      }
    }
    const any = items.length || state.query;
    if (any) items.push(make("li", {}, clear));
    chosenList.replaceChildren(...items);
    chosenList.hidden = !any;
    const n = facets.reduce((sum, field) => sum + field.wanted.size, 0);
    find(".explorer-open").textContent = said.filters + (n ? ` (${number(n)})` : "");
    none.hidden = !state.leftOut.length;
    none.textContent = state.leftOut.length ? fill(said.left_out, { values: state.leftOut.join(", ") }) : "";
  }

  clear.addEventListener("click", () => {
    for (const field of facets) field.wanted.clear();
    state.query = text.value = "";
    changed();
    text.focus();
  });

  /* 6 address --------------------------------------------------------------------------------- */

  const own = (name) => ["q", "sort", "columns", "show"].includes(name) || fields.get(name)?.facet;

  function decode(raw) {
    try {
      return decodeURIComponent(raw.replaceAll("+", " "));
    } catch {
      return raw;
    }
  }

  /** The parts of the address's query: [name, value as written]. */
  const parts = () => location.search.slice(1).split("&").filter(Boolean).map((part) => {
    const at = part.indexOf("=");
    return at < 0 ? [decode(part), ""] : [decode(part.slice(0, at)), part.slice(at + 1)];
  });

  /** The query that leads to the present view; what others have put into the address stays. */
  function query() {
    const kept = parts().filter(([name]) => !own(name)).map(([name, raw]) => `${encodeURIComponent(name)}=${raw}`);
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

  /** The values of a part: separated by commas; a comma inside a value is written %2C. */
  function valuesOf(raw, known) {
    return raw.split(",").map(decode).filter(Boolean).flatMap((value) => (known(value) ? [value] : value.split(",")));
  }

  /** Set the state from the address. What this list does not have is left out, and named. */
  async function read() {
    Object.assign(state, { query: "", sort: "", columns: usual, all: false, leftOut: [] });
    for (const field of facets) field.wanted.clear();
    for (const [name, raw] of parts()) {
      const field = fields.get(name);
      const leave = (value) => state.leftOut.push(`${name}=${value}`);
      if (name === "q") state.query = decode(raw).slice(0, 200);
      else if (name === "show") state.all = raw === "all";
      else if (name === "sort") {
        const id = decode(raw).replace(/^-/, "");
        if (id === "name" || fields.has(id)) state.sort = decode(raw);
        else leave(decode(raw));
      } else if (name === "columns") {
        const ids = valuesOf(raw, (id) => fields.has(id));
        ids.filter((id) => !fields.has(id)).forEach(leave);
        state.columns = inOrder(new Set(ids));
      } else if (field && facets.includes(field)) {
        for (const value of valuesOf(raw, (key) => field.number.has(key))) {
          if (field.number.has(value)) field.wanted.add(field.number.get(value));
          else leave(value);
        }
      } else if (field) leave(decode(raw));
    }
    const needed = [...state.columns, state.sort.replace("-", "")];
    if (needed.some((id) => fields.has(id) && !fields.get(id).of)) await loadMore();
    text.value = state.query;
    for (const input of place.querySelectorAll("[data-field=columns] input")) input.checked = state.columns.includes(input.value);
  }

  /** Show the state that a reader has set, and put it into the address. */
  function changed({ typing = false, all = false } = {}) {
    state.leftOut = [];
    state.all = all;
    show();
    const address = location.pathname + query() + location.hash;
    if (typing) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  }

  /* 7 CSV and link ---------------------------------------------------------------------------- */

  /** A cell that a spreadsheet takes as text: it must not begin like a formula. */
  function csvCell(value) {
    const safe = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  const exact = (field) => ["date", "number"].includes(field.type);

  function csvValues(field, row) {
    return field.of[row.number]
      .filter((at) => field.keys[at] !== EMPTY)
      .map((at) => (exact(field) && (at < field.known || at >= field.planned) ? field.keys[at] : field.words[at]) + (at >= field.planned ? ` (${said.planned})` : ""))
      .concat(field.remarks[row.number] ? `[${field.remarks[row.number]}]` : [])
      .join("; ");
  }

  function csv() {
    const numbers = ["registry_numbers", "url", "doi"].filter((id) => fields.has(id) && !state.columns.includes(id));
    const columns = [...state.columns, ...numbers].map((id) => fields.get(id));
    const filters = facets
      .filter((field) => field.wanted.size)
      .map((field) => `${field.name}: ${[...field.wanted].map((at) => field.words[at]).join(" | ")}`);
    if (state.query) filters.push(`"${state.query}"`);
    const comments = [
      `${document.title} (${status.textContent})`,
      fill(said.data, { date: data.date }),
      `${said.filters}: ${filters.join("; ") || "–"}`,
      `${said.address}: ${location.href}`,
      `${said.licence} https://creativecommons.org/licenses/by/4.0/`,
    ].map((line) => `# ${line.replace(/\s+/g, " ")}`);
    const head = ["id", said.name, ...columns.map((field) => field.name), said.sources, said.address];
    const lines = found.map((row) => [
      data.ids[row.number],
      row.name,
      ...columns.map((field) => csvValues(field, row)),
      listed(data.sources.cells[row.number]).map((at) => data.sources.values[at]).join("; "),
      row.head.querySelector("a").href,
    ]);
    return `\ufeff${[...comments, ...[head, ...lines].map((line) => line.map(csvCell).join(","))].join("\r\n")}\r\n`;
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
    usual = place.dataset.columns.split(" ").filter(Boolean);
    const here = place.dataset.ids ? place.dataset.ids.split(" ") : data.ids;
    const numberOf = new Map(data.ids.map((id, at) => [id, at]));
    rows = [...body.rows].map((row, at) => {
      const [head, ...cells] = row.cells;
      return {
        number: numberOf.get(here[at]),
        row,
        head,
        name: head.textContent,
        cells: new Map(usual.map((id, n) => [id, cells[n]])),
        columns: usual.join(),
      };
    });
  }

  async function start() {
    data = await get(place.dataset.file);
    said = data.said;
    clear.textContent = said.clear;
    for (const field of data.fields) {
      fields.set(field.id, field);
      if (field.cells) takeField(field, field);
    }
    takeTable();
    for (const box of place.querySelectorAll(".facet")) {
      const field = fields.get(box.dataset.field);
      if (box.dataset.field === "columns") {
        disclose(box, fillColumns);
      } else {
        field.box = box;
        field.badge = make("span", {});
        box.querySelector("button").append(field.badge);
        disclose(box, (panel) => fillFacet(field, panel));
        facets.push(field);
      }
    }
    nothing.textContent = said.none;
    table.parentElement.before(nothing);
    table.parentElement.after(rest);
    find(".explorer-bar").append(notice);
    find(".explorer-bar").before(none);
    await read();
    // A table that gets shorter does not pull up what is below it.
    table.parentElement.style.minHeight = `${Math.min(table.offsetHeight, innerHeight)}px`;
    show();
    prepare();

    text.addEventListener("input", () => {
      state.query = text.value.trim();
      changed({ typing: true });
    });
    order.addEventListener("change", () => sortBy(order.value));
    find(".explorer-csv").addEventListener("click", download);
    find(".explorer-link").addEventListener("click", copyLink);
    const opener = find(".explorer-open");
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
    window.addEventListener("afterprint", () => showRows(state.all));
    place.dataset.ready = "";
  }

  /** Do beforehand, while nobody waits, what the first letter typed would have to do. */
  function prepare(from = 0) {
    rows.slice(from, from + 100).forEach(hay);
    if (from < rows.length) (window.requestIdleCallback ?? setTimeout)(() => prepare(from + 100));
  }

  start().catch((error) => {
    place.classList.add("explorer--failed");
    find(".explorer-tools").replaceChildren(make("p", { class: "explorer-note", role: "status" }, place.dataset.failed));
    throw error;
  });
})();
