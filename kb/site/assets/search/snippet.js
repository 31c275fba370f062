// The section of a note that answers best, and the words of it around what was asked for, as DOM nodes.

import { fold, isUnspaced, marksIn } from "./words.js";

const SHOWN = 180;
const BEFORE = 50;
/** A word in a heading says as much as this many others. */
const HEADING_WORTH = 3;

/** Of a note's sections the one with most of the words: `{ anchor, heading, text, marks }`. */
export function bestSection(fragment, needles) {
  const sections = fragment.sections.map(([anchor, heading, text]) => {
    const marks = marksIn(text, needles);
    const words = new Set(marks.map(([, , word]) => word));
    const heads = new Set(marksIn(heading, needles).map(([, , word]) => word));
    const score = new Set([...words, ...heads]).size * 10 + heads.size * HEADING_WORTH + Math.min(marks.length, 5) / 5;
    return { anchor, heading, text, marks, score };
  });
  const best = sections.reduce((one, other) => (other.score > (one?.score ?? 0) ? other : one), undefined);
  if (best) return best;
  const about = marksIn(fragment.about, needles);
  if (about.length) return { anchor: "", heading: "", text: fragment.about, marks: about };
  const [first] = sections.filter(({ text }) => text);
  return { anchor: "", heading: "", text: first?.text ?? fragment.about, marks: [] };
}

/** About two lines of a text, where most of the words are, with these marked. */
export function snippetNodes({ text, marks }) {
  const start = startOf(text, marks);
  const end = text.length - start > SHOWN ? wordEnd(text, start + SHOWN) : text.length;
  const inside = marks.filter(([from, to]) => from >= start && to <= end);
  const nodes = markedNodes(text.slice(start, end), inside.map(([from, to]) => [from - start, to - start]));
  return [...(start > 0 ? ["… "] : []), ...nodes, ...(end < text.length ? [" …"] : [])];
}

/** A text with `<mark>` around parts of it. */
export function markedNodes(text, marks) {
  const nodes = [];
  let end = 0;
  for (const [from, to] of marks) {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(from, to);
    nodes.push(spaced(text.slice(end, from)), mark);
    end = to;
  }
  return [...nodes, spaced(text.slice(end))].filter((node) => node !== "");
}

/** Whether a text holds a phrase, its words one after the other. */
export function holdsPhrase(flatText, phrase) {
  return flatText.includes(isUnspaced(phrase) ? fold(phrase) : ` ${phrase} `);
}

/** The text on one line; a point between what no sign divides, like the cells of a table. */
function spaced(text) {
  return text.replace(/(?<![.!?:;,\s])\s*\n\s*/gu, " · ").replace(/\s+/gu, " ");
}

/** Where to begin: before the mark that has the most different words behind it. */
function startOf(text, marks) {
  const different = marks.map(([from], place) => {
    const near = marks.slice(place, place + 20).filter(([, to]) => to - from <= SHOWN - BEFORE);
    return new Set(near.map(([, , word]) => word)).size;
  });
  const first = marks[different.indexOf(Math.max(...different))]?.[0] ?? 0;
  if (first <= BEFORE) return 0;
  const gap = text.slice(first - BEFORE, first).search(/\s/u);
  return gap < 0 ? first - BEFORE : first - BEFORE + gap + 1;
}

function wordEnd(text, end) {
  const gap = text.slice(end, end + 20).search(/\s/u);
  return gap < 0 ? end : end + gap;
}
