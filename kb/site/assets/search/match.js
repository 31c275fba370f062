// The notes that hold a word: as it is, as it begins, or as it was meant.

import { slips } from "./slips.js";
import { eachPosting } from "./store.js";
import { isUnspaced } from "./words.js";

/** What is left of a weight where only the beginning of a word was typed, or the word was mistyped. */
const BEGUN = 0.6;
const MISTYPED = 0.4;
const SHORTEST_BEGINNING = 2;
const SHORTEST_MISTYPED = 4;

/**
 * The notes that hold a word: `weights` for each note, their `count`, the `needles` to mark, and the word that was taken
 * for it, `instead`.
 */
export async function matchWord(word, store) {
  const tries = [exact, begun, mistyped];
  for (const attempt of tries) {
    const found = await attempt(word, store);
    if (found.count) return found;
  }
  return nothing(store);
}

/** The notes that hold all of some words exactly, by their least weight. */
export async function matchAll(words, store) {
  const all = await Promise.all(words.map((word) => exact({ ...word, isPrefix: false }, store)));
  return all.map(({ weights }) => weights).reduce(least, new Float32Array(store.lengths.length).fill(words.length ? 1 : 0));
}

async function exact(word, store) {
  const { whole, parts, isPrefix } = word;
  const needles = [{ term: word.text, isPrefix }];
  if (whole) {
    const terms = [[whole, await store.postings(whole), 1]];
    if (isPrefix || isUnspaced(whole)) terms.push(...(await longer(whole, store)));
    const found = united(terms, store);
    if (found.count || !parts.length) return { ...found, needles };
  }
  const pieces = parts.map((part) => ({ text: part, whole: part, parts: [], isPrefix: false }));
  if (isPrefix && pieces.length) pieces.at(-1).isPrefix = true;
  const all = await Promise.all(pieces.map((piece) => exact(piece, store)));
  const weights = all.map((piece) => piece.weights).reduce((one, other) => least(one, other));
  const own = isUnspaced(word.text) ? needles : all.flatMap((piece) => piece.needles);
  return { weights, count: counted(weights), needles: own };
}

async function begun({ text, whole }, store) {
  if (!whole) return nothing(store);
  return { ...united(await longer(whole, store), store), needles: [{ term: text, isPrefix: true }] };
}

async function longer(whole, store) {
  if ([...whole].length < SHORTEST_BEGINNING && !isUnspaced(whole)) return [];
  const terms = await store.beginning(whole);
  return terms.filter(([term]) => term !== whole).map(([term, postings]) => [term, postings, BEGUN]);
}

async function mistyped({ whole }, store) {
  const terms = (await alike(whole, store, 1)).map(([term, postings]) => [term, postings, MISTYPED]);
  const best = terms.reduce((one, other) => (other[1].length > (one?.[1].length ?? 0) ? other : one), undefined);
  const needles = terms.map(([term]) => ({ term, isPrefix: false }));
  return { ...united(terms, store), needles, instead: best?.[0] };
}

/** The terms nearest to a word that is in no note, for a reader who meant one of them. */
export async function nearest({ whole }, store) {
  const terms = await alike(whole, store, 2);
  const order = (one, other) => one.slips - other.slips || other.postings.length - one.postings.length;
  return terms.map(([term, postings]) => ({ term, postings, slips: slips(whole, term) })).sort(order);
}

/** Terms that few slips of the finger make of a word, with their postings; none for a number, which has no spelling. */
async function alike(whole, store, most) {
  if (whole.length < SHORTEST_MISTYPED || isUnspaced(whole) || !/\p{L}/u.test(whole)) return [];
  return (await store.near(whole)).filter(([term]) => slips(whole, term) <= most);
}

/** The notes that hold any of some terms, by the largest weight. */
function united(terms, store) {
  const weights = new Float32Array(store.lengths.length);
  for (const [, postings, share] of terms) {
    eachPosting(postings, (note, weight) => (weights[note] = Math.max(weights[note], weight * share)));
  }
  return { weights, count: counted(weights) };
}

function least(one, other) {
  return one.map((weight, note) => Math.min(weight, other[note]));
}

function counted(weights) {
  return weights.reduce((count, weight) => count + (weight > 0), 0);
}

function nothing(store) {
  return { weights: new Float32Array(store.lengths.length), count: 0, needles: [] };
}
