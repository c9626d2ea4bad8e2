/* Search: the field in the header, and the page of all results.

   Names come from search/names.json, which is loaded, as is this script, when the field is first used; what these do
   not answer asks further files (index.py says which). The words on the page are set as text only, never as HTML: what
   the data holds stays text.

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

  const { letters, initials, fromLatin, toLatin } = atlasHangul;
  /** What a question ends in: 완치되나요, 얼마예요. */
  const ENDING = /(?:은|는|이|가)?(?:인데|인데요|한데|는데|이라서|이면|으면|려면|인가요|입니까|이에요|예요|이란|란|되나요|됩니까|되는|돼요|하나요|합니까|하려면|할까요|될까요|[았었했됐]?나요|라는|할|될|한|된|하고|에서의|에선|께서|처럼|보다|마다|이나|요)$/;

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

  const DOI = /^\s*(?:doi:\s*|https?:\/\/doi\.org\/)?10\.\d{4,9}\//i;

  /** @type {Search.Index} */
  const index = {
    entries: [], at: new Map(), keys: [], folded: [], shown: [], owner: [], place: [], begin: [], initials: [], exact: new Map(),
    terms: null, light: new Set(), passedOver: new Set(), doors: [], texts: [], textOf: new Map(),
  };
  /** How many of the keys a search looks at: those of the files that it asks. */
  let reach = 0;

  /**
   * Put the names of a file into the index.
   * @param {Search.Names} file
   */
  function add(file) {
    let line = 0;
    for (const { id, name: title, weight, words: headings, parts, has, path, end, rows: named } of file.kinds) {
      /** @type {Search.Kind} */
      const kind = {
        id,
        name: title,
        weight,
        bonus: 5 * Math.log2(weight),
        words: new Set(headings.map(squeezed)),
        parts: new Map(parts.flatMap(([place, label, ...called], n) => called.map((word) => [squeezed(word), { n, place, label }]))),
        answers: id === "pages" || id === "headings",
        record: weight >= 3,
      };
      const held = has.split(",");
      named.forEach(([address, ...names], row) => {
        const url = path + address + end;
        const number = index.entries.length;
        const page = kind.id === "headings" ? index.at.get(url.replace(/#.*/, "")) : undefined;
        index.entries.push({
          kind,
          name: page === undefined ? names[0] : `${index.entries[page].name} › ${names[0]}`,
          url: root + url,
          part: file.lines[Math.floor(line / file.part)],
          line: line % file.part,
          first: index.keys.length,
          page,
          has: new Set([...(held[row] ?? "")].map((digit) => parseInt(digit, 36))),
        });
        index.at.set(url, number);
        line += 1;
        for (const name of names) addName(name, number, "");
      });
    }
    for (const [address, names] of Object.entries(file.also ?? {})) {
      const [page, place] = address.split("#");
      for (const name of names) addName(name, index.at.get(page) ?? 0, place);
    }
    if (file.texts) {
      index.texts = file.texts;
      index.doors = file.doors ?? [];
      index.light = new Set((file.light ?? []).map(squeezed));
      index.passedOver = new Set((file.passedOver ?? []).map(squeezed));
    }
    index.terms = null;
    reach = index.keys.length;
  }

  /**
   * Let an entry be found by a name; `place` is the part of its page that gives it.
   * @param {string} name
   * @param {number} owner
   * @param {string} place
   */
  function addName(name, owner, place) {
    const folded = fold(name);
    const key = squeeze(folded);
    const same = index.exact.get(key);
    if (same) same.push(index.keys.length);
    else index.exact.set(key, [index.keys.length]);
    index.keys.push(key);
    index.folded.push(folded);
    index.shown.push(name);
    index.owner.push(owner);
    index.place.push(place);
  }

  /** @param {string} text */
  const squeezed = (text) => squeeze(fold(text));

  /* 3 matching -------------------------------------------------------------------------------- */

  const EXACT = 130;
  const SAME = 115; // at least this much is the whole name, perhaps without a particle
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
  const FIELD = 58; // for a word that is a label on such pages: yescarta *company*
  const PART = 115; // for a word that is a part of the page: kymriah *price*
  const ASKED = 60; // for a word of vocabulary.yml, in which a question may be told: *where*, *cost*
  const PARTLY = 0.8; // for a part of such a word
  const INHERITED = 0.8; // for a heading whose page has the word: *where* … kymriah
  const INITIALS = 70; // for first letters that begin a name, and as many again where they are all of it
  const TEXT = 38; // for a word of a text
  const COMPLETE = 6; // for what has every word
  const LIGHT = 0.25; // how much a word counts that says little beside others

  /** @param {number} key */
  const beginsOf = (key) => (index.begin[key] ??= beginnings(index.folded[key]));

  /**
   * Whether a short word is only in the letters of two: ORR in "relapsed or refractory".
   * @param {Set<number>} begin
   * @param {number} at
   * @param {string} word
   */
  function across(begin, at, word) {
    if (word.length > 3 || HANGUL.test(word)) return false;
    return [...word.slice(1)].some((_, n) => begin.has(at + n + 1));
  }

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
      if (across(begin, at, word)) continue;
      if (begin.has(at)) best = Math.max(best, begin.has(at + word.length) ? WORD : BEGINNING);
      else if (HANGUL.test(word)) best = Math.max(best, word.length > 1 ? INSIDE_HANGUL : 0);
      else best = Math.max(best, word.length > 2 ? INSIDE : 0);
    }
    return best && best + extra;
  }

  /** @returns {Search.Fits} */
  const noFits = () => ({ of: new Float32Array(index.entries.length), key: [], best: 0, near: false, record: false });

  /**
   * The fit of a word for every entry.
   * @param {string} word
   */
  function scan(word) {
    const fits = noFits();
    for (let key = 0; key < reach; key += 1) {
      const fit = quality(key, word);
      if (fit) note(fits, key, fit < EXACT && isAsked(key) ? fit * PARTLY : fit);
    }
    return fits;
  }

  /**
   * Whether a key is one of the words of vocabulary.yml for a page or a heading.
   * @param {number} key
   */
  function isAsked(key) {
    const { kind, first } = index.entries[index.owner[key]];
    return kind.answers && key !== first;
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
    const { weight, record } = index.entries[entry].kind;
    if (record && fit >= SAME) fits.record = true;
    // A word that is only in a claim or in the title of a source: the search looks further.
    if (weight >= 0.7) fits.best = Math.max(fits.best, fit);
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
    fits.record ||= others.record;
  }

  /**
   * What a word may be without its particle or the end of its question, the longer first.
   * @param {string} word
   */
  function stems(word) {
    const found = [ENDING, PARTICLE].map((end) => word.replace(end, ""));
    found.push(found[0].replace(PARTICLE, ""));
    return [...new Set(found)].filter((stem) => stem !== word && stem.length > 1);
  }

  /**
   * The fit of a word: without its particle where that helps, as first letters, as typed on the other keyboard, by the
   * words of texts; near misses where nothing else.
   * @param {string} word
   * @param {string} typed the same with its capitals
   */
  function lookUp(word, typed) {
    const fits = scan(word);
    const own = stems(word);
    if (fits.best < BEGINNING) for (const stem of own) better(fits, scan(stem), 0.95);
    if (fits.best < BEGINNING) byKeys(fits, word, typed);
    if (fits.best < BEGINNING) byTexts(fits, [word, ...own]);
    if (!fits.best) {
      nearMisses(fits, word);
      for (const stem of own.filter((one) => one.length > 2)) {
        const near = noFits();
        nearMisses(near, stem);
        better(fits, near, 0.94);
      }
      fits.near = true;
    }
    return fits;
  }

  /**
   * First letters (ㅋㄹㅅ), and what was typed while the keyboard was set to the other script.
   * @param {Search.Fits} fits
   * @param {string} word
   * @param {string} typed
   */
  function byKeys(fits, word, typed) {
    const keys = letters(word);
    if (/^[ㄱ-ㅎ]{2,}$/.test(keys)) {
      for (let key = 0; key < reach; key += 1) {
        const first = (index.initials[key] ??= initials(index.keys[key]));
        if (first.startsWith(keys)) note(fits, key, INITIALS + (INITIALS / 2) * (keys.length / first.length));
      }
    }
    const meant = /[가-힣ㄱ-ㅣ]/.test(keys) || keys !== word ? toLatin(word) : squeezed(fromLatin(typed));
    if (meant.length > 1 && meant !== word && (!/[a-z]/.test(meant) || meant.length > 3)) better(fits, scan(meant), 0.9);
  }

  /**
   * The rows in whose texts a word stands, as far as those files are loaded.
   * @param {Search.Fits} fits
   * @param {string[]} forms the word, and what it may be without an ending
   */
  function byTexts(fits, forms) {
    for (const spelt of forms) {
      for (const [word, rows] of index.textOf.get(spelt) ?? []) {
        const fit = TEXT * Math.min(1, 0.7 + (0.3 * spelt.length) / word.length);
        for (const row of rows) if (row < index.entries.length) note(fits, index.entries[row].first, fit);
      }
      if (fits.best) return;
    }
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

  const NEAR = 25; // what is further off is nothing

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
          start <= most && text.length > 4 ? 40 - 12 * start : 0,
        );
        if (fit > NEAR) for (const key of term.keys) note(fits, key, fit + (term.word === index.keys[key] ? 5 : 0));
      }
      if (contains(word, term.word)) {
        const fit = 34 + (18 * term.word.length) / word.length;
        for (const key of term.keys) if (index.keys[key] === term.word) note(fits, key, fit);
      }
    }
    if (word.length > 2 && ALL_HANGUL.test(word)) {
      index.keys.forEach((name, key) => {
        const span = spread(word, name);
        const fit = span && 18 + (24 * word.length) / span;
        if (fit > NEAR) note(fits, key, fit);
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
   * What words are next to each other: every run of two to four, as one name.
   * @param {string[]} row
   */
  function phrases(row) {
    /** @type {Search.Phrase[]} */
    const found = [];
    for (let size = 4; size > 1; size -= 1) {
      for (let start = 0; start + size <= row.length; start += 1) {
        const run = row.slice(start, start + size);
        const joined = run.join("");
        for (const whole of [joined, ...stems(joined)]) found.push({ whole, run });
      }
    }
    return found;
  }

  /**
   * Take a query apart: what it is as one name, the words that say something, the runs of words.
   * @param {string} query
   * @returns {Search.Question | undefined}
   */
  function question(query) {
    const asked = query.slice(0, 200);
    // A DOI is one word, and one that is nearly right is another one.
    const doi = DOI.test(asked);
    const whole = squeezed(doi ? asked.replace(/^.*?(?=10\.\d)/, "") : asked);
    if (!whole) return undefined;
    const typed = new Map(wordsOf(asked).map((word) => [squeezed(word), word]));
    const every = doi ? [whole] : [...typed.keys()].filter(Boolean).slice(0, 12);
    const telling = every.filter((word) => !index.passedOver.has(word)).slice(0, 8);
    const runs = [...phrases(every), ...phrases(telling)];
    const names = runs.filter((phrase) => index.exact.has(phrase.whole));
    // Words that say nothing by themselves may do so together: how long.
    const together = names.filter(({ run }) => !run.some((word) => telling.includes(word)));
    const sought = telling.length || together.length ? telling : every;
    const units = sought.map((word) => ({ word, fits: lookUp(word, typed.get(word) ?? word), weight: weightOf(word) }));
    for (const { word, fits } of units) {
      for (const name of names.filter(({ run }) => run.includes(word))) {
        for (const key of index.exact.get(name.whole) ?? []) if (key < reach) note(fits, key, EXACT);
      }
    }
    units.push(...together.map((name) => ({ word: name.whole, fits: scan(name.whole), weight: 1 })));
    return {
      one: every.length > 1 ? scan(whole) : noFits(),
      units,
      runs,
      weight: units.reduce((total, unit) => total + unit.weight, 0),
    };
  }

  /** @param {string} word */
  const weightOf = (word) => ([word, ...stems(word)].some((spelt) => index.light.has(spelt)) ? LIGHT : 1);

  /**
   * How well an entry answers, undefined where not at all: by the query as one name, or by its words.
   * @param {Search.Question} asked
   * @param {number} number
   * @returns {Search.Hit | undefined}
   */
  function hitOf(asked, number) {
    const entry = index.entries[number];
    const fit = asked.one.of[number];
    const whole = fit && fit + PHRASE + (fit < SAME ? 0 : asks(asked.one, number) ? ASKED + NAMED : NAMED);
    const byWords = hitByWords(asked, entry, number);
    if (byWords && byWords.score > whole) return byWords;
    if (!whole) return undefined;
    return { entry, key: asked.one.key[number], part: undefined, open: whole < BEGINNING ? asked.weight : 0, score: whole };
  }

  /**
   * The mean of how well the words fit, the best name of which is shown.
   * @param {Search.Question} asked
   * @param {Search.Entry} entry
   * @param {number} number
   * @returns {Search.Hit | undefined}
   */
  function hitByWords({ units, runs, weight }, entry, number) {
    if (!units.some(({ fits }) => fits.of[number])) return undefined;
    const most = Math.max(...units.map((unit) => unit.weight));
    const named = units.some((unit) => unit.fits.of[number] >= FIRST_WORD && unit.weight === most);
    /** @type {Search.Hit} */
    const hit = { entry, key: undefined, part: undefined, open: 0, score: 0 };
    let best = 0;
    for (const unit of units) {
      const fit = unit.fits.of[number];
      const key = unit.fits.key[number];
      // A name that a fact gives leads to that fact.
      const ofFact = fit >= BEGINNING && index.place[key];
      if (ofFact || (fit > best && !(hit.key !== undefined && index.place[hit.key]))) {
        best = fit;
        hit.key = key;
      }
      let score = fit;
      if (fit >= SAME) {
        score += asks(unit.fits, number) ? ASKED : units.length > 1 ? NAMED : 0;
      } else if (fit < BEGINNING) {
        const part = partOf(entry, unit.word, runs);
        if (part && named) {
          hit.part = part;
          score = PART;
        } else if (!fit && (part || entry.kind.words.has(unit.word))) {
          score = FIELD;
        } else if (entry.page !== undefined) {
          score = Math.max(fit, INHERITED * unit.fits.of[entry.page]);
        }
      }
      if (score < BEGINNING) hit.open += unit.weight;
      hit.score += (score * unit.weight) / weight;
    }
    if (units.length > 1 && !hit.open) hit.score += COMPLETE;
    return units.length < 2 || named || hit.open <= weight / 2 ? hit : undefined;
  }

  /**
   * Whether an entry answers by a word of vocabulary.yml; the name of a record asks nothing.
   * @param {Search.Fits} fits
   * @param {number} number
   */
  const asks = (fits, number) => isAsked(fits.key[number]) && !fits.record;

  /**
   * The part of an entry's page that a word means, alone or with its neighbours.
   * @param {Search.Entry} entry
   * @param {string} word
   * @param {Search.Phrase[]} runs
   */
  function partOf(entry, word, runs) {
    if (!entry.has.size) return undefined;
    const names = [...runs.filter(({ run }) => run.includes(word)).map(({ whole }) => whole), word, ...stems(word)];
    return names.map((name) => entry.kind.parts.get(name)).find((part) => part && entry.has.has(part.n));
  }

  /**
   * Everything that a query finds, the best first, sources last.
   * @param {string} query
   * @returns {Search.Hits}
   */
  function find(query) {
    const asked = index.entries.length ? question(query) : undefined;
    if (!asked) return Object.assign([], { near: false, open: [] });
    /** @type {Search.Hit[]} */
    const hits = [];
    for (let number = 0; number < index.entries.length; number += 1) {
      const hit = hitOf(asked, number);
      if (hit) hits.push({ ...hit, score: hit.score + hit.entry.kind.bonus });
    }
    /** @param {Search.Hit} hit */
    const last = (hit) => (hit.entry.kind.id === "sources" ? 1 : 0);
    hits.sort((a, b) => last(a) - last(b) || b.score - a.score);
    const near = asked.units.every(({ fits }) => fits.near) && !asked.one.best;
    const floor = near ? 0.7 : asked.units.length > 1 ? 0.4 : 0;
    const least = floor * Math.max(0, ...hits.map((hit) => hit.score));
    return Object.assign(hits.filter((hit) => hit.score >= least), {
      near,
      open: asked.units.filter(({ fits }) => fits.best < BEGINNING).map(({ word }) => word),
    });
  }

  /**
   * The name that was found, where it is not to be seen in the name that is shown.
   * @param {Search.Entry} entry
   * @param {number | undefined} key
   */
  function otherName(entry, key) {
    if (key === undefined || index.keys[entry.first].includes(index.keys[key])) return "";
    return index.shown[key];
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

  /** How many keys there were when the names of each file were in. */
  const ends = new Map();

  /**
   * Put a file of names into the index, once; returns the file.
   * @param {string} path
   */
  async function take(path) {
    /** @type {Search.Names} */
    const file = await get(path);
    if (!ends.has(path)) {
      add(file);
      ends.set(path, index.keys.length);
    }
    return file;
  }

  const FIRST_FILE = "search/names.json";
  const load = () => take(FIRST_FILE);

  /**
   * Load what texts have of some words.
   * @param {string[]} wanted
   */
  async function loadTexts(wanted) {
    const forms = wanted.flatMap((word) => [word, ...stems(word)]).filter((word) => word.length > (HANGUL.test(word) ? 1 : 2));
    for (const word of forms.filter((spelt) => !index.textOf.has(spelt))) {
      const last = index.texts.filter(([first]) => first <= word).length - 1;
      const paths = index.texts.filter(([first], n) => n === last || first.startsWith(word)).slice(0, 3);
      /** @type {Record<string, number[]>[]} */
      const files = await Promise.all(paths.map(([, path]) => get(path)));
      index.textOf.set(word, files.flatMap((file) => Object.entries(file).filter(([text]) => text.startsWith(word))));
    }
  }

  /**
   * What a query finds. First the names are asked that readers want most; where they leave a word open, all other
   * names of records and the texts; the sources where `all` is, or where nothing else fits.
   * @param {string} query
   * @param {boolean} all
   */
  async function search(query, all) {
    const { next } = await load();
    reach = ends.get(FIRST_FILE) ?? 0;
    let found = find(query);
    if (!squeezed(query) || (!all && found.length && !found[0].open && !found.near)) return found;
    try {
      const last = next && (await take(next)).next;
      if (next) reach = ends.get(next) ?? reach;
      await loadTexts(found.open);
      found = find(query);
      if (last && (all || !found.length || found.near)) {
        await take(last);
        reach = ends.get(last) ?? reach;
        found = find(query);
      }
    } catch (failed) {
      if (!found.length) throw failed; // what is there is shown
    }
    return found;
  }

  /* 7 showing --------------------------------------------------------------------------------- */

  /**
   * Where a result leads: to the part of the page that was meant, or the fact that gives the name.
   * @param {Pick<Search.Hit, "entry" | "key" | "part">} hit
   */
  function addressOf({ entry, key, part }) {
    const place = part?.place ?? (key === undefined ? "" : index.place[key]);
    return place ? `${entry.url}#${place}` : entry.url;
  }

  /**
   * The link of a result: name, then the name that was found and a line about it.
   * @param {Search.Hit} hit
   * @param {Record<string, string>} attributes
   */
  function result({ entry, key, part }, attributes) {
    const by = part?.label ?? otherName(entry, key);
    const line = make("span", { class: "hit-line" });
    if (by) line.append(words(by, "hit-by"));
    const name = words(entry.name, "hit-name");
    const link = make("a", { class: "hit", href: addressOf({ entry, key, part }), ...attributes }, name, line);
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

  /**
   * Where a search that finds nothing leads.
   * @returns {Search.Hit[]}
   */
  const doors = () => index.doors.map((door) => ({ entry: index.entries[index.at.get(door) ?? 0], key: undefined, part: undefined, open: 0, score: 0 }));
  const nothing = () => [said.search_none, index.doors.length ? said.search_doors : ""].join(" ").trim();

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
    if (!hits.length) {
      for (const hit of doors()) options.push(result(hit, ofAnOption()));
      list.append(...options);
    }
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
    status.textContent = hits.length ? results(hits.length) : nothing();
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
        if (query && !hits.length) found.append(make("ul", {}, ...doors().map((hit) => make("li", {}, result(hit, {})))));
        summary.textContent = hits.length ? results(hits.length) : query ? nothing() : "";
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

  return { find, search, addressOf, load, add, prepare, index };
})();
