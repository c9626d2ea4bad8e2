/* Search by name: the field in the header, and the page of all results.

   Names come from search/names.json, which is loaded, as is this script, when the field is first used. The words on
   the page are set as text only, never as HTML: what the data holds stays text.

   1 spelling  2 index  3 matching  4 near misses  5 finding  6 loading  7 showing  8 field  9 page */
const atlasSearch = (() => {
  "use strict";

  const { holds, language, make, optional, required, words } = atlasElements;
  const form = required(HTMLFormElement, "form.atlas-search");
  const root = form.dataset.root ?? "";
  /** @type {Search.Labels} */
  const said = JSON.parse(form.dataset.said ?? "");

  /* 1 spelling -------------------------------------------------------------------------------- */

  const { HANGUL, PARTICLE, fold, squeeze, wordsOf } = atlasSpelling;
  const ALL_HANGUL = /^[가-힣]+$/;

  const LEADS = [..."ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"];
  const VOWELS = "ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ".split(" ");
  const TAILS = " ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ".split(" ");

  /**
   * The keys that are pressed for a text: 셀 is ㅅㅔㄹ, and 림캍 begins 림카토.
   * @param {string} text
   */
  function letters(text) {
    let out = "";
    for (const char of text) {
      const code = char.charCodeAt(0) - 0xac00;
      if (code >= 0 && code < 11172) {
        out += LEADS[Math.floor(code / 588)] + VOWELS[Math.floor((code % 588) / 28)] + TAILS[code % 28];
      } else if (code >= 0x1100 - 0xac00 && code < 0x1113 - 0xac00) {
        out += LEADS[char.charCodeAt(0) - 0x1100]; // a first letter that is still alone
      } else {
        out += char;
      }
    }
    return out;
  }

  /**
   * Where in its squeezed form a name's words begin; also between Hangul and Latin.
   * @param {string} folded
   */
  function beginnings(folded) {
    /** @type {Set<number>} */
    const found = new Set();
    let at = 0;
    let before = "";
    for (const char of folded) {
      const kind = HANGUL.test(char) ? "hangul" : /[\p{L}\p{N}]/u.test(char) ? "other" : "";
      if (kind && kind !== before) found.add(at);
      if (kind) at += char.length;
      before = kind;
    }
    return found.add(at);
  }

  /* 2 index ----------------------------------------------------------------------------------- */

  /** @type {Search.Index} */
  const index = { entries: [], keys: [], folded: [], owner: [], begin: [], terms: null };

  /**
   * Put the names of a file into the index.
   * @param {Search.Names} file
   */
  function add(file) {
    let line = 0;
    for (const { id, name: title, weight, words: headings, path, end, rows: named } of file.kinds) {
      /** @type {Search.Kind} */
      const kind = {
        id,
        name: title,
        weight,
        bonus: 5 * Math.log2(weight),
        words: new Set(headings.map((heading) => squeeze(fold(heading)))),
      };
      for (const [address, ...names] of named) {
        const number = index.entries.length;
        index.entries.push({
          kind,
          names,
          url: root + path + address + end,
          part: file.parts[Math.floor(line / file.part)],
          line: line % file.part,
          first: index.keys.length,
        });
        line += 1;
        for (const name of names) {
          const folded = fold(name);
          index.keys.push(squeeze(folded));
          index.folded.push(folded);
          index.owner.push(number);
        }
      }
    }
    index.terms = null;
  }

  /* 3 matching -------------------------------------------------------------------------------- */

  const EXACT = 130;
  const FIRST_WORD = 82;
  const FIRST = 62;
  const WORD = 64;
  const BEGINNING = 52;
  const INSIDE_HANGUL = 46;
  const INSIDE = 34;
  const SHARE = 30; // for a word that is nearly the whole name
  const LAST = 4; // for the last word, which says what a thing is: follicular *lymphoma*
  const PHRASE = 10; // for several words that are next to each other in a name as they were typed
  const NAMED = 20; // for a whole name among several words
  const FIELD = 58; // for a word that is a heading on such pages: kymriah *price*

  /** @param {number} key */
  const beginsOf = (key) => (index.begin[key] ??= beginnings(index.folded[key]));

  /**
   * How well a word fits a name: 0 not at all, EXACT the same.
   * @param {number} key
   * @param {string} word
   */
  function quality(key, word) {
    const name = index.keys[key];
    let at = name.indexOf(word);
    if (at < 0) return 0;
    if (name.length === word.length) return EXACT;
    let extra = (SHARE * word.length) / name.length;
    const begin = beginsOf(key);
    if (at === 0) return (begin.has(word.length) ? FIRST_WORD : FIRST) + extra;
    if (name.endsWith(word)) extra += LAST;
    let best = 0;
    for (; at >= 0 && best < WORD; at = name.indexOf(word, at + 1)) {
      if (begin.has(at)) best = Math.max(best, begin.has(at + word.length) ? WORD : BEGINNING);
      else if (HANGUL.test(word)) best = Math.max(best, word.length > 1 ? INSIDE_HANGUL : 0);
      else best = Math.max(best, word.length > 2 ? INSIDE : 0);
    }
    return best && best + extra;
  }

  /** @returns {Search.Fits} */
  const noFits = () => ({ of: new Float32Array(index.entries.length), key: [], best: 0, near: false });

  /**
   * The fit of a word for every entry.
   * @param {string} word
   */
  function scan(word) {
    const fits = noFits();
    for (let key = 0; key < index.keys.length; key += 1) note(fits, key, quality(key, word));
    return fits;
  }

  /**
   * Keep how well a key fits where it is the best of its entry.
   * @param {Search.Fits} fits
   * @param {number} key
   * @param {number} fit
   */
  function note(fits, key, fit) {
    const entry = index.owner[key];
    if (fit <= fits.of[entry]) return;
    fits.of[entry] = fit;
    fits.key[entry] = key;
    // A word that is only in a claim or in the title of a source: the search looks further.
    if (index.entries[entry].kind.weight >= 1) fits.best = Math.max(fits.best, fit);
  }

  /**
   * Take the better of two fits for every entry; the second counts a little less.
   * @param {Search.Fits} fits
   * @param {Search.Fits} others
   * @param {number} factor
   */
  function better(fits, others, factor) {
    for (let entry = 0; entry < others.of.length; entry += 1) {
      if (others.of[entry]) note(fits, others.key[entry], others.of[entry] * factor);
    }
  }

  /**
   * The fit of a word, without its particle where that helps, near misses where nothing else.
   * @param {string} word
   */
  function lookUp(word) {
    const fits = scan(word);
    const stem = word.replace(PARTICLE, "");
    if (fits.best < BEGINNING && stem.length > 1 && stem !== word) better(fits, scan(stem), 0.94);
    if (!fits.best) {
      nearMisses(fits, word);
      if (stem.length > 2 && stem !== word) {
        const near = noFits();
        nearMisses(near, stem);
        better(fits, near, 0.94);
      }
      fits.near = true;
    }
    return fits;
  }

  /* 4 near misses ----------------------------------------------------------------------------- */

  /**
   * A bit for each letter of a text: tells in a moment that two texts are too different.
   * @param {string} text
   */
  function mask(text) {
    let bits = 0;
    for (let at = 0; at < text.length; at += 1) bits |= 1 << (text.charCodeAt(at) & 31);
    return bits;
  }

  /**
   * How many bits are set.
   * @param {number} bits
   */
  function count(bits) {
    let n = 0;
    for (; bits; bits &= bits - 1) n += 1;
    return n;
  }

  /** @param {string} text */
  const digits = (text) => text.replace(/\D+/g, "");

  /** All names and their words, each once, as letters, with the keys that hold them. */
  function terms() {
    if (index.terms) return index.terms;
    /** @type {Map<string, number[]>} */
    const found = new Map();
    index.keys.forEach((name, key) => {
      for (const word of new Set([name, ...index.folded[key].split(/[^\p{L}\p{N}]+/u)])) {
        if (word.length < 2 || word.length > 40) continue;
        const keys = found.get(word);
        if (keys) keys.push(key);
        else found.set(word, [key]);
      }
    });
    index.terms = [...found].map(([word, keys]) => {
      const text = letters(word);
      return { word, keys, text, mask: mask(text), digits: digits(word) };
    });
    return index.terms;
  }

  const rows = [new Uint8Array(64), new Uint8Array(64), new Uint8Array(64)];

  /**
   * Slips (letters left out, added, wrong, swapped) from a word to a text, and to its beginning.
   * Returns [slips, slips to the beginning]; more than `most` is most + 1.
   * @param {string} word
   * @param {string} text
   * @param {number} most
   */
  function slips(word, text, most) {
    const width = Math.min(text.length, word.length + most);
    let [older, old, now] = rows;
    let least = 0;
    for (let at = 0; at <= width; at += 1) old[at] = at;
    for (let row = 1; row <= word.length; row += 1) {
      least = now[0] = row;
      for (let at = 1; at <= width; at += 1) {
        const same = word[row - 1] === text[at - 1];
        let cost = Math.min(old[at] + 1, now[at - 1] + 1, old[at - 1] + (same ? 0 : 1));
        if (row > 1 && at > 1 && word[row - 1] === text[at - 2] && word[row - 2] === text[at - 1]) {
          cost = Math.min(cost, older[at - 2] + 1);
        }
        now[at] = cost;
        if (cost < least) least = cost;
      }
      if (least > most) return [most + 1, most + 1];
      [older, old, now] = [old, now, older];
    }
    return [width === text.length ? old[width] : most + 1, least];
  }

  /**
   * Whether a word holds a name: short ones at its beginning only, 위암치료 but not 병원 in
   * 삼성병원, and none that ends within a number, CD19 in CD191.
   * @param {string} word
   * @param {string} name
   */
  function contains(word, name) {
    const at = name.length < word.length ? word.indexOf(name) : -1;
    const end = at + name.length;
    if (at < 0 || (/\d$/.test(name) && /\d/.test(word[end] ?? ""))) return false;
    return at > 0 ? name.length > 2 : name.length >= (HANGUL.test(name) ? 2 : 4);
  }

  /**
   * Slips of the keyboard, Korean short forms (건보공단), a known name inside a longer word.
   * @param {Search.Fits} fits
   * @param {string} word
   */
  function nearMisses(fits, word) {
    const text = letters(word);
    if (text.length > 40) return; // a sentence, not a name
    const most = text.length >= 8 ? 2 : text.length >= 4 ? 1 : 0;
    const own = mask(text);
    const number = digits(word);
    for (const term of terms()) {
      // A number that is nearly right is wrong: AT102 must not lead to AT101.
      if (term.digits === number && count(own & ~term.mask) <= most && term.text.length + most >= text.length) {
        const [whole, start] = slips(text, term.text, most);
        const fit = Math.max(
          whole <= most ? 50 - 12 * whole : 0,
          start <= most ? 40 - 12 * start : 0,
        );
        if (fit) for (const key of term.keys) note(fits, key, fit + (term.word === index.keys[key] ? 5 : 0));
      }
      if (contains(word, term.word)) {
        const fit = 34 + (18 * term.word.length) / word.length;
        for (const key of term.keys) if (index.keys[key] === term.word) note(fits, key, fit);
      }
    }
    if (word.length > 2 && ALL_HANGUL.test(word)) {
      index.keys.forEach((name, key) => {
        const span = spread(word, name);
        if (span) note(fits, key, 18 + (24 * word.length) / span);
      });
    }
  }

  /**
   * The length in which all syllables of a word follow each other in a name, or 0.
   * @param {string} word
   * @param {string} name
   */
  function spread(word, name) {
    const start = name.indexOf(word[0]);
    if (start < 0) return 0;
    let at = start;
    for (let syllable = 1; syllable < word.length; syllable += 1) {
      at = name.indexOf(word[syllable], at + 1);
      if (at < 0) return 0;
    }
    const span = at - start + 1;
    return span <= 3 * word.length + 2 ? span : 0;
  }

  /* 5 finding --------------------------------------------------------------------------------- */

  /**
   * Everything that a query finds, the best first, sources last.
   * @param {string} query
   * @returns {Search.Hits}
   */
  function find(query) {
    const folded = fold(query.slice(0, 200));
    const whole = squeeze(folded);
    if (!whole || !index.entries.length) return Object.assign([], { near: false });
    const sought = wordsOf(folded).slice(0, 8);
    // Several words: first as one name, then each on its own; the best on most words wins.
    const one = sought.length > 1 ? scan(whole) : lookUp(whole);
    const each = sought.length > 1 ? sought.map(lookUp) : [];
    /** @type {Search.Hit[]} */
    const hits = [];
    index.entries.forEach((entry, number) => {
      let fit = one.of[number] && one.of[number] + (each.length ? PHRASE : 0);
      /** @type {number | undefined} */
      let key = one.key[number];
      if (each.some((fits) => fits.of[number])) {
        const own = each.map((fits) => fits.of[number]);
        const sum = own.reduce((total, part, at) => {
          if (!part) return total + (entry.kind.words.has(sought[at]) ? FIELD : 0);
          return total + part + (part === EXACT ? NAMED : 0);
        }, 0);
        if (sum / own.length > fit) {
          fit = sum / own.length;
          key = each[own.indexOf(Math.max(...own))].key[number];
        }
      }
      if (fit) hits.push({ entry, key, score: fit + entry.kind.bonus });
    });
    /** @param {Search.Hit} hit */
    const last = (hit) => (hit.entry.kind.id === "sources" ? 1 : 0);
    hits.sort((a, b) => last(a) - last(b) || b.score - a.score);
    const near = each.length ? each.every((fits) => fits.near) && !one.best : one.near;
    const least = near ? 0.7 * Math.max(0, ...hits.map((hit) => hit.score)) : 0;
    return Object.assign(hits.filter((hit) => hit.score >= least), { near });
  }

  /**
   * The name that was found, where it is not to be seen in the name that is shown.
   * @param {Search.Entry} entry
   * @param {number | undefined} key
   */
  function otherName(entry, key) {
    if (key === undefined || index.keys[entry.first].includes(index.keys[key])) return "";
    return entry.names[key - entry.first];
  }

  /* 6 loading --------------------------------------------------------------------------------- */

  /** @type {Map<string, Promise<any>>} */
  const asked = new Map();

  /**
   * A file of the search as JSON, asked for once.
   * @param {string} path
   */
  function get(path) {
    const known = asked.get(path);
    if (known) return known;
    const answer = fetch(root + path).then((got) => {
      if (!got.ok) throw new Error(`${path}: ${got.status}`);
      return got.json();
    });
    answer.catch(() => asked.delete(path)); // the next time may go better
    asked.set(path, answer);
    return answer;
  }

  /** @type {Set<string>} */
  const once = new Set();

  /**
   * Put a file of names into the index, once; returns the file.
   * @param {string} path
   */
  async function take(path) {
    /** @type {Search.Names} */
    const file = await get(path);
    if (!once.has(path)) {
      once.add(path);
      add(file);
    }
    return file;
  }

  const load = () => take("search/names.json");

  async function loadSources() {
    const { later } = await load();
    if (later) await take(later);
  }

  /**
   * What a query finds; the sources are asked where `all` is, or where nothing else fits well.
   * @param {string} query
   * @param {boolean} all
   */
  async function search(query, all) {
    await (all ? loadSources() : load());
    const found = find(query);
    if ((found.length && !found.near) || all || !squeeze(fold(query))) return found;
    await loadSources();
    return find(query);
  }

  /* 7 showing --------------------------------------------------------------------------------- */

  /**
   * The link of a result: name, then the name that was found and a line about it.
   * @param {Search.Hit} hit
   * @param {Record<string, string>} attributes
   */
  function result({ entry, key }, attributes) {
    const by = otherName(entry, key);
    const line = make("span", { class: "hit-line" });
    if (by) line.append(words(by, "hit-by"));
    const name = words(entry.names[0], "hit-name");
    const link = make("a", { class: "hit", href: entry.url, ...attributes }, name, line);
    get(entry.part).then(
      (/** @type {string[]} */ lines) => {
        const about = lines[entry.line];
        if (by && about) line.append(" · ");
        if (about) line.append(words(about, ""));
      },
      () => {}, // a result without its line is still a result
    );
    return link;
  }

  /**
   * Results by kind, the kind of the best result first.
   * @param {Search.Hit[]} hits
   */
  function byKind(hits) {
    /** @type {Map<Search.Kind, Search.Hit[]>} */
    const groups = new Map();
    for (const hit of hits) {
      const { kind } = hit.entry;
      const group = groups.get(kind);
      if (group) group.push(hit);
      else groups.set(kind, [hit]);
    }
    return [...groups];
  }

  /** @param {number} n */
  const results = (n) => (n === 1 ? said.search_one : said.search_other.replace("{n}", n.toLocaleString(language)));

  /* 8 field ----------------------------------------------------------------------------------- */

  const MOST = 12;
  const MOST_OF_A_KIND = 5;

  const field = required(HTMLInputElement, "input", form);
  const opener = required(HTMLElement, ".atlas-search-open");
  const closer = required(HTMLElement, ".atlas-search-close", form);
  const list = make("div", { class: "hits", id: "atlas-hits", role: "listbox", "aria-label": said.search_results });
  const status = make("p", { class: "hits-status", role: "status" });
  const panel = make("div", { class: "atlas-search-panel", hidden: "" }, status, list);
  /** @type {HTMLElement[]} */
  let options = [];
  let active = -1;
  let turn = 0;

  form.append(panel);
  closer.hidden = false;
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  })) field.setAttribute(name, value);

  /**
   * Show or hide the panel.
   * @param {boolean} yes
   */
  function expand(yes) {
    panel.hidden = !yes;
    field.setAttribute("aria-expanded", String(yes && options.length > 0));
    if (!yes) activate(-1);
  }

  /**
   * Mark one of the options, or none for -1.
   * @param {number} number
   */
  function activate(number) {
    options[active]?.setAttribute("aria-selected", "false");
    active = number;
    if (active < 0) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", options[active].id);
  }

  const ofAnOption = () => ({ role: "option", id: `atlas-hit-${options.length}`, tabindex: "-1", "aria-selected": "false" });

  /**
   * Put results into the panel.
   * @param {Search.Hit[]} hits
   */
  function showHits(hits) {
    /** @type {Search.Hit[]} */
    const chosen = [];
    const taken = new Map();
    for (const hit of hits) {
      const { kind } = hit.entry;
      const n = taken.get(kind) ?? 0;
      if (chosen.length < MOST && n < MOST_OF_A_KIND) {
        chosen.push(hit);
        taken.set(kind, n + 1);
      }
    }
    options = [];
    list.replaceChildren();
    for (const [kind, group] of byKind(chosen)) {
      const heading = make("div", { class: "hits-kind", role: "presentation", id: `atlas-kind-${kind.id}` }, kind.name);
      const box = make("div", { role: "group", "aria-labelledby": heading.id }, heading);
      for (const hit of group) {
        const option = result(hit, ofAnOption());
        options.push(option);
        box.append(option);
      }
      list.append(box);
    }
    if (hits.length) {
      const all = `${form.action}?q=${encodeURIComponent(field.value.trim())}`;
      const option = make("a", { class: "hit hit-all", href: all, ...ofAnOption() }, said.search_all);
      options.push(option);
      list.append(option);
    }
    list.hidden = !options.length;
    status.textContent = hits.length ? results(hits.length) : said.search_none;
    active = -1;
    field.removeAttribute("aria-activedescendant");
  }

  async function refresh() {
    const mine = (turn += 1);
    const query = field.value.trim();
    if (!query) {
      expand(false);
      return;
    }
    try {
      if (!index.entries.length) {
        status.textContent = said.search_loading;
        expand(true);
      }
      const hits = await search(query, false);
      if (mine !== turn) return; // something else was typed in the meantime
      showHits(hits);
    } catch {
      if (mine !== turn) return;
      options = [];
      list.replaceChildren();
      status.textContent = said.search_failed;
    }
    expand(true);
  }

  /**
   * On a narrow screen the field lies over the header while it is used.
   * @param {boolean} yes
   */
  function open(yes) {
    document.body.classList.toggle("atlas-searching", yes);
    opener.setAttribute("aria-expanded", String(yes));
    if (yes) field.focus();
    else expand(false);
  }

  function close() {
    const narrow = getComputedStyle(opener).display !== "none";
    const inside = form.contains(document.activeElement);
    open(false);
    if (narrow && inside) opener.focus();
  }

  closer.addEventListener("click", () => {
    field.value = "";
    close();
  });

  /** Do beforehand, while nobody waits, what the first search would have to do. */
  function prepare() {
    terms();
    index.keys.forEach((_, key) => beginsOf(key));
  }

  function prepareSoon() {
    load().then(() => (window.requestIdleCallback ?? setTimeout)(prepare), () => {});
    if (field.value.trim()) refresh();
  }
  field.addEventListener("focus", () => {
    if (document.body.classList.contains("atlas-searching")) opener.setAttribute("aria-expanded", "true");
    prepareSoon();
  });
  field.addEventListener("input", refresh);
  field.addEventListener("keydown", (event) => {
    // While a syllable is being composed the keys belong to the input method.
    if (event.isComposing || event.keyCode === 229) return;
    const last = options.length - 1;
    const shown = !panel.hidden && last >= 0;
    /** @type {Record<string, false | (() => unknown)>} */
    const actions = {
      ArrowDown: () => (shown ? activate(active < last ? active + 1 : 0) : refresh()),
      ArrowUp: () => shown && activate(active > 0 ? active - 1 : last),
      Home: active >= 0 && (() => activate(0)),
      End: active >= 0 && (() => activate(last)),
      Enter: shown && active >= 0 && (() => options[active].click()),
      Escape: () => {
        if (panel.hidden) close();
        else expand(false);
      },
    };
    const go = actions[event.key];
    if (!go || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    go();
  });
  form.addEventListener("submit", (event) => {
    if (!field.value.trim()) event.preventDefault();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!holds(form, event.target) && !holds(opener, event.target)) open(false);
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !holds(form, event.relatedTarget)) open(false);
  });
  // The script was asked for by a reader who is in the field already.
  if (document.activeElement === field) field.dispatchEvent(new FocusEvent("focus"));

  /* 9 page ------------------------------------------------------------------------------------ */

  const MOST_ON_PAGE = 50;

  /**
   * Put a field of its own and all results into the page for them.
   * @param {Element} place
   */
  function resultsPage(place) {
    const input = make("input", {
      id: "search-again", name: "q", type: "text", maxlength: "200", enterkeyhint: "search",
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", class: "search-again", placeholder: field.placeholder,
    });
    const summary = make("p", { class: "hits-status", role: "status" });
    const found = make("div", { class: "hits" });
    let mine = 0;
    place.append(
      make("label", { for: input.id, class: "atlas-unseen" }, said.search), input, summary, found,
    );

    async function show() {
      const query = input.value.trim();
      const now = (mine += 1);
      try {
        const hits = query ? await search(query, true) : [];
        if (now !== mine) return;
        found.replaceChildren(...byKind(hits).map(([kind, group]) => section(kind, group)));
        summary.textContent = hits.length ? results(hits.length) : query ? said.search_none : "";
      } catch {
        if (now === mine) summary.textContent = said.search_failed;
      }
    }

    /**
     * The results of a kind under their heading.
     * @param {Search.Kind} kind
     * @param {Search.Hit[]} group
     */
    function section(kind, group) {
      const heading = make("h2", {}, kind.name, " ", make("span", { class: "count" }, String(group.length)));
      const items = group.slice(0, MOST_ON_PAGE).map((hit) => make("li", {}, result(hit, {})));
      const rest = group.length - items.length;
      const box = make("section", {}, heading, make("ul", {}, ...items));
      if (rest) box.append(make("p", { class: "hits-status" }, said.search_more.replace("{n}", String(rest))));
      return box;
    }

    input.value = new URLSearchParams(location.search).get("q") ?? "";
    input.addEventListener("input", () => {
      const query = input.value.trim();
      history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
      show();
    });
    show();
  }

  const place = optional(Element, "[data-search-page]");
  if (place) resultsPage(place);

  return { find, load, loadSources, add, prepare, index };
})();
