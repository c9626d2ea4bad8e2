/* What the scripts use of a browser that TypeScript does not know. */

interface Navigator {
  /** Chromium only. */
  readonly connection?: { readonly saveData: boolean };
}
