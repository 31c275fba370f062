// The answers to one query, handed out by the page: those that lack a quoted phrase are left out as they come.

import { rank } from "./rank.js";
import { holdsPhrase } from "./snippet.js";
import { flat } from "./words.js";

/** Fragments that one page may fetch while it looks for phrases. */
const MOST_READ = 60;
const TOGETHER = 20;

export class Found {
  #store;
  #last = Promise.resolve();

  constructor(query, ranked, store) {
    Object.assign(this, ranked);
    this.query = query;
    this.#store = store;
    this.shown = 0;
    this.read = 0;
  }

  static async of(query, store) {
    await store.entry();
    return new Found(query, await rank(query, store), store);
  }

  /** Whether there may be more than has been handed out. */
  get hasMore() {
    return this.read < this.notes.length;
  }

  /** How many there are, as far as is known. */
  get total() {
    if (!this.query.phrases.length) return `${this.notes.length}`;
    return this.hasMore ? `${this.shown}+` : `${this.shown}`;
  }

  /** The fragments of the next notes, as many as are wanted; with phrases perhaps a few more. One call after the other. */
  next(wanted) {
    this.#last = this.#last.then(() => this.#take(wanted));
    return this.#last;
  }

  async #take(wanted) {
    const found = [];
    const end = this.read + MOST_READ;
    while (found.length < wanted && this.hasMore && this.read < end) {
      const most = this.query.phrases.length ? TOGETHER : wanted - found.length;
      const notes = this.notes.slice(this.read, this.read + most);
      this.read += notes.length;
      const fragments = await Promise.all(notes.map((note) => this.#store.fragment(note)));
      found.push(...fragments.filter((fragment) => this.#holdsPhrases(fragment)));
    }
    this.shown += found.length;
    return found;
  }

  #holdsPhrases(fragment) {
    const { phrases } = this.query;
    if (!phrases.length) return true;
    const texts = [fragment.title, fragment.about, ...fragment.tags, ...fragment.sections.flatMap(([, ...texts]) => texts)];
    const flatTexts = texts.map(flat);
    return phrases.every((phrase) => flatTexts.some((text) => holdsPhrase(text, phrase)));
  }
}
