/* Search: the field in the header, and the page of all results.

   Names come from search/names.json, which is loaded, as is this script, when the field is first used; what these leave
   open asks the files with the query's words (index.py says how). The words on the page are set as text only, never as
   HTML: what the data holds stays text.

   1 spelling  2 index  3 matching  4 near misses  5 finding  6 loading  7 showing  8 field  9 page */
const atlasSearch = (() => {
  "use strict";

  const { holds, language, make, once, optional, required, words } = atlasElements;
  const form = required(HTMLFormElement, "form.atlas-search");
  const root = form.dataset.root ?? "";
  /** @type {Search.Labels} */
  const said = JSON.parse(form.dataset.said ?? "");

  /* 1 spelling -------------------------------------------------------------------------------- */

  const { HANGUL, PARTICLE, fold, squeeze, wordsOf } = atlasSpelling;
  const ALL_HANGUL = /^[가-힣]+$/;

  const { letters, initials, fromLatin, toLatin } = atlasHangul;
  /** What a question ends in: 완치되나요, 얼마예요. */
  const ENDING = /(?:은|는|이|가)?(?:인데|인데요|한데|는데|이라서|이면|으면|하면|되면|려면|인가요|입니까|이에요|예요|이란|란|되나요|됩니까|되는|돼요|하나요|합니까|하려면|할까요|될까요|[았었했됐]?나요|라는|할|될|한|된|하고|에서의|에선|께서|처럼|보다|마다|이나|요)$/;

  /** What an English word may end in: collected, infusions. */
  const SUFFIX = /(?<=[a-z]{4})(?:s|es|ed|ing)$/;

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
    entries: [], at: new Map(), keys: [], folded: [], shown: [], owner: [], begin: [], initials: [], exact: new Map(),
    terms: new Map(), split: 0, light: new Set(), passedOver: new Set(), doors: [], mark: "", part: 1, words: [], wordsOf: new Map(),
  };

  /**
   * Put the file of names into the index.
   * @param {Search.Names} file
   */
  function add(file) {
    /** @type {Map<string, Search.Kind>} */
    const kinds = new Map();
    for (const { id, name: title, weight, words: labels = [], parts = [], has = "", path, end, rows = "", size } of file.kinds) {
      /** @type {Search.Kind} */
      const kind = kinds.get(id) ?? {
        id,
        name: title,
        weight,
        bonus: 5 * Math.log2(weight),
        words: new Set(labels.map(squeezed)),
        parts: new Map(parts.flatMap(([place, label, ...called], n) => called.map((word) => [squeezed(word), { n, place, label }]))),
        answers: id === "pages" || id === "headings",
        record: weight >= 3,
      };
      kinds.set(id, kind);
      const around = /** @type {const} */ ([root + path, end]);
      for (let n = 0; n < (size ?? 0); n += 1) {
        index.entries.push({ kind, around, number: index.entries.length, names: [], name: "", url: "", first: -1, page: undefined, has: new Set() });
      }
      const held = has.split(",");
      for (const [row, line] of rows.split("\n").filter(Boolean).entries()) {
        const [address, ...names] = line.split("\t");
        const url = path + address + end;
        const number = index.entries.length;
        const page = kind.id === "headings" ? index.at.get(url.replace(/#.*/, "")) : undefined;
        index.entries.push({
          kind,
          around,
          number,
          names,
          name: page === undefined ? names[0] : `${index.entries[page].name} › ${names[0]}`,
          url: root + url,
          first: index.keys.length,
          page,
          has: new Set([...(held[row] ?? "")].map((digit) => parseInt(digit, 36))),
        });
        index.at.set(url, number);
        for (const name of names) addName(name, number);
      }
    }
    const { mark, part, doors } = file;
    Object.assign(index, { mark, part, words: file.words.split(" "), doors });
    index.light = new Set(file.light.map(squeezed));
    index.passedOver = new Set(file.passedOver.map(squeezed));
  }

  /**
   * Let an entry be found by a name.
   * @param {string} name
   * @param {number} owner
   */
  function addName(name, owner) {
    const folded = fold(name);
    const key = squeeze(folded);
    const same = index.exact.get(key);
    if (same) same.push(index.keys.length);
    else index.exact.set(key, [index.keys.length]);
    index.keys.push(key);
    index.folded.push(folded);
    index.shown.push(name);
    index.owner.push(owner);
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
  const ASKED = 60; // for a word of vocabulary.yml, which may stem from a question: *where*, *cost*
  const PARTLY = 0.8; // for a part of such a word
  const INHERITED = 0.8; // for a heading whose page has the word: *where* … kymriah
  const INITIALS = 70; // for first letters that begin a name, and as many again where they are all of it
  const LEVELS = [38, 46, 64, 70, 76, 82, 88, 94, 104, EXACT]; // of words in files: texts.py says which
  const TEXT = LEVELS[0]; // for a word of a text
  const BEGUN = 14; // less for what only begins with the word
  const SHORT = 24; // letters of a name that the files have as one word too
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
    for (let key = 0; key < index.keys.length; key += 1) {
      const fit = quality(key, word);
      if (fit) noteKey(fits, key, fit < EXACT && isAsked(key) ? fit * PARTLY : fit);
    }
    return fits;
  }

  /**
   * Whether a key is one of the words of vocabulary.yml for a page or a heading.
   * @param {number} key
   */
  function isAsked(key) {
    if (key < 0) return false;
    const { kind, first } = index.entries[index.owner[key]];
    return kind.answers && key !== first;
  }

  /**
   * Keep how well a word fits an entry where it is the best; `key` is the name that it fits, -1 for none.
   * @param {Search.Fits} fits
   * @param {number} entry
   * @param {number} fit
   * @param {number} key
   */
  function note(fits, entry, fit, key) {
    if (fit <= fits.of[entry]) return;
    fits.of[entry] = fit;
    fits.key[entry] = key;
    const { weight, record } = index.entries[entry].kind;
    if (record && fit >= SAME) fits.record = true;
    // A word that is only in a claim or in the title of a source: the search looks further.
    if (weight >= 0.7) fits.best = Math.max(fits.best, fit);
  }

  /**
   * The same for the entry of a name.
   * @param {Search.Fits} fits
   * @param {number} key
   * @param {number} fit
   */
  const noteKey = (fits, key, fit) => note(fits, index.owner[key], fit, key);

  /**
   * Take the better of two fits for every entry; the second counts a little less.
   * @param {Search.Fits} fits
   * @param {Search.Fits} others
   * @param {number} factor
   */
  function better(fits, others, factor) {
    for (let entry = 0; entry < others.of.length; entry += 1) {
      if (others.of[entry]) note(fits, entry, others.of[entry] * factor, others.key[entry]);
    }
    fits.record ||= others.record;
  }

  /**
   * What a word may be without its particle, the end of its question or an English ending, the longer first.
   * @param {string} word
   */
  function stems(word) {
    const found = [ENDING, PARTICLE, SUFFIX].map((end) => word.replace(end, ""));
    found.push(found[0].replace(PARTICLE, ""));
    return [...new Set(found)].filter((stem) => stem !== word && stem.length > 1);
  }

  /**
   * The fit of a word: without its particle where that helps, as first letters, as typed on the other keyboard, by the
   * words in files; near misses where nothing else.
   * @param {string} word
   * @param {string} typed the same with its capitals
   * @param {boolean} further whether the files of words count
   */
  function lookUp(word, typed, further) {
    const fits = scan(word);
    const own = stems(word);
    if (fits.best < BEGINNING) {
      for (const stem of own) {
        const less = scan(stem);
        if (HANGUL.test(stem) || less.best >= BEGINNING) better(fits, less, 0.95);
      }
    }
    if (fits.best < BEGINNING) byKeys(fits, word, typed);
    if (further) byFiles(fits, [word, ...own]);
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
      for (let key = 0; key < index.keys.length; key += 1) {
        const first = (index.initials[key] ??= initials(index.keys[key]));
        if (first.startsWith(keys)) noteKey(fits, key, INITIALS + (INITIALS / 2) * (keys.length / first.length));
      }
    }
    const meant = /[가-힣ㄱ-ㅣ]/.test(keys) || keys !== word ? toLatin(word) : squeezed(fromLatin(typed));
    if (meant.length > 1 && meant !== word && (!/[a-z]/.test(meant) || meant.length > 3)) better(fits, scan(meant), 0.9);
  }

  /**
   * The entries that the files have for a word; words of texts only if nothing else matches.
   * @param {Search.Fits} fits
   * @param {string[]} forms the word, and what it may be without an ending
   */
  function byFiles(fits, forms) {
    const named = fits.best;
    for (const [n, one] of forms.entries()) {
      for (const [entry, fit] of index.wordsOf.get(one) ?? []) {
        if (fit > TEXT || named < BEGINNING) note(fits, entry, n ? 0.95 * fit : fit, index.entries[entry].first);
      }
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

  /**
   * All names and their words, each once, as letters, with the keys that hold them; of the first names
   * only, where they are asked for beforehand.
   * @param {number} [end]
   */
  function terms(end = index.keys.length) {
    for (; index.split < end; index.split += 1) {
      const key = index.split;
      for (const word of new Set([index.keys[key], ...index.folded[key].split(/[^\p{L}\p{N}]+/u)])) {
        if (word.length < 2 || word.length > 40) continue;
        const term = index.terms.get(word);
        if (term) {
          term.keys.push(key);
        } else {
          const text = letters(word);
          index.terms.set(word, { word, keys: [key], text, mask: mask(text), digits: digits(word) });
        }
      }
    }
    return index.terms.values();
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
        if (fit > NEAR) for (const key of term.keys) noteKey(fits, key, fit + (term.word === index.keys[key] ? 5 : 0));
      }
      if (contains(word, term.word)) {
        const fit = 34 + (18 * term.word.length) / word.length;
        for (const key of term.keys) if (index.keys[key] === term.word) noteKey(fits, key, fit);
      }
    }
    if (word.length > 2 && ALL_HANGUL.test(word)) {
      index.keys.forEach((name, key) => {
        const span = spread(word, name);
        const fit = span && 18 + (24 * word.length) / span;
        if (fit > NEAR) noteKey(fits, key, fit);
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
   * @param {boolean} further
   * @returns {Search.Question | undefined}
   */
  function question(query, further) {
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
    const units = sought.map((word) => ({ word, fits: lookUp(word, typed.get(word) ?? word, further), weight: weightOf(word) }));
    for (const { word, fits } of units) {
      for (const name of names.filter(({ run }) => run.includes(word))) {
        for (const key of index.exact.get(name.whole) ?? []) noteKey(fits, key, EXACT);
      }
    }
    units.push(...together.map((name) => ({ word: name.whole, fits: scan(name.whole), weight: 1 })));
    const one = every.length > 1 ? scan(whole) : noFits();
    if (every.length > 1 && further) byFiles(one, [whole]);
    return {
      one,
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
    return { entry, key: asked.one.key[number], words: [], part: undefined, open: whole < BEGINNING ? asked.weight : 0, score: whole };
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
    const hit = { entry, key: undefined, words: units.map(({ word }) => word), part: undefined, open: 0, score: 0 };
    let best = 0;
    for (const unit of units) {
      const fit = unit.fits.of[number];
      if (fit > best) {
        best = fit;
        hit.key = unit.fits.key[number];
      }
      let score = fit;
      if (fit >= SAME) {
        score += asks(unit.fits, number) ? ASKED : units.length > 1 ? NAMED : 0;
      } else if (fit < BEGINNING) {
        const part = partOf(entry, unit.word, runs);
        if (part && named) {
          hit.part = part;
          score = PART;
        } else if (!fit && isKind(entry.kind, unit.fits)) {
          score = named ? PART : FIELD;
        } else if (!fit && (part || entry.kind.words.has(unit.word))) {
          score = FIELD;
        } else if (entry.page !== undefined && unit.fits.of[entry.page] >= BEGINNING) {
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
   * Whether a word means the kind, as it is a word for the kind's page: curocell *factory*.
   * @param {Search.Kind} kind
   * @param {Search.Fits} fits
   */
  const isKind = (kind, fits) => fits.of[index.at.get(`${kind.id}/`) ?? -1] >= SAME;

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
   * @param {boolean} further whether the files of words count
   * @returns {Search.Hits}
   */
  function find(query, further = false) {
    const asked = index.entries.length ? question(query, further) : undefined;
    if (!asked) return Object.assign([], { near: false, words: [] });
    /** @type {Search.Hit[]} */
    const hits = [];
    for (let number = 0; number < index.entries.length; number += 1) {
      const hit = hitOf(asked, number);
      if (hit) hits.push({ ...hit, score: hit.score + hit.entry.kind.bonus });
    }
    /** @param {Search.Hit} hit */
    const last = (hit) => (hit.entry.kind.id === "sources" ? 1 : 0);
    hits.sort((a, b) => last(a) - last(b) || b.score - a.score);
    const telling = asked.units.filter((unit) => unit.weight === 1 || unit.fits.best < BEGINNING);
    const near = asked.units.every(({ fits }) => fits.near) && !asked.one.best;
    const floor = near ? 0.7 : asked.units.length > 1 ? 0.4 : 0;
    const least = floor * Math.max(0, ...hits.map((hit) => hit.score));
    return Object.assign(hits.filter((hit) => hit.score >= least), {
      near,
      words: (telling.length ? telling : asked.units).map(({ word }) => word),
    });
  }

  /**
   * The name that was found, where it is not to be seen in the name that is shown.
   * @param {Search.Hit} hit
   */
  function otherName({ entry, key, words: asked }) {
    if (entry.first >= 0) return key === undefined || key < 0 || index.keys[entry.first].includes(index.keys[key]) ? "" : index.shown[key];
    /** @param {string} name */
    const has = (name) => asked.filter((word) => [word, ...stems(word)].some((one) => squeezed(name).includes(one))).length;
    const found = entry.names.reduce((best, name) => (has(name) > has(best) ? name : best), entry.name);
    return found === entry.name ? "" : found;
  }

  /* 6 loading --------------------------------------------------------------------------------- */

  /** A file of the search as JSON. */
  const get = once(async (/** @type {string} */ path) => {
    const got = await fetch(root + path);
    if (!got.ok) throw new Error(`${path}: ${got.status}`);
    return got.json();
  });

  /** Load the names. */
  const load = once(() => get("search/names.json").then(add));

  /**
   * Load what the files have of some words.
   * @param {string[]} wanted
   */
  async function loadWords(wanted) {
    const missing = new Set(wanted.flatMap((one) => [one, ...stems(one)]));
    await Promise.all([...missing].map(async (word) => {
      if (index.wordsOf.has(word) || word.length < 2) return;
      const last = index.words.filter((begin) => begin <= word).length - 1;
      const numbers = [...index.words.keys()].filter((n) => n === last || index.words[n].startsWith(word)).slice(0, 2);
      /** @type {Record<string, string>[]} */
      const files = await Promise.all(numbers.map((n) => get(`search/words-${n}-${index.mark}.json`)));
      index.wordsOf.set(word, files.flatMap((file) => Object.entries(file)).flatMap(([text, coded]) => {
        if (!text.startsWith(word)) return [];
        let sum = 0;
        return coded.split(" ").map((step) => {
          sum += parseInt(step, 36);
          const fit = LEVELS[sum % LEVELS.length];
          const whole = text === word || fit <= LEVELS[1];
          return /** @type {[number, number]} */ ([Math.floor(sum / LEVELS.length), whole ? fit : Math.min(fit, LEVELS[7]) - BEGUN]);
        });
      }));
    }));
  }

  /**
   * The part of the rows in which an entry's line is, and its names if they are not loaded yet.
   * @param {Search.Entry} entry
   * @returns {Promise<string | [line: string, address: string, ...names: string[]]>}
   */
  async function rowOf(entry) {
    const { number } = entry;
    const part = await get(`search/rows-${Math.floor(number / index.part)}-${index.mark}.json`);
    return part[number % index.part];
  }

  /**
   * Give a hit its names and address.
   * @param {Search.Hit} hit
   */
  async function complete({ entry }) {
    if (entry.url) return;
    const [, address, ...own] = await rowOf(entry);
    Object.assign(entry, { names: own, name: own[0], url: entry.around[0] + address + entry.around[1] });
  }

  /**
   * What a query finds. First the names are asked that readers want most; where they leave a word open, all words.
   * Sources and claims only where `all` is, or where nothing else fits. What is shown has its names.
   * @param {string} query
   * @param {boolean} all
   */
  async function search(query, all) {
    await load();
    const whole = squeezed(query);
    let found = find(query);
    if (whole && (all || !found.length || found[0].open || found.near)) {
      try {
        await loadWords([whole.length <= SHORT ? whole : "", ...found.words]);
        found = find(query, true);
        if (!all && found.some(isMain)) found = Object.assign(found.filter(isMain), { near: found.near, words: found.words });
        await Promise.all(chosen(found, all).map(complete));
      } catch (failed) {
        found = find(query); // what is there is shown
        if (!found.length) throw failed;
      }
    }
    return found;
  }

  /** @param {Search.Hit} hit */
  const isMain = ({ entry }) => entry.kind.weight > 0.5 || entry.kind.id === "terms";

  /* 7 showing --------------------------------------------------------------------------------- */

  const MOST = 12;
  const MOST_OF_A_KIND = 5;
  const MOST_ON_PAGE = 50; // of a kind

  /**
   * Where a result leads: to the part of the page that was meant.
   * @param {Pick<Search.Hit, "entry" | "part">} hit
   */
  const addressOf = ({ entry, part }) => (part ? `${entry.url}#${part.place}` : entry.url);

  /**
   * The link of a result: name, then the name that was found and a line about it.
   * @param {Search.Hit} hit
   * @param {Record<string, string>} attributes
   */
  function result(hit, attributes) {
    const { entry, part } = hit;
    const by = part?.label ?? otherName(hit);
    const line = make("span", { class: "hit-line" });
    if (by) line.append(words(by, "hit-by"));
    const name = words(entry.name, "hit-name");
    const link = make("a", { class: "hit", href: addressOf(hit), ...attributes }, name, line);
    rowOf(entry).then(
      (row) => {
        const about = typeof row === "string" ? row : row[0];
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
  const doors = () => index.doors.map((door) => ({ entry: index.entries[index.at.get(door) ?? 0], key: undefined, words: [], part: undefined, open: 0, score: 0 }));
  const nothing = () => [said.search_none, index.doors.length ? said.search_doors : ""].join(" ").trim();

  /**
   * The hits that are shown: in the field a few, on the page many of each kind.
   * @param {Search.Hit[]} hits
   * @param {boolean} all
   */
  function chosen(hits, all) {
    const taken = new Map();
    const most = all ? MOST_ON_PAGE : MOST_OF_A_KIND;
    const own = hits.filter(({ entry: { kind } }) => taken.set(kind, (taken.get(kind) ?? 0) + 1).get(kind) <= most);
    return all ? own : own.slice(0, MOST);
  }

  /** @param {number} n */
  const results = (n) => (n === 1 ? said.search_one : said.search_other.replace("{n}", n.toLocaleString(language)));

  /* 8 field ----------------------------------------------------------------------------------- */

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
    options = [];
    list.replaceChildren();
    if (!hits.length) {
      for (const hit of doors()) options.push(result(hit, ofAnOption()));
      list.append(...options);
    }
    for (const [kind, group] of byKind(chosen(hits, false))) {
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
  function prepare(from = 0) {
    const end = Math.min(from + 500, index.keys.length);
    terms(end);
    for (let key = from; key < end; key += 1) beginsOf(key);
    if (end < index.keys.length) (window.requestIdleCallback ?? setTimeout)(() => prepare(end));
  }

  function prepareSoon() {
    load().then(() => prepare(), () => {});
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
