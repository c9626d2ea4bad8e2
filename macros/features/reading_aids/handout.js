// A hand-out for families: two pages in large letters, made from the page when a reader asks for
// them. A first visit, a build and the site weigh nothing more for it.
const atlasHandout = (() => {
  "use strict";

  const { all, make, optional, required } = atlasElements;
  // What is no use on paper; what only specialists ask for.
  const LEFT_OUT = [
    ".path, .contents, .record-compare, .record-foot, .record-section--sources, .headerlink, .count",
    "details, sup, script, button, thead, .picture",
    "#generic-name, #stage-abroad, #developers, #marketed-by, #therapies, #targets, #cell-source, #cell-type",
    "#manufacturing, #title, #gives, #sponsor-type, #interventions, #design, #registry-updated, #countries, #patents",
  ].join();
  const ROWS = "tr, .glance > div, section > p, section > ul > li, section > dl > div";
  const HIGH = 430; // millimetres that two pages have room for, A4 or Letter

  // Here, not in the style sheet that every first visit loads.
  const STYLE = new CSSStyleSheet();
  STYLE.replaceSync(`
    @media print {
      body:has(> .handout) > :not(.handout) {
        display: none;
      }
    }
    .md-typeset.handout {
      width: 178mm;
      font-size: 13pt;
      line-height: 1.4;
    }
    @media screen {
      .handout {
        position: absolute;
        left: -999rem;
      }
    }
    .handout-more {
      display: flex;
      gap: 5mm;
      margin-top: 4mm;
      font-size: 0.8em;
      overflow-wrap: anywhere;
    }
    .handout-more svg {
      flex: none;
      width: 32mm;
      background: #ffffff;
    }
    .md-typeset.handout :is(h2, dt, dd, td, th, p, .tag) {
      padding-block: 0.6mm;
      font-size: 1em;
    }
    .md-typeset.handout :is(.record-aliases, .record-evidence, .tag) {
      font-size: 0.8em;
    }
    .handout :is(h2, .record-section) {
      margin-block: 4mm 1mm;
    }
    .md-typeset.handout .glance > div {
      display: grid;
      break-inside: auto;
      grid-template-columns: 30% 1fr;
      gap: 4mm;
      padding-block: 1mm;
    }
    .handout-table {
      width: 100%;
    }
    .handout-table :is(th, td) {
      padding: 1mm 4mm 1mm 0;
      border-top: 1px solid var(--atlas-line);
      text-align: start;
      vertical-align: top;
    }
    .handout .values > li {
      display: inline;
    }
    .handout .values > li:not(:last-child)::after {
      content: " · ";
    }
    .md-typeset.handout :is(a, abbr) {
      border: 0;
      color: inherit;
      text-decoration: none;
    }
  `);
  document.adoptedStyleSheets.push(STYLE);

  /**
   * Print what the page says first, as much as two pages have room for, with a code that leads back.
   * @param {HTMLButtonElement} button
   */
  function print(button) {
    const page = make("section", { class: "handout md-typeset" });
    const address = location.origin + location.pathname;
    const copy = required(HTMLElement, ".record").cloneNode(true);
    page.append(required(HTMLElement, ".brand span").textContent ?? "", copy);
    for (const element of all(Element, LEFT_OUT, page)) {
      const before = element.previousSibling;
      if (before instanceof Text) before.data = before.data.trimEnd(); // " [1]." was "."
      element.remove();
    }
    for (const table of all(HTMLTableElement, "table", page)) {
      table.className = "handout-table";
      if (table.rows[0]?.cells.length > 4) table.remove(); // no room for large letters
    }
    for (const section of all(Element, "section", page)) if (!section.querySelector(ROWS)) section.remove();
    const first = all(Element, "#indications, #coverage, #boxed-warnings, #treatment-centres", page);
    optional(Element, ".glance", page)?.prepend(...first);
    for (const element of all(Element, "[id]", page)) element.removeAttribute("id");
    const code = atlasQr.drawn(address);
    const more = make("p", {}, button.dataset.more ?? "", make("br", {}), address);
    const advice = optional(HTMLElement, ".not-advice")?.textContent ?? "";
    required(HTMLElement, ".record-head", page).after(
      make("div", { class: "handout-more" }, ...(code ? [code] : []), make("div", {}, more, make("p", {}, advice))),
    );
    document.body.append(page);
    const whole = page.offsetHeight <= (HIGH * 96) / 25.4;
    if (!whole) page.append(make("p", {}, button.dataset.cut ?? ""));
    while (page.offsetHeight > (HIGH * 96) / 25.4) {
      const section = all(Element, "section", page).at(-1);
      if (!section) break;
      all(Element, ROWS, section).at(-1)?.remove();
      if (!section.querySelector(ROWS)) section.remove();
    }
    addEventListener("afterprint", () => page.remove(), { once: true });
    window.print();
  }

  return { print };
})();
