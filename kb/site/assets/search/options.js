// A result as an option of the list.

import { make } from "./element.js";
import { marksParameter } from "./marks.js";
import { bestSection, markedNodes, snippetNodes } from "./snippet.js";
import { marksIn } from "./words.js";

const MOST_TAGS = 4;

/** The option of a note: where it lies, its title, its best section, the words around what was asked for. */
export function makeOption(id, fragment, needles, root) {
  const section = bestSection(fragment, needles);
  const marked = (text) => markedNodes(text, marksIn(text, needles));
  const title = make("span", "kb-search__title", {}, ...marked(fragment.title));
  if (section.heading) title.append(make("span", "kb-search__heading", {}, ...marked(section.heading)));
  const address = addressOf(fragment, section, needles, root);
  const link = make("a", "kb-search__option kb-search__link", { id, role: "option", "aria-selected": "false", href: address, tabindex: "-1" });
  if (fragment.folder) link.append(make("span", "kb-search__folder", {}, fragment.folder));
  link.append(title, make("span", "kb-search__snippet", {}, ...snippetNodes(section)));
  if (fragment.tags.length) link.append(make("span", "kb-search__tags", {}, shownTags(fragment.tags)));
  return make("li", "", { role: "presentation" }, link);
}

function addressOf(fragment, section, needles, root) {
  const url = new URL(fragment.url.split("/").map(encodeURIComponent).join("/"), root);
  if (needles.length) url.searchParams.set("h", marksParameter(needles));
  if (section.anchor) url.hash = encodeURIComponent(section.anchor);
  return url.href;
}

function shownTags(tags) {
  const rest = tags.length > MOST_TAGS ? [`+${tags.length - MOST_TAGS}`] : [];
  return [...tags.slice(0, MOST_TAGS).map((tag) => `#${tag}`), ...rest].join("  ");
}
