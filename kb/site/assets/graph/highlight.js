// Over the picture: some dots and their names, one with those that it is linked to or those that were found; all else
// steps back.

import { neighbours } from "./data.js";
import { paintNames } from "./names.js";
import { TURN } from "./paint.js";
import { radiusOf, spotter } from "./scene.js";

const MOST_NAMED = 24;
const MANY = 200;
const LEAST_RADIUS = 2.5;

/** A dot, and those that it is linked to. */
export function paintHighlight(context, scene, camera, size, dot) {
  const { graph, shown, colours } = scene;
  const spot = spotter(graph, camera, size);
  const others = [...neighbours(graph, dot)]
    .filter((other) => shown[other])
    .sort((one, other) => graph.degree[other] - graph.degree[one]);
  stepBack(context, scene, size);
  context.globalAlpha = others.length > MANY ? 0.35 : 0.8;
  context.strokeStyle = colours.near;
  context.lineWidth = 1.2;
  context.beginPath();
  for (const other of others) {
    context.moveTo(spot.x(dot), spot.y(dot));
    context.lineTo(spot.x(other), spot.y(other));
  }
  context.stroke();
  context.globalAlpha = 1;
  paintDots(context, scene, spot, camera, [...others.toReversed(), dot]);
  context.strokeStyle = colours.text;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(spot.x(dot), spot.y(dot), radiusIn(graph, dot, camera) + 2.5, 0, TURN);
  context.stroke();
  paintNames(context, scene, spot, camera, [dot, ...others.slice(0, MOST_NAMED)]);
}

/** Those of some dots that are to be seen, the first ones over the others. */
export function paintFound(context, scene, camera, size, dots) {
  const spot = spotter(scene.graph, camera, size);
  const isSeen = (x, y) => x >= 0 && y >= 0 && x <= size.width && y <= size.height;
  const seen = dots.filter((dot) => isSeen(spot.x(dot), spot.y(dot)));
  stepBack(context, scene, size);
  paintDots(context, scene, spot, camera, seen.toReversed());
  paintNames(context, scene, spot, camera, seen.slice(0, MOST_NAMED));
}

function radiusIn(graph, dot, camera) {
  return Math.max(LEAST_RADIUS, radiusOf(graph, dot, camera.scale));
}

function stepBack(context, { colours }, size) {
  context.globalAlpha = 0.8;
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, size.width, size.height);
  context.globalAlpha = 1;
}

function paintDots(context, { graph, colours }, spot, camera, dots) {
  for (const dot of dots) {
    context.fillStyle = colours.dots[graph.colour[dot]];
    context.beginPath();
    context.arc(spot.x(dot), spot.y(dot), radiusIn(graph, dot, camera), 0, TURN);
    context.fill();
  }
}
