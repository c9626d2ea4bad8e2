// Pictures: the download as PNG. The file of a picture is drawn twice its size, in the colours of
// the page and with the fonts that the page itself has.
const atlasPictures = (() => {
  "use strict";

  const FAMILY = "Atlas Sans";
  const SCALE = 2;
  const TURN = 120; // milliseconds
  const FEWEST_TURNS = 3;
  const MOST_TURNS = 10;

  /**
   * Draw the picture at an address and save it under its name.
   * @param {string} address
   */
  async function download(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    // Changed as text: a document made of it would be under this page's policy, its style refused.
    const file = await answer.text();
    const dark = document.documentElement.dataset.mdColorScheme === "slate";
    const source = file
      .replace("(prefers-color-scheme: dark)", dark ? "all" : "not all")
      .replace("</style>", `${await fonts(file)}</style>`);
    save(await drawn(source), address.replace(/^.*\//, "").replace(/\.svg$/, ".png"));
  }

  /**
   * Return the page's rules for the fonts that the text needs, each with its font inside.
   * @param {string} text
   */
  async function fonts(text) {
    const needed = new Set(Array.from(text, (letter) => letter.codePointAt(0) ?? 0));
    const found = [];
    for (const sheet of document.styleSheets) {
      if (sheet.href && new URL(sheet.href).origin !== location.origin) continue;
      for (const rule of sheet.cssRules) {
        if (!(rule instanceof CSSFontFaceRule)) continue;
        const family = rule.style.getPropertyValue("font-family").replace(/["']/g, "");
        if (family === FAMILY && covers(rule.style.getPropertyValue("unicode-range"), needed)) {
          found.push(embedded(rule, sheet.href || location.href));
        }
      }
    }
    return (await Promise.all(found)).join("");
  }

  /**
   * Whether a unicode-range ("U+20-7E, U+AC??") holds one of the letters; an empty one holds all.
   * @param {string} range
   * @param {Set<number>} needed
   */
  function covers(range, needed) {
    if (!range) return true;
    return range.split(",").some((part) => {
      const [from, to] = part.trim().replace(/^U\+/i, "").split("-");
      const first = parseInt(from.replaceAll("?", "0"), 16);
      const last = parseInt(to || from.replaceAll("?", "F"), 16);
      return Array.from(needed).some((letter) => letter >= first && letter <= last);
    });
  }

  /**
   * A rule with its font inside, or "" where the font cannot be had.
   * @param {CSSFontFaceRule} rule
   * @param {string} base
   */
  async function embedded(rule, base) {
    const source = rule.style.getPropertyValue("src").match(/url\(["']?([^"')]+)["']?\)/);
    if (!source) return "";
    const answer = await fetch(new URL(source[1], base));
    if (!answer.ok) return ""; // the picture is drawn with a font of the reader's own
    const data = await dataUri(await answer.blob());
    return rule.cssText
      .replace(rule.style.getPropertyValue("src"), `url("${data}")`)
      .replace(/font-display:[^;]*;/, "font-display: swap;");
  }

  /**
   * A file as an address that has it inside.
   * @param {Blob} blob
   * @returns {Promise<string>}
   */
  function dataUri(blob) {
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result));
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(blob);
    });
  }

  /**
   * A picture, given as the text of an SVG, as a PNG.
   * @param {string} source
   */
  async function drawn(source) {
    const size = source.match(/ width="(\d+)" height="(\d+)"/);
    if (!size) throw new Error("a picture without a size");
    const [whole, width, height] = size;
    const canvas = document.createElement("canvas");
    canvas.width = Number(width) * SCALE;
    canvas.height = Number(height) * SCALE;
    const large = source.replace(whole, ` width="${canvas.width}" height="${canvas.height}"`);
    const address = URL.createObjectURL(new Blob([large], { type: "image/svg+xml" }));
    try {
      const image = new Image();
      image.src = address;
      await image.decode();
      const context = canvas.getContext("2d");
      if (!context) throw new Error("this browser cannot draw");
      // The first drawing makes the browser read the fonts, and nothing says when it has: until
      // then words stand in another font. Draw until two drawings in a row are the same.
      let before = "";
      for (let turn = 1; turn <= MOST_TURNS; turn++) {
        context.drawImage(image, 0, 0);
        const now = canvas.toDataURL();
        if (turn >= FEWEST_TURNS && now === before) break;
        before = now;
        await new Promise((resolve) => {
          setTimeout(resolve, TURN);
        });
      }
    } finally {
      URL.revokeObjectURL(address);
    }
    return toPng(canvas);
  }

  /**
   * What is drawn, as a PNG.
   * @param {HTMLCanvasElement} canvas
   * @returns {Promise<Blob>}
   */
  function toPng(canvas) {
    return new Promise((resolve, reject) => {
      canvas.toBlob((blob) => {
        if (blob) resolve(blob);
        else reject(new Error("the picture is too large to be drawn"));
      }, "image/png");
    });
  }

  /**
   * Offer a file for download.
   * @param {Blob} blob
   * @param {string} name
   */
  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  return { download };
})();
