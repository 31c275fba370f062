// The small graph as a drawing whose dots are links, so that keys and screen readers know them.

import { separate, spread } from "./spread.js";

const SPACE = { side: 14, top: 14, bottom: 24 };
/** With more pages than this, a name shows only while its dot is pointed at. */
const MOST_NAMED = 9;
const MOST_CHARACTERS = 20;
const [LEAST_APART, MOST_APART] = [15, 34];

/** A dot: `url`, `title`, `colour`; the first one is the page itself. */
export function drawNear(dots, links, width, height) {
  const places = fitted(spread(dots.length, links), width, height);
  const drawing = svg("svg", { viewBox: `0 0 ${width} ${height}`, width: "100%", height, role: "group" });
  drawing.setAttribute("aria-label", "Linked pages");
  for (const [one, other] of links) {
    const [[x1, y1], [x2, y2]] = [places[one], places[other]];
    drawing.append(svg("line", { x1, y1, x2, y2, class: one ? "" : "kb-near__own" }));
  }
  const nodes = dots.map((dot, number) => nodeOf(dot, places[number], !number, dots.length <= MOST_NAMED, width));
  drawing.append(...nodes.reverse());
  return drawing;
}

function nodeOf({ url, title, colour }, [x, y], isOwn, isNamed, width) {
  const node = isOwn ? svg("g", { class: "kb-near__here" }) : svg("a", { href: url, "aria-label": title });
  if (isNamed && !isOwn) node.classList.add("kb-near__named");
  const radius = isOwn ? 6 : 4.5;
  const text = svg("text", { x, y: y + radius + 11, "text-anchor": anchorOf(x, width), "aria-hidden": "true" });
  text.textContent = title.length > MOST_CHARACTERS ? `${title.slice(0, MOST_CHARACTERS - 1)}\u2026` : title;
  const whole = svg("title", {});
  whole.textContent = title;
  node.append(whole, svg("circle", { cx: x, cy: y, r: 11, class: "kb-near__target" }));
  node.append(svg("circle", { cx: x, cy: y, r: radius, style: `fill: var(--kb-dot-${colour})` }), text);
  return node;
}

function anchorOf(x, width) {
  return x < width * 0.28 ? "start" : x > width * 0.72 ? "end" : "middle";
}

/** The places within the drawing, as large as they can be without losing their shape by much. */
function fitted(places, width, height) {
  const [left, right] = extent(places, 0);
  const [top, bottom] = extent(places, 1);
  const across = Math.min((width - 2 * SPACE.side) / (right - left || 1), MOST_APART);
  const down = Math.min((height - SPACE.top - SPACE.bottom) / (bottom - top || 1), MOST_APART);
  const [x, y] = [Math.min(across, down * 1.5), Math.min(down, across * 1.5)];
  const middle = (SPACE.top + height - SPACE.bottom) / 2;
  const found = places.map(([one, other]) => [
    width / 2 + (one - (left + right) / 2) * x,
    middle + (other - (top + bottom) / 2) * y,
  ]);
  separate(found, LEAST_APART);
  return found.map(([one, other]) => [
    round(Math.min(Math.max(one, SPACE.side), width - SPACE.side)),
    round(Math.min(Math.max(other, SPACE.top), height - SPACE.bottom)),
  ]);
}

function extent(places, axis) {
  const values = places.map((place) => place[axis]);
  return [Math.min(...values), Math.max(...values)];
}

function round(value) {
  return Math.round(value * 10) / 10;
}

function svg(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== "") element.setAttribute(name, value);
  return element;
}
