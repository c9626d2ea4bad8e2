/* Scripts that wait until a reader does what needs them: search, reading aids, pictures as PNG,
   hand-outs. */
const atlasLater = (() => {
  "use strict";

  const { all, around, once, optional, required } = atlasElements;
  const here = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";
  const FILES = { search: "search.js", reading: "reading.js", pictures: "pictures.js", handout: "handout.js" };
  /** Load one of the scripts. */
  const load = once((/** @type {string} */ name) => {
    const script = document.createElement("script");
    script.src = new URL(FILES[/** @type {keyof typeof FILES} */ (name)], here).href;
    document.head.append(script);
    return new Promise((resolve, reject) => {
      script.onload = resolve;
      script.onerror = reject;
    });
  });

  /* Search: at the first sign that somebody is about to type. Where the script does not come, the
     form leads to its page. */
  const form = required(HTMLFormElement, "form.atlas-search");
  const field = required(HTMLInputElement, ".atlas-search-field", form);
  const opener = required(HTMLElement, ".atlas-search-open");
  const search = () => load("search").catch(() => {});
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-expanded", "false");

  /** @param {Event} event */
  function open(event) {
    event.preventDefault();
    document.body.classList.add("atlas-searching");
    field.focus(); // at once: a phone shows its keys in answer to a touch only
  }
  form.addEventListener("focusin", search);
  for (const element of [form, opener]) element.addEventListener("pointerdown", search);
  opener.addEventListener("click", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) open(event);
  });
  document.addEventListener("keydown", (event) => {
    const typing = around(Element, event.target, "input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) open(event);
  });
  if (optional(Element, "[data-search-page]")) search();

  /* Reading aids: when somebody moves on the page. */
  const signs = ["pointerover", "pointerdown", "focusin", "keydown"];
  function reading() {
    for (const sign of signs) document.removeEventListener(sign, reading);
    load("reading").catch(() => {});
  }
  for (const sign of signs) document.addEventListener(sign, reading, { passive: true });

  /* Pictures: a button that saves one. */
  for (const button of all(HTMLButtonElement, "button[data-png]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        await load("pictures");
        await atlasPictures.download(button.dataset.png ?? "");
      } finally {
        button.disabled = false;
      }
    });
  }

  const handout = optional(HTMLButtonElement, "button.handout-open");
  handout?.addEventListener("click", async () => {
    await load("handout");
    atlasHandout.print(handout);
  });

  return { load };
})();
