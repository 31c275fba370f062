// Filters as buttons: those of the query, and those that would narrow what was found. Each only changes the query.

import { make } from "./element.js";
import { KINDS } from "./query.js";

const MOST = { tag: 8, type: 6, stage: 6 };

/** The buttons for a query and what was found; `toggle(kind, value)` is called for one that is pressed. */
export function makeChips(query, counts, total, toggle) {
  const active = query.filters.filter(({ isNot }) => !isNot);
  const isActive = (kind, value) => active.some((filter) => filter.kind === kind && filter.value === value);
  const pressed = active.map(({ kind, value }) => makeChip(kind, value, "", true, toggle));
  const offered = KINDS.flatMap((kind) =>
    narrowing(counts[kind] ?? [], total)
      .filter(([value]) => !isActive(kind, value))
      .slice(0, MOST[kind])
      .map(([value, count]) => makeChip(kind, value, `${count}`, false, toggle)),
  );
  return [...pressed, ...offered];
}

/** The values that some of the notes have and some have not, the most frequent first. */
function narrowing(values, total) {
  return values.filter(([, count]) => count < total).sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
}

function makeChip(kind, value, count, isPressed, toggle) {
  const chip = make("button", "kb-search__chip", { type: "button", "aria-pressed": `${isPressed}` });
  chip.append(make("span", "kb-search__kind", {}, kind === "tag" ? "#" : `${kind} `), value);
  if (count) chip.append(make("span", "kb-search__count", {}, count));
  chip.addEventListener("click", () => toggle(kind, value));
  return chip;
}
