/* Reading aids: what a link leads to, what a term means, links to sections, citations to take away.

   The page says all of it without a script too. Words from other pages are set as text only.

   1 pieces  2 previews of records  3 terms  4 links to sections  5 citations  6 start */
(() => {
  "use strict";

  const { all, around, holds, make, once, optional, required } = atlasElements;
  const form = required(HTMLFormElement, "form.atlas-search");
  const content = required(HTMLElement, ".md-content");
  const root = new URL(form.dataset.root ?? "", location.href);
  /** @type {Search.Labels} */
  const said = JSON.parse(form.dataset.said ?? "");

  /* 1 pieces ---------------------------------------------------------------------------------- */

  const status = make("p", { class: "atlas-unseen", role: "status" });
  content.append(status);

  /**
   * Announce words to screen readers; the same words twice are announced twice.
   * @param {string} words
   */
  function tell(words) {
    status.textContent = "";
    setTimeout(() => (status.textContent = words), 50);
  }

  /**
   * Put words on the clipboard; returns whether that was possible.
   * @param {string} words
   */
  async function copy(words) {
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      return false; // forbidden, or no secure connection
    }
    tell(said.copied);
    return true;
  }

  /**
   * Put a box under an element, or over it where there is more room, never on it.
   * @param {HTMLElement} box
   * @param {Element} element
   */
  function placeAt(box, element) {
    const gap = 6;
    const margin = 8;
    const rects = [...element.getClientRects()];
    const first = rects[0];
    const last = rects[rects.length - 1];
    box.style.left = box.style.top = "0";
    const origin = box.getBoundingClientRect();
    const below = document.documentElement.clientHeight - last.bottom;
    const over = below < origin.height + gap && first.top > below;
    const from = over ? first : last;
    const most = document.documentElement.clientWidth - margin - origin.width;
    box.style.left = `${Math.max(margin, Math.min(from.left, most)) - origin.left}px`;
    box.style.top = `${(over ? first.top - gap - origin.height : last.bottom + gap) - origin.top}px`;
  }

  /* 2 previews of records --------------------------------------------------------------------- */

  const RECORD = /^(?!guides\/)[a-z]+\/[a-z0-9]+(?:-[a-z0-9]+)*\/$/;
  const WAIT = 300;
  const STAY = 200; // time to move the pointer onto the preview
  const LONGEST = 260;

  const preview = make("div", { class: "preview", role: "tooltip", id: "atlas-preview", hidden: "" });
  (content.querySelector(".md-typeset") ?? content).append(preview);
  /** @type {HTMLAnchorElement | null} */
  let shownFor = null;
  /** @type {HTMLAnchorElement | null} */
  let wanted = null;
  let waiting = 0;
  let leaving = 0;

  const saving = () =>
    navigator.connection?.saveData || matchMedia("(prefers-reduced-data: reduce)").matches;

  /**
   * The address of the record that a link leads to, or "".
   * @param {HTMLAnchorElement} link
   */
  function recordOf(link) {
    const url = new URL(link.href, location.href);
    const here = url.origin === root.origin && url.pathname.startsWith(root.pathname);
    const path = here ? url.pathname.slice(root.pathname.length) : "";
    return RECORD.test(path) && url.pathname !== location.pathname ? url.origin + url.pathname : "";
  }

  /** @param {Element | null} element */
  const plain = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";

  /** @param {string} words */
  function shortened(words) {
    if (words.length <= LONGEST) return words;
    const sentences = words.slice(0, LONGEST).match(/^.{80,}[.!?](?= )/u);
    return sentences ? sentences[0] : `${words.slice(0, LONGEST).replace(/\s+\S*$/, "")}…`;
  }

  /**
   * What a record's page says at its head, as new elements; null if it is not a record's page.
   * @param {string} html
   */
  function headOf(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const record = optional(HTMLElement, ".record[data-kind]", page);
    if (!record) return null;
    for (const mark of record.querySelectorAll("sup.cite, details, .count")) mark.remove();
    const lines = [
      make("p", { class: "preview-kind" }, record.dataset.kind ?? ""),
      make("p", { class: "preview-name" }, plain(record.querySelector("h1"))),
    ];
    const chips = all(HTMLElement, ".record > .chips .chip", record).map((chip) =>
      make("span", { class: "chip", "data-term": chip.dataset.term ?? "" }, plain(chip)),
    );
    if (chips.length) lines.push(make("p", { class: "chips" }, ...chips.flatMap((chip) => [chip, " "])));
    // Where a citation went, the blank before it stays.
    const summary = shortened(plain(record.querySelector(".record-summary")).replace(/ +(?=[.,;:)])/g, ""));
    if (summary) lines.push(make("p", {}, summary));
    else {
      for (const row of [...record.querySelectorAll(".glance > div")].slice(0, 3)) {
        lines.push(make("p", {}, shortened(`${plain(row.querySelector("dt"))}: ${plain(row.querySelector("dd"))}`)));
      }
    }
    return lines;
  }

  /** The head of the record's page at an address. */
  const ask = once(async (address) => {
    const got = await fetch(address);
    return got.ok ? headOf(await got.text()) : null;
  });

  function hide() {
    clearTimeout(waiting);
    clearTimeout(leaving);
    wanted = null;
    shownFor?.removeAttribute("aria-describedby");
    shownFor = null;
    preview.hidden = true;
  }

  /**
   * Show the preview of a link's record in a moment.
   * @param {HTMLAnchorElement} link
   */
  function want(link) {
    clearTimeout(leaving);
    if (link === wanted || link === shownFor) return;
    hide();
    const address = saving() ? "" : recordOf(link);
    if (!address) return;
    wanted = link;
    waiting = setTimeout(async () => {
      const lines = await ask(address).catch(() => null);
      if (wanted !== link || !lines || !link.isConnected) return;
      forget();
      preview.replaceChildren(...lines.map((line) => line.cloneNode(true)));
      preview.hidden = false;
      placeAt(preview, link);
      link.setAttribute("aria-describedby", preview.id);
      shownFor = link;
      wanted = null;
    }, WAIT);
  }

  function leave() {
    clearTimeout(waiting);
    wanted = null;
    clearTimeout(leaving);
    leaving = setTimeout(hide, STAY);
  }

  /** @param {EventTarget | null} target */
  const linkAt = (target) => around(Element, target, "a[href]:not(.headerlink)");

  content.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    if (holds(preview, event.target)) {
      clearTimeout(leaving);
      return;
    }
    const link = linkAt(event.target);
    if (link instanceof HTMLAnchorElement) want(link);
  });
  content.addEventListener("pointerout", (event) => {
    const to = event.relatedTarget;
    const link = linkAt(event.target);
    const from = link ?? (holds(preview, event.target) ? preview : null);
    if (from && !holds(from, to) && !holds(preview, to)) leave();
  });
  content.addEventListener("focusin", (event) => {
    if (event.target instanceof HTMLAnchorElement && event.target.matches(":focus-visible")) want(event.target);
  });
  content.addEventListener("focusout", hide);
  addEventListener("pagehide", hide);

  /* 3 terms ----------------------------------------------------------------------------------- */

  const meaning = make("span", { role: "tooltip", id: "atlas-meaning" });
  const glossary = make("a", { href: new URL("guides/glossary/", root).href }, said.glossary);
  const box = make("span", { class: "preview meaning" }, meaning, " ", glossary);
  /** @type {WeakMap<Element, string>} */
  const meanings = new WeakMap();
  /** @type {HTMLElement | null} */
  let term = null;
  let closing = 0;

  for (const abbr of all(HTMLElement, "abbr[title]", content)) {
    meanings.set(abbr, abbr.title);
    abbr.removeAttribute("title"); // or the browser shows it a second time
    abbr.tabIndex = 0;
  }

  /**
   * Show what a term means, and nothing else: two boxes would lie on each other.
   * @param {HTMLElement} abbr
   */
  function explain(abbr) {
    clearTimeout(closing);
    hide();
    if (abbr === term) return;
    forget();
    term = abbr;
    meaning.textContent = meanings.get(abbr) ?? "";
    abbr.after(box); // the next stop of the keyboard is the link to the glossary
    placeAt(box, abbr);
    abbr.setAttribute("aria-describedby", meaning.id);
  }

  function forget() {
    clearTimeout(closing);
    term?.removeAttribute("aria-describedby");
    term = null;
    box.remove();
  }

  /** @param {EventTarget | null} target */
  const explained = (target) => {
    const abbr = around(HTMLElement, target, "abbr");
    return abbr && meanings.has(abbr) ? abbr : null;
  };

  content.addEventListener("focusin", (event) => {
    const abbr = explained(event.target);
    if (abbr) explain(abbr);
  });
  content.addEventListener("focusout", (event) => {
    if (term && !holds(box, event.relatedTarget) && explained(event.relatedTarget) !== term) forget();
  });
  content.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const abbr = explained(event.target);
    if (holds(box, event.target)) clearTimeout(closing);
    else if (abbr) explain(abbr);
  });
  content.addEventListener("pointerout", (event) => {
    if (!term || term === document.activeElement || box.contains(document.activeElement)) return;
    if (event.target === term || holds(box, event.target)) {
      clearTimeout(closing);
      closing = setTimeout(forget, STAY);
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (term && explained(event.target) !== term && !holds(box, event.target)) forget();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const citation = optional(HTMLDetailsElement, "details.citation[open]", content);
    if (citation) {
      citation.open = false;
      optional(HTMLElement, "summary", citation)?.focus();
    }
    hide();
    if (box.contains(document.activeElement)) term?.focus();
    forget();
  });

  /* 4 links to sections ----------------------------------------------------------------------- */

  for (const link of all(HTMLAnchorElement, "a.headerlink", content)) link.title = said.copy_link;
  content.addEventListener("click", async (event) => {
    const link = around(HTMLAnchorElement, event.target, "a.headerlink");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (!(await copy(link.href))) return; // it is still a link
    link.dataset.copied = said.copied;
    setTimeout(() => delete link.dataset.copied, 2000);
  });

  /* 5 citations ------------------------------------------------------------------------------- */

  /** @type {Record<string, string>} */
  const TYPES = { bib: "application/x-bibtex", ris: "application/x-research-info-systems", json: "application/json" };

  /**
   * A button that hands itself to what it does.
   * @param {string} words
   * @param {(button: HTMLButtonElement) => void} act
   */
  function button(words, act) {
    const made = make("button", { type: "button", class: "cite-button" }, words);
    made.addEventListener("click", () => act(made));
    return made;
  }

  /**
   * A button that copies an element's words.
   * @param {Element} element
   */
  const copier = (element) =>
    button(said.copy, async (made) => {
      if (!(await copy(element.textContent))) return;
      made.textContent = said.copied;
      setTimeout(() => (made.textContent = said.copy), 2000);
    });

  /**
   * Offer a citation as a file.
   * @param {HTMLElement} pre
   */
  function download(pre) {
    const { file: name = "" } = pre.dataset;
    const ending = name.replace(/^.*\./, "");
    const words = `${pre.textContent}\n`;
    const blob = new Blob([ending === "ris" ? words.replaceAll("\n", "\r\n") : words], { type: TYPES[ending] });
    const address = URL.createObjectURL(blob);
    make("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }

  for (const words of content.querySelectorAll(".cite-words")) {
    words.after(make("p", { class: "cite-buttons" }, copier(words)));
  }
  for (const pre of all(HTMLElement, "pre[data-copy]", content)) {
    pre.after(make("p", { class: "cite-buttons" }, copier(pre)));
  }
  for (const pre of all(HTMLElement, "pre[data-file]", content)) {
    const load = button(said.download, () => download(pre));
    pre.after(make("p", { class: "cite-buttons" }, copier(pre), " ", load));
  }

  /* 6 start ----------------------------------------------------------------------------------- */

  // What made the page load this script is still under the pointer, or has the focus.
  const under = all(HTMLElement, ":hover", content).at(-1);
  const pointed = new PointerEvent("pointerover", { bubbles: true, pointerType: "mouse" });
  if (under && matchMedia("(hover: hover)").matches) under.dispatchEvent(pointed);
  else if (under && explained(under)) explained(under)?.focus();
  const focused = document.activeElement;
  if (focused && content.contains(focused)) focused.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
})();
