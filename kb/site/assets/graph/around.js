// A part of the graph: what is a few steps away from a dot.

import { neighbours } from "./data.js";

const MOST = 80;

/**
 * What is around a dot: the dot itself first, then those nearer before those farther, those with most links first.
 *
 * @returns `count`, how many there are; `dots`, as many of these as are shown, with `url`, `title`, `colour` and whether
 *   each is `far`; and `links` between them, by their places.
 */
export function within(graph, own, steps) {
  const rings = [[own]];
  const seen = new Set([own]);
  for (let step = 0; step < steps; step++) rings.push(ringAround(graph, rings.at(-1), seen));
  const shown = rings.flat().slice(0, MOST + 1);
  const place = new Map(shown.map((dot, at) => [dot, at]));
  const near = new Set(rings.slice(0, 2).flat());
  const links = shown.flatMap((dot, at) => [...neighbours(graph, dot)].map((other) => [at, place.get(other)]));
  return {
    count: seen.size - 1,
    dots: shown.map((dot) => ({ url: graph.urls[dot], title: graph.titles[dot], colour: graph.colour[dot], far: !near.has(dot) })),
    links: links.filter(([one, other]) => one < other),
  };
}

/** The dots that are linked to some and were not seen before. */
function ringAround(graph, dots, seen) {
  const ring = new Set(dots.flatMap((dot) => [...neighbours(graph, dot)]).filter((dot) => !seen.has(dot)));
  for (const dot of ring) seen.add(dot);
  return [...ring].sort((one, other) => graph.degree[other] - graph.degree[one] || one - other);
}
