/* The rules of the site's scripts: ESLint's own recommended ones, and those below. */
import js from "@eslint/js";

const htmlFromText = ["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe"];

export default [
  js.configs.recommended,
  {
    languageOptions: { sourceType: "script", ecmaVersion: 2022 },
    linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" },
    rules: {
      // tsc knows every name, of the browser and of the other scripts (jsconfig.json).
      "no-undef": "off",
      // A script's own name is there for the scripts that come after it.
      "no-unused-vars": ["error", { vars: "local" }],
      strict: ["error", "function"],
      // One name, one thing: also in the scope that all scripts of a page share.
      "no-implicit-globals": "error",
      "no-shadow": "error",
      "no-use-before-define": ["error", { functions: false, variables: false }],
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: "error",
      curly: ["error", "multi-line"],
      "array-callback-return": "error",
      "no-promise-executor-return": "error",
      "no-throw-literal": "error",
      "no-else-return": "error",
      "object-shorthand": "error",
      "prefer-template": "error",
      // The page's policy forbids it, and a text from the data never becomes program or HTML.
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-script-url": "error",
      "no-restricted-properties": ["error", ...htmlFromText.map((property) => ({ property }))],
    },
  },
];
