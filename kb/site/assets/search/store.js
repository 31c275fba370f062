// The files of the search as `kb/site/search/shards.py` writes them, fetched when needed and kept until the page goes.

import { isUnspaced } from "./words.js";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUE = Object.fromEntries([...DIGITS].map((digit, value) => [digit.charCodeAt(0), value]));
/** Bytes of words that one beginning may fetch: two letters may begin a tenth of all words. */
const MOST_BYTES = 240_000;

export class Store {
  #base;
  #files = new Map();

  constructor(base) {
    this.#base = base;
  }

  /** What is where: the length of each note, and the shards with their sizes. */
  async entry() {
    const { lengths, shards } = await this.#file("index.json");
    this.lengths ??= Float32Array.from(lengths, (digit) => lengthOf(VALUE[digit.charCodeAt(0)]));
    this.average ??= this.lengths.reduce((sum, length) => sum + length, 0) / (this.lengths.length || 1);
    this.shards ??= shards;
    return this;
  }

  /** By kind and value, the notes that a filter lets through. */
  filters() {
    return this.#file("filters.json");
  }

  /** What is shown of a note. */
  fragment(number) {
    return this.#file(`notes/${number}.json`);
  }

  /** The postings of a term, or nothing. */
  async postings(term) {
    const key = this.#keyOf(term);
    const shard = key ? await this.#file(pathOf(key)) : {};
    return Object.hasOwn(shard, term) ? shard[term] : "";
  }

  /** Terms that begin so, with their postings. */
  async beginning(prefix) {
    const inside = Object.keys(this.shards).filter((key) => key.startsWith(prefix));
    const keys = inside.length ? inside : [this.#keyOf(prefix)].filter(Boolean);
    return (await this.#words(keys)).filter(([term]) => term.startsWith(prefix));
  }

  /** Terms whose first letters are the same, or the first two of them exchanged. */
  async near(term) {
    const roots = new Set([rootOf(term), rootOf(term[1] + term[0] + term.slice(2))]);
    return this.#words(Object.keys(this.shards).filter((key) => roots.has(rootOf(key))));
  }

  #keyOf(term) {
    const letters = [...term];
    for (let length = letters.length; length > 0; length--) {
      const key = letters.slice(0, length).join("");
      if (Object.hasOwn(this.shards, key)) return key;
    }
    return "";
  }

  async #words(keys) {
    let bytes = 0;
    const fitting = keys.filter((key) => (bytes += this.shards[key]) <= MOST_BYTES);
    const shards = await Promise.all(fitting.map((key) => this.#file(pathOf(key))));
    return shards.flatMap((shard) => Object.entries(shard));
  }

  #file(path) {
    if (!this.#files.has(path)) {
      const reading = read(new URL(path, this.#base));
      reading.catch(() => this.#files.delete(path));
      this.#files.set(path, reading);
    }
    return this.#files.get(path);
  }
}

/** Call for each posting with the note's number and the term's weight in it. */
export function eachPosting(text, call) {
  let note = -1;
  let number = 0;
  let scale = 1;
  for (let place = 0; place < text.length; place++) {
    const value = VALUE[text.charCodeAt(place)];
    number += (value & 31) * scale;
    scale *= 32;
    if (value >= 32) continue;
    note += Math.floor(number / 16);
    call(note, 2 ** (((number % 16) - 1) / 2));
    number = 0;
    scale = 1;
  }
}

function lengthOf(level) {
  return level ? 2 ** ((level - 1) / 4) : 0;
}

function rootOf(key) {
  const letters = [...key];
  return letters.slice(0, isUnspaced(letters[0]) ? 1 : 2).join("");
}

function pathOf(key) {
  if (/^[a-z0-9]+$/.test(key)) return `words/t-${key}.json`;
  return `words/u-${[...key].map((char) => char.codePointAt(0).toString(16)).join("-")}.json`;
}

async function read(url) {
  const answer = await fetch(url, { cache: "no-cache", credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${url.pathname}: ${answer.status}`);
  return answer.json();
}
