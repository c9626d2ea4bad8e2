/* What every page can do with a script: switch between light and dark, keep the place in menu and
   contents. */
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

  /* The list of contents: open on a wide screen, closed after a choice on a narrow one; the heading
     that is being read is marked. */
  const contents = optional(HTMLDetailsElement, "details.contents");
  if (!contents) return;
  const wide = matchMedia("(min-width: 60em)");
  const fit = () => (contents.open = wide.matches);
  fit();
  wide.addEventListener("change", fit);
  const links = [...contents.querySelectorAll("a")];
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  contents.addEventListener("click", (event) => {
    if (around(HTMLAnchorElement, event.target, "a") && !wide.matches) contents.open = false;
  });
  contents.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || wide.matches || !contents.open) return;
    contents.open = false;
    contents.querySelector("summary")?.focus();
  });
  let waiting = false;
  const mark = () => {
    waiting = false;
    const end = innerHeight + scrollY >= root.scrollHeight - 2;
    const passed = headings.filter((heading) => heading && (end || heading.getBoundingClientRect().top < 120));
    const last = passed.at(-1);
    const now = last && links[headings.indexOf(last)];
    for (const link of links) {
      if (link === now) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  addEventListener(
    "scroll",
    () => {
      if (!waiting) requestAnimationFrame(mark);
      waiting = true;
    },
    { passive: true },
  );
  mark();
})();
