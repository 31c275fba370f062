// The words of a text in one form, as `kb/site/search/terms.py` has them: change both, or nothing is found.

const LONGEST = 40;
const FORMS = { ß: "ss", "\u03c2": "\u03c3", "\u0131": "i", ø: "o", æ: "ae", œ: "oe", ł: "l", đ: "d", ð: "d", þ: "th" };
const FORM = new RegExp(`[${Object.keys(FORMS).join("")}]`, "gu");
const ACCENT = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]/gu;
const UNSPACED =
  /[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]+/gu;
const TOKEN = /[\p{L}\p{M}\p{N}]+(?:[._-]+[\p{L}\p{M}\p{N}]+)*/gu;
const PART = /[\p{L}\p{M}\p{N}]+/gu;

/** One form for all ways to write a word: case, width and accents do not count. */
export function fold(text) {
  const plain = text.normalize("NFKD").toLowerCase().replace(ACCENT, "");
  return plain.replace(FORM, (char) => FORMS[char]).normalize("NFKC");
}

/** The words of a text, folded, with the points, dashes and `_` inside them. */
export function chunksOf(text) {
  const spaced = fold(text).replace(/[^\p{L}\p{M}\p{N}._-]/gu, " ");
  return spaced
    .replace(/(?<![0-9])-|-(?![0-9])/g, " ")
    .split(/\s+/u)
    .map((chunk) => chunk.replace(/^[._-]+|[._-]+$/g, ""))
    .filter(Boolean);
}

/** The terms under which a chunk is found: whole, where it is one term, and its parts. */
export function termsOf(chunk) {
  const isDecimal = /^[0-9]+\.[0-9]+$/.test(chunk);
  if (isDecimal) return { whole: cut(chunk), parts: [] };
  const parts = chunk.split(/[._-]+/).flatMap(piecesOf);
  const isCompound = parts.length > 1 && [...chunk].length <= LONGEST && !isUnspaced(chunk);
  if (isCompound) return { whole: chunk, parts };
  return parts.length === 1 ? { whole: parts[0], parts: [] } : { whole: "", parts };
}

/** Whether there is a letter of a script that puts no spaces between words. */
export function isUnspaced(text) {
  return text.search(UNSPACED) >= 0;
}

function piecesOf(part) {
  const pieces = [];
  let end = 0;
  for (const run of part.matchAll(UNSPACED)) {
    pieces.push(cut(part.slice(end, run.index)), ...pairsOf([...run[0]]));
    end = run.index + run[0].length;
  }
  return [...pieces, cut(part.slice(end))].filter(Boolean);
}

/** Each two letters in a row; the last alone is a term of the note, but not one that a reader asks for. */
function pairsOf(letters) {
  return letters.length < 2 ? letters : letters.slice(1).map((letter, place) => letters[place] + letter);
}

function cut(term) {
  return [...term].slice(0, LONGEST).join("");
}

/** A text as its words with a space between, so that a phrase is a part of it. */
export function flat(text) {
  return ` ${chunksOf(text).join(" ")} `;
}

/**
 * Where the words that were asked for stand in a text: `[start, end, number of the word]`.
 *
 * A needle is `{ term, isPrefix, word }`, folded.
 */
export function marksIn(text, needles) {
  const marks = [];
  for (const token of text.matchAll(TOKEN)) {
    const found = needleFor(token[0], needles);
    if (found) marks.push([token.index, token.index + token[0].length, found.word]);
    else for (const part of token[0].matchAll(PART)) marks.push(...marksOfPart(part, token.index, needles));
  }
  return marks;
}

function needleFor(token, needles) {
  const folded = fold(token);
  const isFound = ({ term, isPrefix }) => folded === term || (isPrefix && folded.startsWith(term));
  return needles.find((needle) => !isUnspaced(needle.term) && isFound(needle));
}

function marksOfPart(part, start, needles) {
  const found = needleFor(part[0], needles);
  const from = start + part.index;
  return found ? [[from, from + part[0].length, found.word]] : unspacedMarks(part[0], from, needles);
}

function unspacedMarks(part, from, needles) {
  const folded = isUnspaced(part) ? fold(part) : "";
  if (folded.length !== part.length) return [];
  return needles
    .filter(({ term }) => isUnspaced(term) && folded.includes(term))
    .map(({ term, word }) => {
      const place = from + folded.indexOf(term);
      return [place, place + term.length, word];
    })
    .sort((one, other) => one[0] - other[0])
    .filter(([start], place, all) => place === 0 || start >= all[place - 1][1]);
}
