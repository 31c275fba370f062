// The dialog: a field, filters, and the list of what was found. What it shows follows from the field's text alone.

import { makeChips } from "./chips.js";
import { Found } from "./found.js";
import { makeOption } from "./options.js";
import { LIST } from "./parts.js";
import { isEmpty, parseQuery, toggled } from "./query.js";
import { statusNodes } from "./status.js";
import { Store } from "./store.js";

/** Results at a time, and how many of them are shown before the others are fetched. */
const PAGE = 10;
const FIRST = 4;
const QUIET_MS = 20;

/** Let the parts of the dialog search a site, beginning with what is typed already. */
export function startSearch(root, parts) {
  new Dialog(root, parts);
}

class Dialog {
  #root;
  #store;
  #found;
  #selected = -1;
  #asked = 0;
  #timer = 0;
  #parts;

  constructor(root, parts) {
    this.#root = root;
    this.#store = new Store(new URL("search/", root));
    this.#parts = parts;
    this.#listen();
    this.#ask();
    Promise.all([this.#store.entry(), this.#store.filters()]).catch(() => {});
  }

  #listen() {
    const { dialog, field, close, list, more } = this.#parts;
    field.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(), QUIET_MS);
    });
    field.addEventListener("keydown", (event) => this.#onKey(event));
    dialog.addEventListener("keydown", (event) => event.stopPropagation()); // Material turns pages by letters
    close.addEventListener("click", () => dialog.close());
    more.addEventListener("click", () => this.#add(PAGE));
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => this.#change(""));
    list.addEventListener("pointermove", (event) => this.#select(this.#placeOf(event.target), false));
    list.addEventListener("click", (event) => {
      if (event.target.closest("a") && !event.ctrlKey && !event.metaKey && !event.shiftKey) dialog.close();
    });
  }

  #onKey(event) {
    if (event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    const link = this.#options[this.#selected];
    if (event.key in steps) this.#step(steps[event.key]);
    else if (event.key === "Enter" && link) this.#follow(link, event.ctrlKey || event.metaKey);
    else if (event.key !== "Enter") return;
    event.preventDefault();
  }

  async #step(step) {
    const place = this.#selected + step;
    if (place >= this.#options.length && this.#found?.hasMore) await this.#add(PAGE);
    this.#select(Math.max(0, Math.min(place, this.#options.length - 1)));
  }

  #follow(link, isNewTab) {
    if (isNewTab) window.open(link.href, "_blank", "noopener");
    else {
      this.#parts.dialog.close();
      location.assign(link.href);
    }
  }

  #change(text) {
    this.#parts.field.value = text;
    clearTimeout(this.#timer);
    this.#ask();
  }

  async #ask() {
    const turn = ++this.#asked;
    const query = parseQuery(this.#parts.field.value);
    try {
      const found = isEmpty(query) ? undefined : await Found.of(query, this.#store);
      const page = (await found?.next(FIRST)) ?? [];
      if (turn !== this.#asked) return;
      this.#found = found;
      this.#show(page);
      if (found?.shown && found.hasMore) await this.#add(PAGE - FIRST);
    } catch (error) {
      if (turn === this.#asked) this.#fail(error);
    }
  }

  #fail(error) {
    this.#found = undefined;
    this.#show([]);
    this.#parts.status.replaceChildren(`Search does not work now: ${error.message}`);
  }

  #show(page) {
    const { list, chips, help } = this.#parts;
    const found = this.#found;
    const toggle = (kind, value) => this.#take(toggled(this.#parts.field.value, kind, value));
    list.replaceChildren();
    this.#selected = -1;
    this.#append(page);
    this.#select(0);
    chips.replaceChildren(...(found ? makeChips(found.query, found.counts, found.notes.length, toggle) : []));
    help.hidden = Boolean(found);
  }

  /** Take up a filter or a suggestion, and go on typing. */
  #take(text) {
    this.#change(text);
    this.#parts.field.focus();
  }

  async #add(count) {
    const found = this.#found;
    try {
      const page = await found.next(count);
      if (found === this.#found) this.#append(page);
    } catch (error) {
      if (found === this.#found) this.#fail(error);
    }
  }

  #append(page) {
    const { list, more, field, status } = this.#parts;
    const first = this.#options.length;
    const { needles } = this.#found ?? {};
    list.append(...page.map((fragment, place) => makeOption(`${LIST}-${first + place}`, fragment, needles, this.#root)));
    more.hidden = !this.#found?.hasMore;
    field.setAttribute("aria-expanded", `${this.#options.length > 0}`);
    status.replaceChildren(...(this.#found ? statusNodes(this.#found, field.value, (text) => this.#take(text)) : []));
  }

  get #options() {
    return this.#parts.list.querySelectorAll("[role=option]");
  }

  #placeOf(target) {
    return [...this.#options].indexOf(target.closest("[role=option]"));
  }

  #select(place, isSeen = true) {
    const { field } = this.#parts;
    if (place < 0 || place === this.#selected) return;
    this.#options[this.#selected]?.setAttribute("aria-selected", "false");
    const option = this.#options[place];
    this.#selected = option ? place : -1;
    option?.setAttribute("aria-selected", "true");
    if (isSeen) option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  }
}
