/* Spelling: the forms of a text in which names are looked for. For search and explorer. */
const atlasSpelling = (() => {
  "use strict";

  const HANGUL = /[가-힣]/;
  const PARTICLE =
    /(?:에서는|으로는|에서|에게|에는|에도|으로|부터|까지|이란|하고|은|는|이|가|을|를|의|에|로|와|과|도|만|란)$/;

  /**
   * Lower case without accents, Hangul in whole syllables.
   * @param {string} text
   */
  const fold = (text) =>
    text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f]/g, "").normalize("NFC");

  /**
   * Letters and digits only: "AT-101", "at 101" and "AT101" are one.
   * @param {string} folded
   */
  const squeeze = (folded) => folded.replace(/[^\p{L}\p{N}]+/gu, "");

  /**
   * The words of a folded query, squeezed, each once.
   * @param {string} folded
   */
  const wordsOf = (folded) =>
    [...new Set(folded.split(/[\s,;:()[\]{}"'`“”‘’·/|!?]+/).map(squeeze))].filter(Boolean);

  return { HANGUL, PARTICLE, fold, squeeze, wordsOf };
})();
