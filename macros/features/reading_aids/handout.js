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
    "#manufacturing, #title, #gives, #sponsor-type, #interventions, #design, #registry-updated, #countries",
  ].join();
  const ROWS = "tr, .glance > div, section > p, section > ul > li, section > dl > div";
  const HIGH = 450; // millimetres that two pages have room for, A4 or Letter

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
    for (const table of all(Element, "table", page)) table.className = "handout-table";
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
