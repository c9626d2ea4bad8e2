/* Reading aids: what a link leads to, what a term means, links to sections, citations to take away.

   The page says all of it without a script too. Words from other pages are set as text only.

   1 pieces  2 previews of records  3 terms  4 links to sections  5 citations */
(() => {
  "use strict";

  const form = document.querySelector("form.atlas-search");
  const content = document.querySelector(".md-content");
  if (!form || !content) return;
  const root = new URL(form.dataset.root, location.href);
  const said = JSON.parse(form.dataset.said);

  /* 1 pieces ---------------------------------------------------------------------------------- */

  /** An element with attributes and children; strings become text. */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  const status = make("p", { class: "atlas-unseen", role: "status" });
  content.append(status);

  /** Tell those who listen; the same words twice are told twice. */
  function tell(words) {
    status.textContent = "";
    setTimeout(() => (status.textContent = words), 50);
  }

  async function copy(words) {
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      return false; // forbidden, or no secure connection
    }
    tell(said.copied);
    return true;
  }

  /** Put a box under an element, or over it where there is more room, never on it. */
  function placeAt(box, element) {
    const gap = 6;
    const margin = 8;
    const rects = [...element.getClientRects()];
    const first = rects[0];
    const last = rects.at(-1);
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
  const asked = new Map();
  let shownFor = null;
  let wanted = null;
  let waiting = 0;
  let leaving = 0;

  const saving = () =>
    navigator.connection?.saveData || matchMedia("(prefers-reduced-data: reduce)").matches;

  /** The address of the record that a link leads to, or "". */
  function recordOf(link) {
    const url = new URL(link.href, location.href);
    const here = url.origin === root.origin && url.pathname.startsWith(root.pathname);
    const path = here ? url.pathname.slice(root.pathname.length) : "";
    return RECORD.test(path) && url.pathname !== location.pathname ? url.origin + url.pathname : "";
  }

  const plain = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";

  function shortened(words) {
    if (words.length <= LONGEST) return words;
    const sentences = words.slice(0, LONGEST).match(/^.{80,}[.!?](?= )/u);
    return sentences ? sentences[0] : `${words.slice(0, LONGEST).replace(/\s+\S*$/, "")}…`;
  }

  /** What a record's page says at its head, as new elements; null where it is no record's page. */
  function headOf(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const record = page.querySelector(".record[data-kind]");
    if (!record) return null;
    for (const mark of record.querySelectorAll("sup.cite, details, .count")) mark.remove();
    const lines = [
      make("p", { class: "preview-kind" }, record.dataset.kind),
      make("p", { class: "preview-name" }, plain(record.querySelector("h1"))),
    ];
    const chips = [...record.querySelectorAll(".record-head .chip")].map((chip) =>
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

  function ask(address) {
    if (!asked.has(address)) {
      const answer = fetch(address).then(async (got) => (got.ok ? headOf(await got.text()) : null));
      answer.catch(() => asked.delete(address)); // the next time may go better
      asked.set(address, answer);
    }
    return asked.get(address);
  }

  function hide() {
    clearTimeout(waiting);
    clearTimeout(leaving);
    wanted = null;
    shownFor?.removeAttribute("aria-describedby");
    shownFor = null;
    preview.hidden = true;
  }

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

  const linkAt = (target) => target.closest?.("a[href]:not(.headerlink)");

  content.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    if (preview.contains(event.target)) {
      clearTimeout(leaving);
      return;
    }
    const link = linkAt(event.target);
    if (link instanceof HTMLAnchorElement) want(link);
  });
  content.addEventListener("pointerout", (event) => {
    const to = event.relatedTarget;
    const link = linkAt(event.target);
    const from = link ?? (preview.contains(event.target) ? preview : null);
    if (from && !(to && (from.contains(to) || preview.contains(to)))) leave();
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
  const meanings = new WeakMap();
  let term = null;
  let closing = 0;

  for (const abbr of content.querySelectorAll("abbr[title]")) {
    meanings.set(abbr, abbr.title);
    abbr.removeAttribute("title"); // or the browser shows it a second time
    abbr.tabIndex = 0;
  }

  function explain(abbr) {
    clearTimeout(closing);
    if (abbr === term) return;
    forget();
    term = abbr;
    meaning.textContent = meanings.get(abbr);
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

  const explained = (target) => {
    const abbr = target?.closest?.("abbr");
    return abbr && meanings.has(abbr) ? abbr : null;
  };

  content.addEventListener("focusin", (event) => {
    if (explained(event.target)) explain(explained(event.target));
  });
  content.addEventListener("focusout", (event) => {
    if (term && !box.contains(event.relatedTarget) && explained(event.relatedTarget) !== term) forget();
  });
  content.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    if (box.contains(event.target)) clearTimeout(closing);
    else if (explained(event.target)) explain(explained(event.target));
  });
  content.addEventListener("pointerout", (event) => {
    if (!term || term === document.activeElement || box.contains(document.activeElement)) return;
    if (event.target === term || box.contains(event.target)) {
      clearTimeout(closing);
      closing = setTimeout(forget, STAY);
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (term && explained(event.target) !== term && !box.contains(event.target)) forget();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    hide();
    if (box.contains(document.activeElement)) term.focus();
    forget();
  });

  /* 4 links to sections ----------------------------------------------------------------------- */

  for (const link of content.querySelectorAll("a.headerlink")) link.title = said.copy_link;
  content.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a.headerlink");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (!(await copy(link.href))) return; // it is still a link
    link.dataset.copied = said.copied;
    setTimeout(() => delete link.dataset.copied, 2000);
  });

  /* 5 citations ------------------------------------------------------------------------------- */

  const TYPES = { bib: "application/x-bibtex", ris: "application/x-research-info-systems", json: "application/json" };

  function button(words, act) {
    const made = make("button", { type: "button", class: "cite-button" }, words);
    made.addEventListener("click", () => act(made));
    return made;
  }

  const copier = (element) =>
    button(said.copy, async (made) => {
      if (!(await copy(element.textContent))) return;
      made.textContent = said.copied;
      setTimeout(() => (made.textContent = said.copy), 2000);
    });

  function download(pre) {
    const name = pre.dataset.file;
    const ending = name.split(".").at(-1);
    const words = `${pre.textContent}\n`;
    const blob = new Blob([ending === "ris" ? words.replaceAll("\n", "\r\n") : words], { type: TYPES[ending] });
    const address = URL.createObjectURL(blob);
    make("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }

  for (const words of content.querySelectorAll(".cite-words")) {
    words.after(make("p", { class: "cite-buttons" }, copier(words)));
  }
  for (const pre of content.querySelectorAll("pre[data-file]")) {
    const load = button(said.download, () => download(pre));
    pre.after(make("p", { class: "cite-buttons" }, copier(pre), " ", load));
  }
})();
