/* Elements: found by type; made with text only, never from HTML: what the data holds stays
   text. */
const atlasElements = (() => {
  "use strict";

  /**
   * The first element for a selector, or null where there is none of this type.
   * @template {Element} T
   * @param {new () => T} type
   * @param {string} selector
   * @param {ParentNode} [within]
   */
  function optional(type, selector, within = document) {
    const element = within.querySelector(selector);
    return element instanceof type ? element : null;
  }

  /**
   * The first element for a selector; an error where the page has none of this type.
   * @template {Element} T
   * @param {new () => T} type
   * @param {string} selector
   * @param {ParentNode} [within]
   */
  function required(type, selector, within = document) {
    const element = optional(type, selector, within);
    if (!element) throw new TypeError(`no ${type.name} for ${selector}`);
    return element;
  }

  /**
   * All elements of a type for a selector.
   * @template {Element} T
   * @param {new () => T} type
   * @param {string} selector
   * @param {ParentNode} [within]
   */
  function all(type, selector, within = document) {
    return [...within.querySelectorAll(selector)].filter(
      /** @returns {element is T} */ (element) => element instanceof type,
    );
  }

  /**
   * The element of a type around what an event is about, itself included, or null.
   * @template {Element} T
   * @param {new () => T} type
   * @param {EventTarget | null} target
   * @param {string} selector
   */
  function around(type, target, selector) {
    const element = target instanceof Element ? target.closest(selector) : null;
    return element instanceof type ? element : null;
  }

  /**
   * Whether an element contains what an event is about.
   * @param {Node} element
   * @param {EventTarget | null} target
   */
  const holds = (element, target) => target instanceof Node && element.contains(target);

  /**
   * An element with attributes and children; strings become text.
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {Record<string, string>} attributes
   * @param {(Node | string)[]} children
   */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  const language = document.documentElement.lang;

  /**
   * A text that cannot turn its neighbours around, in its own language.
   * @param {string} text
   * @param {string} [className]
   */
  function words(text, className) {
    const own = atlasSpelling.HANGUL.test(text) ? "ko" : "en";
    /** @type {Record<string, string>} */
    const attributes = className ? { class: className } : {};
    if (own !== language) attributes.lang = own;
    return make("bdi", attributes, text);
  }

  /**
   * The same function, whose answer to a key is asked for once; one that failed is forgotten: the next
   * time may go better.
   * @template T
   * @param {(key: string) => Promise<T>} ask
   */
  function once(ask) {
    /** @type {Map<string, Promise<T>>} */
    const answers = new Map();
    return (key = "") => {
      const known = answers.get(key);
      if (known) return known;
      const answer = ask(key);
      answers.set(key, answer);
      answer.catch(() => answers.delete(key));
      return answer;
    };
  }

  return { all, around, holds, language, make, once, optional, required, words };
})();
