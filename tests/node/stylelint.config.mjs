/* The rules of the site's style sheets: stylelint's standard ones, but for those below. */

const block = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*";

export default {
  extends: "stylelint-config-standard",
  // Without a reason, a complaint is not switched off.
  reportDescriptionlessDisables: true,
  reportInvalidScopeDisables: true,
  reportNeedlessDisables: true,
  // Material's rules, as its own program wrote them.
  ignoreFiles: "../../macros/site/styles/material.css",
  rules: {
    // A blank line parts groups of rules, not every rule.
    "at-rule-empty-line-before": null,
    "comment-empty-line-before": null,
    "custom-property-empty-line-before": null,
    "rule-empty-line-before": null,
    // It knows nothing of the page: `.facet button` after `.menu button:hover` is no mistake.
    "no-descending-specificity": null,
    // The form of all colours of the palette, which the pictures and the social image read too.
    "color-hex-length": "long",
    // `(width < 60em)` is not understood by browsers of 2022.
    "media-feature-range-notation": "prefix",
    // block, block__element, block--modifier; the theme's names are of this form too.
    "selector-class-pattern": `^${block}(?:__${block})?(?:--${block})?$`,
    "custom-property-pattern": `^${block}(?:--${block})?$`,
    // Names of fonts are written as their makers write them.
    "value-keyword-case": ["lower", { ignoreProperties: ["/font/"] }],
  },
};
