// An address as a QR code: version 5 (37 squares), level L, mask 0 of ISO/IEC 18004, enough for 106
// bytes. One version and one mask are all that an address of a page needs.
const atlasQr = (() => {
  "use strict";

  const SIZE = 37;
  const [DATA, CHECK] = [108, 26]; // code words
  const FORMAT = 0x77c4; // level L and mask 0, with their check bits
  const MOST = DATA - 2;

  /** @type {number[]} */
  const power = [];
  for (let n = 0, value = 1; n < 255; n++, value = value & 128 ? (value * 2) ^ 0x11d : value * 2) power.push(value);

  /**
   * The product of two elements of the field of 256.
   * @param {number} a
   * @param {number} b
   */
  const times = (a, b) => (a && b ? power[(power.indexOf(a) + power.indexOf(b)) % 255] : 0);

  /**
   * The code words of Reed and Solomon for others.
   * @param {number[]} words
   */
  function checked(words) {
    let divisor = [1];
    for (let n = 0; n < CHECK; n++) {
      const by = divisor.map((factor) => times(factor, power[n]));
      divisor = [...divisor, 0].map((factor, at) => factor ^ (by[at - 1] ?? 0));
    }
    const rest = Array.from({ length: CHECK }, () => 0);
    for (const word of words) {
      const factor = word ^ (rest.shift() ?? 0);
      rest.push(0);
      for (let n = 0; n < CHECK; n++) rest[n] ^= times(divisor[n + 1], factor);
    }
    return rest;
  }

  /**
   * The bits of all code words.
   * @param {Uint8Array} bytes
   */
  function bits(bytes) {
    const nibbles = [4, bytes.length >> 4, bytes.length & 15, ...Array.from(bytes).flatMap((b) => [b >> 4, b & 15]), 0];
    const words = [];
    for (let n = 0; n < nibbles.length; n += 2) words.push(nibbles[n] * 16 + nibbles[n + 1]);
    for (let n = 0; words.length < DATA; n++) words.push(n % 2 ? 0x11 : 0xec);
    return [...words, ...checked(words)].flatMap((word) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (word >> bit) & 1));
  }

  /**
   * The rows of the code, a bit a square; null for a text that is too long.
   * @param {string} text
   */
  function rows(text) {
    const bytes = new TextEncoder().encode(text);
    if (bytes.length > MOST) return null;
    /** @type {(number | undefined)[][]} */
    const made = Array.from({ length: SIZE }, () => Array.from({ length: SIZE }, () => undefined));
    /**
     * A square of rings around a middle.
     * @param {number} x
     * @param {number} y
     * @param {number} reach
     * @param {number[]} light
     */
    const target = (x, y, reach, light) => {
      for (let dy = -reach; dy <= reach; dy++) {
        for (let dx = -reach; dx <= reach; dx++) {
          const row = made[y + dy];
          if (row && x + dx in row) row[x + dx] = light.includes(Math.max(Math.abs(dx), Math.abs(dy))) ? 0 : 1;
        }
      }
    };
    for (let n = 0; n < SIZE; n++) made[6][n] = made[n][6] = (n + 1) % 2;
    for (const [x, y] of [[3, 3], [SIZE - 4, 3], [3, SIZE - 4]]) target(x, y, 4, [2, 4]);
    target(SIZE - 7, SIZE - 7, 2, [1]);
    const format = (/** @type {number} */ n) => (FORMAT >> n) & 1;
    for (let n = 0; n < 15; n++) {
      if (n < 8) made[8][SIZE - 1 - n] = format(n);
      else made[SIZE - 15 + n][8] = format(n);
      if (n < 8) made[n < 6 ? n : n + 1][8] = format(n);
      else made[8][n === 8 ? 7 : 14 - n] = format(n);
    }
    made[SIZE - 8][8] = 1;
    const all = bits(bytes);
    let next = 0;
    for (let right = SIZE - 1; right > 0; right -= 2) {
      if (right === 6) right = 5; // the column of the timing marks
      const up = ((right + 1) & 2) === 0;
      for (let n = 0; n < SIZE; n++) {
        const y = up ? SIZE - 1 - n : n;
        for (const x of [right, right - 1]) {
          if (made[y][x] === undefined) made[y][x] = (all[next++] ?? 0) ^ ((x + y + 1) % 2);
        }
      }
    }
    return /** @type {number[][]} */ (made);
  }

  /**
   * The code as a picture, or null.
   * @param {string} text
   */
  function drawn(text) {
    const squares = rows(text);
    if (!squares) return null;
    const space = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(space, "svg");
    picture.setAttribute("viewBox", `-4 -4 ${SIZE + 8} ${SIZE + 8}`);
    const path = document.createElementNS(space, "path");
    const dark = squares.flatMap((row, y) => row.flatMap((bit, x) => (bit ? [`M${x} ${y}h1v1h-1z`] : [])));
    path.setAttribute("d", dark.join(""));
    picture.append(path);
    return picture;
  }

  return { drawn, rows };
})();
