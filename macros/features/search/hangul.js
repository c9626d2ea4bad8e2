/* Hangul: the keys of a syllable, first letters, and what was typed on the wrong keyboard. For the search. */
const atlasHangul = (() => {
  "use strict";

  const LEADS = [..."ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"];
  const VOWELS = "ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ".split(" ");
  const TAILS = " ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ".split(" ");

  /** The letter on each key of the Korean keyboard; capitals are those with shift. */
  const KEYS = new Map(
    [..."qwertyuiopasdfghjklzxcvbnmQWERTOP"].map((key, at) => [key, "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ"[at]]),
  );
  const ON_KEY = new Map([...KEYS].map(([key, letter]) => [letter, key.toLowerCase()]));

  /**
   * The keys that are pressed for a text: 셀 is ㅅㅔㄹ, and 림캍 begins 림카토.
   * @param {string} text normalized, as `atlasSpelling.fold` leaves it
   */
  function letters(text) {
    let out = "";
    for (const char of text) {
      const code = char.charCodeAt(0);
      const syllable = code - 0xac00;
      if (syllable >= 0 && syllable < 11172) {
        out += LEADS[Math.floor(syllable / 588)] + VOWELS[Math.floor((syllable % 588) / 28)] + TAILS[syllable % 28];
      } else if (code >= 0x1100 && code < 0x1113) {
        out += LEADS[code - 0x1100]; // a letter that is still alone
      } else if (code >= 0x1161 && code < 0x1176) {
        out += VOWELS[code - 0x1161];
      } else if (code > 0x11a7 && code < 0x11c3) {
        out += TAILS[code - 0x11a7];
      } else {
        out += char;
      }
    }
    return out;
  }

  /**
   * The first letters of a Korean name, "" for any other: 큐로셀 is ㅋㄹㅅ.
   * @param {string} name squeezed
   */
  function initials(name) {
    if (!/^[가-힣]{2,}$/.test(name)) return "";
    return [...name].map((syllable) => LEADS[Math.floor((syllable.charCodeAt(0) - 0xac00) / 588)]).join("");
  }

  /**
   * The Hangul of a word typed while the keyboard was set to Latin, "" where it is none: zlaflk is 킴리아.
   * @param {string} word as typed
   */
  function fromLatin(word) {
    if (!/^[a-z]{4,}$/i.test(word)) return "";
    const typed = [...word].map((key) => KEYS.get(key) ?? KEYS.get(key.toLowerCase()) ?? "");
    let out = "";
    for (let at = 0; at < typed.length;) {
      // In haste the silent ㅇ is left out: 킴리ㅏ.
      const silent = VOWELS.includes(typed[at]);
      const lead = LEADS.indexOf(silent ? "ㅇ" : typed[at]);
      at += silent ? 0 : 1;
      let vowel = VOWELS.indexOf(typed[at]);
      if (lead < 0 || vowel < 0) return "";
      at += 1;
      const both = VOWELS.indexOf(typed[at - 1] + typed[at]);
      if (both >= 0) {
        vowel = both;
        at += 1;
      }
      // A consonant belongs to the syllable before it unless a vowel follows.
      let tail = "";
      while (at < typed.length && LEADS.includes(typed[at]) && !VOWELS.includes(typed[at + 1]) && TAILS.includes(tail + typed[at])) {
        tail += typed[at];
        at += 1;
      }
      out += String.fromCharCode(0xac00 + 588 * lead + 28 * vowel + TAILS.indexOf(tail));
    }
    return out;
  }

  /**
   * The Latin letters of a word typed while the keyboard was set to Hangul: ㅏㅛㅡ갸모 is kymriah.
   * @param {string} word folded
   */
  const toLatin = (word) => [...letters(word)].map((letter) => ON_KEY.get(letter) ?? letter).join("");

  return { letters, initials, fromLatin, toLatin };
})();
