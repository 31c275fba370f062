// The names of dots below them, as far as there is room.

import { radiusOf } from "./scene.js";

const MOST_NAMES = 70;
const MOST_CHARACTERS = 34;
const LARGE = 9;

/** Writes the names of some dots; the first ones have their place, and those that would cover them are left out. */
export function paintNames(context, scene, spot, camera, dots) {
  const taken = [];
  for (const dot of dots) {
    if (taken.length >= MOST_NAMES) return;
    const box = boxOf(context, scene, dot, spot, radiusOf(scene.graph, dot, camera.scale));
    if (taken.some((other) => meets(box, other))) continue;
    taken.push(box);
    write(context, scene, box);
  }
}

function boxOf(context, { graph, colours }, dot, spot, radius) {
  const height = radius > LARGE ? 14 : 12;
  context.font = `${radius > LARGE ? 600 : 500} ${height}px ${colours.font}`;
  const title = graph.titles[dot];
  const text = title.length > MOST_CHARACTERS ? `${title.slice(0, MOST_CHARACTERS - 1)}\u2026` : title;
  const [x, top, half] = [spot.x(dot), spot.y(dot) + radius + 3, context.measureText(text).width / 2 + 4];
  return { text, font: context.font, x, top, left: x - half, right: x + half, bottom: top + height + 3 };
}

/** Whether two boxes cover each other. */
export function meets(one, other) {
  return one.right >= other.left && one.left <= other.right && one.bottom >= other.top && one.top <= other.bottom;
}

function write(context, { colours }, box) {
  context.font = box.font;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = colours.paper;
  context.strokeText(box.text, box.x, box.top);
  context.fillStyle = colours.text;
  context.fillText(box.text, box.x, box.top);
}
