// The small graph as a drawing whose dots are links, so that keys and screen readers know them.

import { placeLabels } from "./labels.js";
import { separate, spread } from "./spread.js";

const SPACE = { side: 14, top: 14, bottom: 18 };
const RADIUS = { own: 6, other: 4.5, far: 3.2 };
const MOST_APART = 34;
/** Of the room that each dot has, how far it keeps from the others. */
const APART = { share: 0.35, least: 15, most: 48 };

/**
 * @param dots `url`, `title`, `colour` of each, and whether it is `far`; the first one is the page itself.
 * @param look Of the drawing: `width`, `height`, and of its letters `type` (their height) and `family`.
 */
export function drawNear(dots, links, look) {
  const { width, height, type } = look;
  const places = fitted(spread(dots.length, links), width, height);
  const labels = labelsOf(dots, places, look);
  const drawing = svg("svg", { viewBox: `0 0 ${width} ${height}`, width: "100%", height, role: "group", "font-size": type });
  drawing.setAttribute("aria-label", "Linked pages");
  for (const [one, other] of links) {
    const [[x1, y1], [x2, y2]] = [places[one], places[other]];
    drawing.append(svg("line", { x1, y1, x2, y2, class: one ? "" : "kb-near__own" }));
  }
  const nodes = dots.map((dot, number) => nodeOf(dot, places[number], labels[number], !number));
  drawing.append(...nodes.reverse());
  followTaps(drawing);
  return drawing;
}

function labelsOf(dots, places, { width, height, type, family }) {
  const context = document.createElement("canvas").getContext("2d");
  context.font = `600 ${type}px ${family}`;
  const placed = dots.map(({ title }, number) => {
    const [x, y] = places[number];
    return { x, y, title, radius: radiusOf(dots[number], !number) };
  });
  return placeLabels(placed, (text) => context.measureText(text).width, width, height, type);
}

function radiusOf(dot, isOwn) {
  return isOwn ? RADIUS.own : dot.far ? RADIUS.far : RADIUS.other;
}

function nodeOf(dot, [x, y], label, isOwn) {
  const { url, title, colour } = dot;
  const node = isOwn ? svg("g", { class: "kb-near__here" }) : svg("a", { href: url, "aria-label": title });
  if (label.isFree && !isOwn) node.classList.add("kb-near__named");
  const text = svg("text", { x: round(label.x), y: round(label.y), "text-anchor": label.anchor, "aria-hidden": "true" });
  text.textContent = label.text;
  const whole = svg("title", {});
  whole.textContent = title;
  node.append(whole, svg("circle", { cx: x, cy: y, r: 11, class: "kb-near__target" }));
  node.append(svg("circle", { cx: x, cy: y, r: radiusOf(dot, isOwn), style: `fill: var(--kb-dot-${colour})` }), text);
  return node;
}

/** A finger hovers over nothing: where a dot has no name, the first tap shows it, the second follows. */
function followTaps(drawing) {
  drawing.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const isShown = !link || link.matches(".kb-near__named, .kb-near__tapped");
    for (const other of drawing.querySelectorAll(".kb-near__tapped")) other.classList.remove("kb-near__tapped");
    if (event.pointerType !== "touch" || isShown) return;
    event.preventDefault();
    drawing.append(link); // over all others
    link.classList.add("kb-near__tapped");
  });
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
  const room = Math.sqrt((width * height) / places.length);
  separate(found, Math.min(Math.max(APART.share * room, APART.least), APART.most));
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
