/* Light or dark, before anything is painted: as chosen here before, or as the system has it. */
(() => {
  "use strict";

  let chosen = null;
  try {
    chosen = localStorage.getItem("atlas-scheme");
  } catch {
    // Storage may be forbidden: then the system's choice stands.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)");
  /** @param {string} name */
  const set = (name) => (document.documentElement.dataset.mdColorScheme = name);
  const ofSystem = () => set(dark.matches ? "slate" : "default");
  if (chosen === "slate" || chosen === "default") set(chosen);
  else {
    ofSystem();
    dark.addEventListener("change", ofSystem);
  }
})();
