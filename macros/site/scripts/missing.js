/* An address without a page: its words are in the search field, and the page of the menu whose address
   is most like it is named. The language of the address comes first. */
(() => {
  "use strict";

  const { all, optional, required } = atlasElements;
  const path = location.pathname;
  /** @param {HTMLElement} section */
  const root = (section) => new URL(section.dataset.root ?? "", location.href).pathname;
  const sections = all(HTMLElement, ".missing");
  const own = sections
    .filter((section) => path.startsWith(root(section)))
    .sort((a, b) => root(b).length - root(a).length)
    .at(0);
  if (own && own !== sections[0]) {
    sections[0].before(own);
    document.title = required(HTMLHeadingElement, "h1, h2", own).textContent;
  }

  const words = decodeURIComponent(path.split("/").filter(Boolean).at(-1) ?? "").replace(/\.html?$|[-_]+/g, " ");
  for (const section of sections) {
    required(HTMLInputElement, "input", section).value = words.trim();
    const rest = own ? path.slice(root(own).length) : path.slice(1);
    const [kind = ""] = rest.split("/");
    const here = new URL(`${kind}/`, new URL(root(section), location.href)).pathname;
    const known = all(HTMLAnchorElement, ".foot-map a").find((link) =>
      link.pathname.endsWith(`/${kind}/`),
    );
    if (!kind || !known) continue;
    const nearest = required(HTMLElement, ".nearest", section);
    const link = required(HTMLAnchorElement, "a", nearest);
    link.href = here;
    link.textContent = known.textContent;
    nearest.hidden = false;
    if (section.lang === document.documentElement.lang) continue;
    // The menu is in the language of this page: the page says what it is called in its own.
    fetch(here)
      .then((got) => got.text())
      .then((html) => {
        const title = new DOMParser().parseFromString(html, "text/html").querySelector("h1")?.firstChild;
        link.textContent = title?.textContent ?? here;
      })
      .catch(() => (link.textContent = here));
  }
  optional(HTMLInputElement, ".missing input")?.focus();
})();
