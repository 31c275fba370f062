// Draws the graph bit by bit: each step is short, so that the page stays quick however large the graph is.

import { COLOURS } from "./colours.js";
import { paintNames } from "./names.js";
import { radiusOf, spotter } from "./scene.js";

/** Links up to this long, in the graph's own units, are drawn so strongly: the long ones would hide all else. */
const STRENGTHS = [
  [45, 0.5],
  [140, 0.22],
  [Infinity, 0.085],
];
/** With more links than this each is drawn more weakly. */
const MANY_LINKS = 12_000;
const LINKS_IN_A_PATH = 250;
const DOTS_IN_A_PATH = 500;
/** The radius from which on a dot has its name beside it. */
const LEAST_NAMED = 3.5;
export const TURN = 2 * Math.PI;

/** What does not change while the reader moves: links by their length, dots by their links. */
export function prepare(graph) {
  const { starts, ends, x, y, degree, colour, count } = graph;
  const groups = STRENGTHS.map(() => []);
  for (let link = 0; link < starts.length; link++) {
    const [from, to] = [starts[link], ends[link]];
    const length = Math.hypot(x[from] - x[to], y[from] - y[to]);
    groups[STRENGTHS.findIndex(([most]) => length <= most)].push(link);
  }
  const dots = Array.from({ length: count }, (_, dot) => dot);
  const byLinks = Uint32Array.from(dots.sort((one, other) => degree[other] - degree[one] || one - other));
  const byColour = Array.from({ length: COLOURS }, () => []);
  for (const dot of byLinks.toReversed()) byColour[colour[dot]].push(dot);
  return { groups, byLinks, byColour };
}

/**
 * Draws a picture in steps, one at each `next()`.
 * @param context Of a canvas, scaled to CSS pixels.
 * @param scene The graph, `prepare`d parts of it, which dots are shown, and colours.
 * @param camera The place in the graph that is in the middle, and CSS pixels per unit.
 * @param size Width and height in CSS pixels.
 */
export function* paint(context, scene, camera, size) {
  const spot = spotter(scene.graph, camera, size);
  context.fillStyle = scene.colours.paper;
  context.fillRect(0, 0, size.width, size.height);
  yield* paintLinks(context, scene, spot, camera, size);
  yield* paintDots(context, scene, spot, camera, size);
  paintNames(context, scene, spot, camera, named(scene, spot, camera, size));
}

/** The dots whose names may be shown: those on the picture that are large enough, the largest first. */
function* named({ graph, parts, shown }, spot, camera, size) {
  for (const dot of parts.byLinks) {
    if (radiusOf(graph, dot, camera.scale) < LEAST_NAMED) return;
    const [x, y] = [spot.x(dot), spot.y(dot)];
    if (shown[dot] && x >= 0 && y >= 0 && x <= size.width && y <= size.height) yield dot;
  }
}

function* paintLinks(context, { graph, parts, shown, colours, shownLinks }, spot, camera, size) {
  const weaker = Math.min(1, (MANY_LINKS / Math.max(1, shownLinks)) ** 0.5);
  context.strokeStyle = colours.line;
  context.lineWidth = Math.min(1.4, Math.max(0.6, camera.scale));
  for (const [place, group] of [...parts.groups.entries()].reverse()) {
    context.globalAlpha = Math.min(0.6, STRENGTHS[place][1] * weaker * Math.max(1, Math.min(camera.scale, 3)));
    let inPath = 0;
    context.beginPath();
    for (const link of group) {
      const [from, to] = [graph.starts[link], graph.ends[link]];
      if (!shown[from] || !shown[to]) continue;
      const [x0, y0, x1, y1] = [spot.x(from), spot.y(from), spot.x(to), spot.y(to)];
      const isBeside = Math.max(x0, x1) < 0 || Math.min(x0, x1) > size.width;
      if (isBeside || Math.max(y0, y1) < 0 || Math.min(y0, y1) > size.height) continue;
      context.moveTo(x0, y0);
      context.lineTo(x1, y1);
      if (++inPath < LINKS_IN_A_PATH) continue;
      context.stroke();
      yield;
      context.beginPath();
      inPath = 0;
    }
    context.stroke();
  }
  context.globalAlpha = 1;
}

function* paintDots(context, { graph, parts, shown, colours }, spot, camera, size) {
  for (const [colour, dots] of parts.byColour.entries()) {
    context.fillStyle = colours.dots[colour];
    context.beginPath();
    let inPath = 0;
    for (const dot of dots) {
      if (!shown[dot]) continue;
      const [x, y, radius] = [spot.x(dot), spot.y(dot), radiusOf(graph, dot, camera.scale)];
      if (x < -radius || y < -radius || x > size.width + radius || y > size.height + radius) continue;
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, TURN);
      if (++inPath < DOTS_IN_A_PATH) continue;
      context.fill();
      yield;
      context.beginPath();
      inPath = 0;
    }
    context.fill();
  }
}
