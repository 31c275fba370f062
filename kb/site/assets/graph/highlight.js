// Over the picture: one dot, those that it is linked to, and their names; all else steps back.

import { neighbours } from "./data.js";
import { paintNames } from "./names.js";
import { TURN } from "./paint.js";
import { radiusOf, spotter } from "./scene.js";

const MOST_NAMED = 24;
const MANY = 200;
const LEAST_RADIUS = 2.5;

export function paintHighlight(context, scene, camera, size, dot) {
  const { graph, shown, colours } = scene;
  const spot = spotter(graph, camera, size);
  const radius = (each) => Math.max(LEAST_RADIUS, radiusOf(graph, each, camera.scale));
  const others = [...neighbours(graph, dot)]
    .filter((other) => shown[other])
    .sort((one, other) => graph.degree[other] - graph.degree[one]);
  context.globalAlpha = 0.8;
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, size.width, size.height);
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
  for (const each of [...others.toReversed(), dot]) {
    context.fillStyle = colours.dots[graph.colour[each]];
    context.beginPath();
    context.arc(spot.x(each), spot.y(each), radius(each), 0, TURN);
    context.fill();
  }
  context.strokeStyle = colours.text;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(spot.x(dot), spot.y(dot), radius(dot) + 2.5, 0, TURN);
  context.stroke();
  paintNames(context, scene, spot, camera, [dot, ...others.slice(0, MOST_NAMED)]);
}
