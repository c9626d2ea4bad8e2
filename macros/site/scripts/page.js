/* What every page can do with a script: switch between light and dark, keep the place in menu,
   contents and the other language. */
(() => {
  "use strict";

  const { all, around, optional, required } = atlasElements;
  const root = document.documentElement;

  /* Light and dark. The button says what it will do. */
  const button = required(HTMLButtonElement, "button.scheme");
  const { light = "", dark = "" } = button.dataset;
  const isDark = () => root.dataset.mdColorScheme === "slate";
  const say = () => button.setAttribute("aria-label", isDark() ? light : dark);
  say();
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.mdColorScheme = isDark() ? "default" : "slate";
    try {
      localStorage.setItem("atlas-scheme", root.dataset.mdColorScheme);
    } catch {
      // It holds for this page only.
    }
    say();
  });

  /* The current part of a menu that scrolls sideways comes into sight. */
  for (const current of all(HTMLElement, ".menu [aria-current]")) {
    const list = current.closest("ul");
    if (list) list.scrollLeft = current.offsetLeft - list.offsetLeft - 16;
  }

  /* How long ago the statuses were compared with the registry, by the reader's own clock: a copy of
     the site that nobody renews warns too. */
  const compared = optional(HTMLElement, "[data-compared]");
  const warning = compared?.querySelector("strong");
  const days = (Date.now() - Date.parse(compared?.dataset.compared ?? "")) / 86_400_000;
  if (warning && days >= Number(compared?.dataset.days)) warning.hidden = false;

  /* A citation points to the list of sources; once opened, it shows their lines. */
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (!(target instanceof HTMLDetailsElement)) return;
      for (const mark of all(HTMLAnchorElement, ".citation-body li > a[href^='#ref-']", target)) {
        const line = document.getElementById(mark.hash.slice(1))?.cloneNode(true);
        if (line) mark.parentElement?.replaceChildren(...line.childNodes);
      }
    },
    { capture: true },
  );

  /* Share a page or one of its pictures: as the device does it, or by copying the link. */
  addEventListener("click", async (event) => {
    const share = around(HTMLButtonElement, event.target, "button.share[data-copied]");
    if (!share) return;
    const url = new URL(share.dataset.place ?? "", location.href).href;
    try {
      if (typeof navigator.share === "function") return await navigator.share({ title: document.title, url });
      await navigator.clipboard.writeText(url);
      share.textContent = share.dataset.copied ?? "";
    } catch {
      // The reader changed their mind, or the browser allows neither.
    }
  });

  /* While the page moves: whether its reader goes down; where it is among its headings. */
  const contents = optional(HTMLDetailsElement, "details.contents");
  const links = contents ? all(HTMLAnchorElement, "li > a", contents) : [];
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const passed = () => {
    const end = innerHeight + scrollY >= root.scrollHeight - 2;
    return headings.filter((heading) => heading && (end || heading.getBoundingClientRect().top < 120)).at(-1);
  };
  const mark = () => {
    const now = passed();
    for (const [at, link] of links.entries()) {
      if (headings[at] === now) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  let waiting = false;
  let before = scrollY;
  const moved = () => {
    waiting = false;
    if (Math.abs(scrollY - before) > 8) {
      root.toggleAttribute("data-down", scrollY > before && scrollY > 160);
      before = scrollY;
    }
    if (contents) mark();
  };
  addEventListener(
    "scroll",
    () => {
      if (!waiting) requestAnimationFrame(moved);
      waiting = true;
    },
    { passive: true },
  );

  /* The other language: the same query and the same place. A heading that has just gone down, as when a
     small screen is turned back to get the header, is nearer than the one before it. */
  const languages = optional(HTMLElement, ".atlas-languages");
  /** @param {HTMLElement} place */
  const away = (place) => Math.abs(place.getBoundingClientRect().top - 100);
  const nearest = () => {
    const places = all(HTMLElement, "main :is(h2, h3, div)[id]").filter((place) => place.offsetParent);
    return places.sort((a, b) => away(a) - away(b)).at(0);
  };
  for (const sign of ["pointerdown", "focusin", "click"]) {
    languages?.addEventListener(sign, (event) => {
      const link = around(HTMLAnchorElement, event.target, "a");
      if (!link) return;
      link.search = location.search;
      link.hash = (scrollY > 160 && nearest()?.id) || location.hash;
    });
  }

  /* The list of contents: open on a wide screen, closed after a choice on a narrow one; the heading
     that is being read is marked. */
  if (!contents) return;
  const wide = matchMedia("(min-width: 60em)");
  const fit = () => (contents.open = wide.matches);
  fit();
  wide.addEventListener("change", fit);
  contents.addEventListener("click", (event) => {
    if (around(HTMLAnchorElement, event.target, "a") && !wide.matches) contents.open = false;
  });
  contents.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || wide.matches || !contents.open) return;
    contents.open = false;
    contents.querySelector("summary")?.focus();
  });
  mark();
})();
