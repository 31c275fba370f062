// What a reader typed: words, "phrases", -without, and the filters tag:, type: and stage:.

import { chunksOf, fold, termsOf } from "./words.js";

export const KINDS = ["tag", "type", "stage"];
const TERM = /(?<not>-?)(?:(?<kind>tag|type|stage):(?:"(?<named>[^"]*)"?|(?<value>[^\s"]*))|"(?<phrase>[^"]*)"?|(?<word>[^\s"]+))/giu;

/**
 * Read a query.
 *
 * `words` hold `{ text, whole, parts, isPrefix }`; only the word that is being typed is a prefix. `without` holds lists
 * of such words: a note that has all of one is left out.
 * `filters` hold `{ kind, value, isNot, raw }`; `phrases` are folded words with spaces between.
 */
export function parseQuery(text) {
  const query = { words: [], phrases: [], without: [], filters: [] };
  const isTyping = /[\p{L}\p{M}\p{N}]$/u.test(text);
  for (const match of text.matchAll(TERM)) {
    const { kind, named, value, phrase, word } = match.groups;
    const isNot = match.groups.not === "-" && !/^[0-9]/.test(word ?? "");
    if (kind) addFilter(query, filterOf(kind, named ?? value, isNot, match[0]));
    else if (phrase !== undefined) addPhrase(query, phrase, isNot);
    else if (isNot) query.without.push(wordsOf(word));
    else query.words.push(...wordsOf(word));
  }
  const last = text.match(/\S+$/u)?.[0] ?? "";
  if (isTyping && query.words.length && !/[":]|^-[^0-9]/u.test(last)) query.words.at(-1).isPrefix = true;
  return query;
}

/** The query with a filter, or without it where it has it. */
export function toggled(text, kind, value) {
  const wanted = filterOf(kind, value, false, "");
  const isSame = (filter) => filter.kind === wanted.kind && filter.value === wanted.value && !filter.isNot;
  const had = parseQuery(text).filters.find(isSame);
  const rest = had ? text.replace(had.raw, "") : text;
  const added = had ? "" : `${kind}:${/\s/u.test(value) ? `"${value}"` : value}`;
  const joined = [rest.replace(/\s+/gu, " ").trim(), added].filter(Boolean).join(" ");
  return joined && `${joined} `;
}

/** Whether nothing is asked for. */
export function isEmpty(query) {
  return !query.words.length && !query.filters.some((filter) => !filter.isNot);
}

function filterOf(kind, value, isNot, raw) {
  return { kind: kind.toLowerCase(), value: foldedValue(value), isNot, raw };
}

/** A filter that says nothing yet, as `tag:` alone, asks for nothing. */
function addFilter(query, filter) {
  if (filter.value) query.filters.push(filter);
}

function foldedValue(value) {
  return fold(value.replace(/^#/, "").trim());
}

function addPhrase(query, phrase, isNot) {
  const words = wordsOf(phrase);
  if (isNot) query.without.push(words);
  else query.words.push(...words);
  if (!isNot && words.length > 1) query.phrases.push(chunksOf(phrase).join(" "));
}

function wordsOf(text) {
  return chunksOf(text).map((chunk) => ({ text: chunk, ...termsOf(chunk), isPrefix: false }));
}
