// The line above the results: how many there are, what was taken for what, or what to try where there is nothing.

import { make } from "./element.js";
import { fold } from "./words.js";

const ADVICE = "Try fewer words, another spelling, or the beginning of a word.";

/** What is said of what was found; `change(text)` is called with the query of a suggestion that is taken up. */
export function statusNodes(found, text, change) {
  if (found.shown) return [counted(found), ...found.instead.map(taken)];
  const looked = `Not in the first ${found.read} of ${found.notes.length} pages with these words. `;
  return [found.hasMore ? looked : "No page has this. ", ...suggestions(found, text, change)];
}

function counted({ total, isAll }) {
  return `${total} ${total === "1" ? "page" : "pages"}${isAll ? "" : "; none has all the words"}.`;
}

function taken([typed, word]) {
  return ` Nothing has “${typed}”: these have “${word}”.`;
}

function suggestions({ query, meant }, text, change) {
  const wider = query.filters.reduce((rest, { raw }) => rest.replace(raw, ""), text).trim();
  const offers = [
    ...(query.filters.length && wider ? [["Search without filters", wider]] : []),
    ...(query.phrases.length ? [["Search for the words in any order", text.replaceAll('"', "")]] : []),
    ...meant.map(([typed, word]) => [`Did you mean “${word}”?`, fold(text).replace(typed, word)]),
  ];
  return offers.length ? offers.map(([label, query]) => suggestion(label, () => change(query))) : [ADVICE];
}

function suggestion(label, take) {
  const button = make("button", "kb-search__suggestion", { type: "button" }, label);
  button.addEventListener("click", take);
  return button;
}
