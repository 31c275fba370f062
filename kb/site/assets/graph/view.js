// The graph on a canvas. What is drawn once is moved while the reader pans, and drawn anew bit by bit beside that.

import { onScheme, readColours } from "./colours.js";
import { paintHighlight } from "./highlight.js";
import { paint, prepare } from "./paint.js";
import { radiusOf } from "./scene.js";

/** How much more than what is seen is drawn, on each side: panning shows it. */
const MARGIN = 0.3;
const [LEAST, MOST] = [0.02, 8];
/** A small graph is not blown up to the edges. */
const MOST_FITTED = 6;
const FRAME_MS = 1000 / 60;
const REACH = 6;

export function openView(canvas, graph, onActive) {
  const context = canvas.getContext("2d", { alpha: false });
  const scene = { graph, parts: prepare(graph), shown: new Uint8Array(graph.count).fill(1), shownLinks: graph.starts.length };
  const camera = { x: 0, y: 0, scale: 1 };
  const size = { width: 1, height: 1 };
  let ratio = 1;
  let front; // the picture that is shown, and the camera that it was drawn for
  let job; // the picture under way
  let isStale = true;
  let steps = 8;
  let asked = 0;
  let before = 0;
  let active = -1;

  function ask() {
    asked ||= requestAnimationFrame(frame);
  }

  function frame(now) {
    asked = 0;
    const wide = { width: size.width * (1 + 2 * MARGIN), height: size.height * (1 + 2 * MARGIN) };
    if (!job && (isStale || isBeyond())) begin(wide);
    if (job) work(now - before);
    before = now;
    show();
    if (job || isStale || isBeyond()) ask();
  }

  /** Whether the picture does not reach as far as the reader looks, or is of another scale. */
  function isBeyond() {
    if (!front) return true;
    const [x, y] = [front.camera.x - camera.x, front.camera.y - camera.y];
    const most = (MARGIN / 2) * Math.min(size.width, size.height);
    return front.camera.scale !== camera.scale || Math.max(Math.abs(x), Math.abs(y)) * camera.scale > most;
  }

  function begin(wide) {
    const sheet = document.createElement("canvas");
    sheet.width = wide.width * ratio;
    sheet.height = wide.height * ratio;
    const ink = sheet.getContext("2d", { alpha: false });
    ink.scale(ratio, ratio);
    isStale = false;
    job = { sheet, size: wide, camera: { ...camera }, strokes: paint(ink, scene, { ...camera }, wide) };
  }

  /** As much of the picture as this frame has time for, learnt from how long the last one took. */
  function work(passed) {
    steps = passed > FRAME_MS * 1.15 ? Math.max(1, steps * 0.7) : Math.min(40, steps + 0.5);
    for (let step = 0; step < steps; step++) {
      if (!job.strokes.next().done) continue;
      front = job;
      job = undefined;
      return;
    }
  }

  function show() {
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = scene.colours.paper;
    context.fillRect(0, 0, size.width, size.height);
    const drawn = front ?? job;
    if (drawn) {
      const factor = camera.scale / drawn.camera.scale;
      const [width, height] = [drawn.size.width * factor, drawn.size.height * factor];
      const left = (size.width - width) / 2 + (drawn.camera.x - camera.x) * camera.scale;
      const top = (size.height - height) / 2 + (drawn.camera.y - camera.y) * camera.scale;
      context.drawImage(drawn.sheet, left, top, width, height);
    }
    if (active >= 0) paintHighlight(context, scene, camera, size, active);
  }

  function redraw() {
    job = undefined;
    isStale = true;
    ask();
  }

  function resize() {
    const { clientWidth, clientHeight } = canvas;
    const sharp = Math.min(devicePixelRatio || 1, 2);
    const isSame = clientWidth === size.width && clientHeight === size.height && sharp === ratio;
    if (!clientWidth || !clientHeight || isSame) return;
    ratio = sharp;
    Object.assign(size, { width: clientWidth, height: clientHeight });
    canvas.width = clientWidth * ratio;
    canvas.height = clientHeight * ratio;
    redraw();
  }

  function recolour() {
    scene.colours = readColours();
    redraw();
  }

  /** Moves by some CSS pixels. */
  function pan(x, y) {
    camera.x -= x / camera.scale;
    camera.y -= y / camera.scale;
    ask();
  }

  /** Zooms so that a point of the canvas stays where it is; its middle, where none is given. */
  function zoom(factor, x = size.width / 2, y = size.height / 2) {
    const scale = Math.min(Math.max(camera.scale * factor, LEAST), MOST);
    const [right, down] = [x - size.width / 2, y - size.height / 2];
    camera.x += right / camera.scale - right / scale;
    camera.y += down / camera.scale - down / scale;
    camera.scale = scale;
    job = undefined;
    ask();
  }

  /** Shows some dots as large as they can be; all that are shown, where none are given. */
  function fit(dots = scene.parts.byLinks.filter((dot) => scene.shown[dot])) {
    if (!dots.length) return;
    const [left, right] = extent(graph.x, dots);
    const [top, bottom] = extent(graph.y, dots);
    const scale = Math.min((size.width - 60) / (right - left + 1), (size.height - 70) / (bottom - top + 1), MOST_FITTED);
    Object.assign(camera, { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.max(scale, LEAST) });
    redraw();
  }

  /** The dot at a point of the canvas; -1 for none. */
  function dotAt(x, y) {
    let [found, least] = [-1, Infinity];
    const [left, top] = [camera.x + (x - size.width / 2) / camera.scale, camera.y + (y - size.height / 2) / camera.scale];
    const most = 40 / camera.scale;
    for (let dot = 0; dot < graph.count; dot++) {
      const [right, down] = [graph.x[dot] - left, graph.y[dot] - top];
      if (!scene.shown[dot] || Math.abs(right) > most || Math.abs(down) > most) continue;
      const beside = Math.hypot(right, down) * camera.scale - radiusOf(graph, dot, camera.scale);
      if (beside < least) [found, least] = [dot, beside];
    }
    return least <= REACH ? found : -1;
  }

  /** Brings a dot that is not to be seen into the middle. */
  function reach(dot) {
    const [right, down] = [(graph.x[dot] - camera.x) * camera.scale, (graph.y[dot] - camera.y) * camera.scale];
    if (Math.abs(right) < size.width / 2 - REACH && Math.abs(down) < size.height / 2 - REACH) return;
    Object.assign(camera, { x: graph.x[dot], y: graph.y[dot] });
    ask();
  }

  function activate(dot) {
    if (dot === active) return;
    active = dot;
    onActive(dot);
    ask();
  }

  function filter(shown, shownLinks) {
    Object.assign(scene, { shown, shownLinks });
    if (active >= 0 && !shown[active]) activate(-1);
    fit();
  }

  recolour();
  onScheme(recolour);
  new ResizeObserver(resize).observe(canvas);
  return { resize, pan, zoom, fit, dotAt, reach, activate, filter, active: () => active, isDrawn: () => !job && !isStale && !isBeyond() };
}

function extent(values, dots) {
  let [least, most] = [Infinity, -Infinity];
  for (const dot of dots) {
    least = Math.min(least, values[dot]);
    most = Math.max(most, values[dot]);
  }
  return [least, most];
}
