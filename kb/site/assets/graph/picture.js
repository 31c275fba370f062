// The picture of the graph. It shows more than is seen, is moved while the reader pans, and is drawn anew beside that,
// bit by bit: the time of a frame does not depend on how large the graph is.

import { paint } from "./paint.js";

/** How much more than what is seen is drawn, on each side. */
const MARGIN = 0.3;
const LATE_MS = 1.15 * (1000 / 60);
const MOST_STEPS = 40;

/** @param size Width, height and sharpness of what is seen, in CSS pixels and in pixels of the screen per CSS pixel. */
export function makePicture(scene, camera, size) {
  let front; // what is shown: a sheet, its size, and the camera that it was drawn for
  let next; // the same under way, and the strokes that are left
  let isStale = true;
  let steps = 8;

  /** Whether the picture does not reach as far as the reader looks, or is of another scale. */
  function isBeyond() {
    if (!front) return true;
    const [x, y] = [front.camera.x - camera.x, front.camera.y - camera.y];
    const most = (MARGIN / 2) * Math.min(size.width, size.height);
    return front.camera.scale !== camera.scale || Math.max(Math.abs(x), Math.abs(y)) * camera.scale > most;
  }

  function begin() {
    const wide = { width: size.width * (1 + 2 * MARGIN), height: size.height * (1 + 2 * MARGIN) };
    const { x, y, scale } = camera;
    const sheet = document.createElement("canvas");
    sheet.width = wide.width * size.ratio;
    sheet.height = wide.height * size.ratio;
    const context = sheet.getContext("2d", { alpha: false });
    context.scale(size.ratio, size.ratio);
    isStale = false;
    next = { sheet, size: wide, camera: { x, y, scale }, strokes: paint(context, scene, { x, y, scale }, wide) };
  }

  /** As many strokes as a frame has time for, learnt from how long the last one took. */
  function work(passedMs) {
    steps = passedMs > LATE_MS ? Math.max(1, steps * 0.7) : Math.min(MOST_STEPS, steps + 0.5);
    for (let step = 0; step < steps; step++) {
      if (!next.strokes.next().done) continue;
      front = next;
      next = undefined;
      return;
    }
  }

  return {
    isReady: () => !next && !isStale && !isBeyond(),

    /** Nothing of what is shown holds any more. */
    renew() {
      next = undefined;
      isStale = true;
    },

    /** What is under way is of another scale; what is shown stays until the next is ready. */
    drop() {
      next = undefined;
    },

    /** Goes on with the next one, if one is needed. */
    advance(passedMs) {
      if (!next && (isStale || isBeyond())) begin();
      if (next) work(passedMs);
    },

    show(context) {
      context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
      context.fillStyle = scene.colours.paper;
      context.fillRect(0, 0, size.width, size.height);
      const shown = front ?? next;
      if (!shown) return;
      const factor = camera.scale / shown.camera.scale;
      const [width, height] = [shown.size.width * factor, shown.size.height * factor];
      const left = (size.width - width) / 2 + (shown.camera.x - camera.x) * camera.scale;
      const top = (size.height - height) / 2 + (shown.camera.y - camera.y) * camera.scale;
      context.drawImage(shown.sheet, left, top, width, height);
    },
  };
}
