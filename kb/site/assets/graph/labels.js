// Where the names of a few dots stand: at each dot on the first side that is free, the first dots first.

import { meets } from "./names.js";

/** A name takes no more of the width than about half. */
const WIDTH_PER_CHARACTER = 10;
const GAP = 3;
const LINE = 1.15;

/**
 * @param dots `x`, `y`, `radius` and `title` of each, in the order in which they get room.
 * @param measure The width of a text.
 * @param type How high the letters are.
 * @returns For each dot its label, `text`, `x`, `y` of the baseline, `anchor`; and whether there was room for it.
 */
export function placeLabels(dots, measure, width, height, type) {
  const taken = dots.map(({ x, y, radius }) => boxAround(x - radius, y - radius, 2 * radius, 2 * radius));
  return dots.map((dot) => {
    const text = shortened(dot.title, Math.floor(width / WIDTH_PER_CHARACTER));
    const sides = sidesOf(dot, measure(text), type);
    const free = sides.find(({ box }) => isWithin(box, width, height) && !taken.some((other) => meets(box, other)));
    if (free) taken.push(free.box);
    const { box, anchor } = free ?? sides.find(({ box }) => isWithin(box, width, height)) ?? sides[0];
    const x = { start: box.left, middle: (box.left + box.right) / 2, end: box.right }[anchor];
    return { text, x, y: box.bottom - 0.25 * type, anchor, isFree: !!free };
  });
}

/** Below, above, to the right and to the left; then below and above, but to one side. */
function sidesOf({ x, y, radius }, wide, type) {
  const high = LINE * type;
  const [far, below, above] = [radius + GAP, y + radius + 1, y - radius - 1 - high];
  return [
    ["middle", x - wide / 2, below],
    ["middle", x - wide / 2, above],
    ["start", x + far, y - high / 2],
    ["end", x - far - wide, y - high / 2],
    ["start", x - radius, below],
    ["end", x + radius - wide, below],
    ["start", x - radius, above],
    ["end", x + radius - wide, above],
  ].map(([anchor, left, top]) => ({ anchor, box: boxAround(left, top, wide, high) }));
}

function boxAround(left, top, wide, high) {
  return { left, top, right: left + wide, bottom: top + high };
}

function isWithin({ left, top, right, bottom }, width, height) {
  return left >= 0 && top >= 0 && right <= width && bottom <= height;
}

function shortened(title, most) {
  return title.length > most ? `${title.slice(0, most - 1)}\u2026` : title;
}
