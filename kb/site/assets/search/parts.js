// The elements of the dialog, on the page and closed.

import { make } from "./element.js";

export const LIST = "kb-search-list";
const HINTS = [["↑ ↓", "choose"], ["↵", "open"], ["ctrl ↵", "new tab"], ["esc", "close"]];
const SYNTAX = [
  ['"a phrase"', "these words in this order"],
  ["-word", "without this word"],
  ["tag:name", "with this tag or one below it"],
  ["type:name", "of this type; stage: likewise"],
];

/** Put the dialog on the page; its parts by name. */
export function makeParts(icon) {
  const field = make("input", "kb-search__field", {
    ...{ type: "text", role: "combobox", "aria-label": "Search", placeholder: "Search", "aria-controls": LIST },
    ...{ "aria-expanded": "false", "aria-autocomplete": "list", autocomplete: "off", autocapitalize: "off" },
    ...{ spellcheck: "false", enterkeyhint: "go" },
  });
  const close = make("button", "kb-search__close", { type: "button" }, "Close");
  const chips = make("div", "kb-search__chips", { role: "group", "aria-label": "Filters" });
  const status = make("p", "kb-search__status", { role: "status" });
  const list = make("ul", "kb-search__list", { id: LIST, role: "listbox", "aria-label": "Results" });
  const more = make("button", "kb-search__more", { type: "button" }, "Show more");
  const help = make("dl", "kb-search__help", {}, ...SYNTAX.flatMap(helpRow));
  const bar = make("div", "kb-search__bar", {}, icon, field, close);
  const body = make("div", "kb-search__body", {}, help, list, more);
  const hints = make("p", "kb-search__hints", { "aria-hidden": "true" }, ...HINTS.map(hint));
  const dialog = make("dialog", "kb-search", { "aria-label": "Search" }, bar, chips, status, body, hints);
  document.body.append(dialog);
  return { dialog, field, close, chips, status, list, more, help };
}

function helpRow([typed, meaning]) {
  return [make("dt", "", {}, make("code", "", {}, typed)), make("dd", "", {}, meaning)];
}

function hint([key, meaning]) {
  return make("span", "", {}, make("kbd", "", {}, key), ` ${meaning}`);
}
