// From a query to the notes that answer it, best first: BM25 over the postings, with the words' places in their weights.

import { matchAll, matchWord, nearest } from "./match.js";
import { KINDS } from "./query.js";
import { eachPosting } from "./store.js";

/** How slowly more of a word counts less: a title's word weighs 16 to 32, one of the text 1 to 8. */
const SATURATION = 6;
/** How much a long note's words count less. */
const LENGTH_SHARE = 0.4;
const MOST_MEANT = 3;

/**
 * The notes that answer a query.
 *
 * `notes` are numbers, best first; `isAll` says whether they have all words, or only some; `instead` are the words that
 * were taken for ones that are in no note; `meant` are `[typed, near]` where no note has any; `needles` say what to mark; `counts` tell by kind and value how many of the
 * notes a filter would leave.
 */
export async function rank(query, store) {
  const matching = Promise.all(query.words.map((word) => matchWord(word, store)));
  const [filters, words] = await Promise.all([store.filters(), matching]);
  const isAllowed = await allowed(query, filters, store);
  const { notes, isAll } = chosen(words, isAllowed, store);
  return {
    notes,
    isAll,
    instead: words.flatMap(({ instead }, place) => (instead ? [[query.words[place].text, instead]] : [])),
    needles: words.flatMap(({ needles }, word) => needles.map((needle) => ({ ...needle, word }))),
    meant: notes.length ? [] : await meantFor(query, words, store),
    counts: countsOf(notes, filters, store),
  };
}

/** For each word that is in no note, those that its reader may have meant. */
async function meantFor(query, words, store) {
  const missing = query.words.filter((_, place) => !words[place].count);
  const near = await Promise.all(missing.map((word) => nearest(word, store)));
  return missing.flatMap((word, place) => near[place].slice(0, MOST_MEANT).map(({ term }) => [word.text, term]));
}

function chosen(words, isAllowed, store) {
  const scores = new Float32Array(store.lengths.length);
  const hits = new Uint16Array(store.lengths.length);
  for (const { weights, count } of words) addScores(scores, hits, weights, count, store);
  const pick = (least) => [...scores.keys()].filter((note) => isAllowed[note] && hits[note] >= least);
  const all = pick(words.length);
  const isAll = all.length > 0 || words.length < 2;
  const notes = isAll ? all : pick(1);
  const order = (one, other) => (isAll ? 0 : hits[other] - hits[one]) || scores[other] - scores[one] || one - other;
  return { notes: notes.sort(order), isAll };
}

function addScores(scores, hits, weights, count, store) {
  const total = store.lengths.length;
  const rarity = Math.log(1 + (total - count + 0.5) / (count + 0.5));
  weights.forEach((weight, note) => {
    if (!weight) return;
    const long = 1 - LENGTH_SHARE + (LENGTH_SHARE * store.lengths[note]) / (store.average || 1);
    scores[note] += (rarity * weight) / (weight + SATURATION * long);
    hits[note] += 1;
  });
}

/** Which notes the filters let through, and have none of the words that were not wanted. */
async function allowed(query, filters, store) {
  const total = store.lengths.length;
  const isAllowed = new Uint8Array(total).fill(1);
  for (const { kind, value, isNot } of query.filters) {
    const has = filtered(filters[kind], value, total);
    for (let note = 0; note < total; note++) if (has[note] === Number(isNot)) isAllowed[note] = 0;
  }
  for (const group of query.without) {
    const weights = await matchAll(group, store);
    weights.forEach((weight, note) => weight && (isAllowed[note] = 0));
  }
  return isAllowed;
}

/** The notes with a value; while none has it, those with a value that begins so. */
function filtered(values, value, total) {
  const has = new Uint8Array(total);
  const names = Object.hasOwn(values, value) ? [value] : Object.keys(values).filter((name) => name.startsWith(value));
  for (const name of names) eachPosting(values[name], (note) => (has[note] = 1));
  return has;
}

function countsOf(notes, filters, store) {
  const isFound = new Uint8Array(store.lengths.length);
  for (const note of notes) isFound[note] = 1;
  const countOf = (postings) => {
    let count = 0;
    eachPosting(postings, (note) => (count += isFound[note]));
    return count;
  };
  const counted = (kind) => Object.entries(filters[kind]).map(([value, postings]) => [value, countOf(postings)]);
  return Object.fromEntries(KINDS.map((kind) => [kind, counted(kind).filter(([, count]) => count)]));
}
