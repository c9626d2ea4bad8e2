/* Elements: made with text only, never from HTML; whatever stands in the data stays text. */
window.atlasElements = (() => {
  "use strict";

  /** An element with attributes and children; strings become text. */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  const language = document.documentElement.lang;

  /** A text that cannot turn its neighbours around, in its own language. */
  function words(text, className) {
    const own = window.atlasSpelling.HANGUL.test(text) ? "ko" : "en";
    const attributes = className ? { class: className } : {};
    if (own !== language) attributes.lang = own;
    return make("bdi", attributes, text);
  }

  return { language, make, words };
})();
