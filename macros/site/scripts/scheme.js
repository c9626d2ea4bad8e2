/* Light or dark, before anything is painted: as chosen here before, as theme.palette.scheme says, or
   as the system has it. */
(() => {
  "use strict";

  let chosen = document.documentElement.dataset.scheme;
  try {
    chosen = localStorage.getItem("atlas-scheme") ?? chosen;
  } catch {
    // Storage may be forbidden: then the system's choice applies.
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
