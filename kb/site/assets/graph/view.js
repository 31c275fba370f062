// The graph on a canvas: what is shown of it, where the reader looks, and which dot is marked.

import { makeCamera } from "./camera.js";
import { onScheme, readColours } from "./colours.js";
import { paintFound, paintHighlight } from "./highlight.js";
import { prepare } from "./paint.js";
import { makePicture } from "./picture.js";
import { radiusOf } from "./scene.js";

/** CSS pixels beside a dot at which it is still meant. */
const REACH = 6;
const LARGEST = 40;

/** @param onActive Called with the dot that is marked; with -1 for none. */
export function openView(canvas, graph, onActive) {
  const context = canvas.getContext("2d", { alpha: false });
  const size = { width: 1, height: 1, ratio: 1 };
  const camera = makeCamera(size);
  const scene = { graph, parts: prepare(graph), shown: new Uint8Array(graph.count).fill(1), shownLinks: 0 };
  const picture = makePicture(scene, camera, size);
  let [asked, before, active] = [0, 0, -1];
  let found; // dots that stand out; none, where nothing is looked for

  function ask() {
    asked ||= requestAnimationFrame(frame);
  }

  function frame(now) {
    asked = 0;
    picture.advance(now - before);
    before = now;
    picture.show(context);
    if (active >= 0) paintHighlight(context, scene, camera, size, active);
    else if (found) paintFound(context, scene, camera, size, found);
    if (!picture.isReady()) ask();
  }

  function renew() {
    picture.renew();
    ask();
  }

  function resize() {
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    const ratio = Math.min(devicePixelRatio || 1, 2);
    const isSame = width === size.width && height === size.height && ratio === size.ratio;
    if (!width || !height || isSame) return;
    Object.assign(size, { width, height, ratio });
    Object.assign(canvas, { width: width * ratio, height: height * ratio });
    renew();
  }

  function recolour() {
    scene.colours = readColours();
    renew();
  }

  function isSeen(dot) {
    const [right, down] = [graph.x[dot] - camera.x, graph.y[dot] - camera.y].map((way) => Math.abs(way) * camera.scale);
    return right <= size.width / 2 - REACH && down <= size.height / 2 - REACH;
  }

  /** The dot at a point of the canvas; -1 for none. */
  function dotAt(x, y) {
    let [found, least] = [-1, Infinity];
    const place = camera.placeAt(x, y);
    const most = LARGEST / camera.scale;
    for (let dot = 0; dot < graph.count; dot++) {
      const [right, down] = [graph.x[dot] - place.x, graph.y[dot] - place.y];
      if (!scene.shown[dot] || Math.abs(right) > most || Math.abs(down) > most) continue;
      const beside = Math.hypot(right, down) * camera.scale - radiusOf(graph, dot, camera.scale);
      if (beside < least) [found, least] = [dot, beside];
    }
    return least <= REACH ? found : -1;
  }

  const view = {
    resize,
    dotAt,
    active: () => active,
    isDrawn: picture.isReady,

    pan(right, down) {
      camera.pan(right, down);
      ask();
    },

    zoom(factor, x, y) {
      camera.zoom(factor, x, y);
      picture.drop();
      ask();
    },

    /** Shows some dots as large as they can be; all that are shown, where none are given. */
    fit(dots = scene.parts.byLinks.filter((dot) => scene.shown[dot])) {
      if (dots.length) camera.fit(graph, dots);
      renew();
    },

    /** Marks a dot, with what it is linked to; -1 for none. */
    activate(dot) {
      if (dot === active) return;
      active = dot;
      onActive(dot);
      ask();
    },

    /** Lets some dots stand out, and goes where they are if none is to be seen; undefined for none. */
    mark(dots) {
      found = dots;
      if (dots) view.activate(-1);
      if (dots?.length && !dots.some(isSeen)) view.fit(dots);
      ask();
    },

    /** Brings a dot that is not to be seen into the middle. */
    reach(dot) {
      if (!isSeen(dot)) Object.assign(camera, { x: graph.x[dot], y: graph.y[dot] });
      ask();
    },

    /** Shows some dots alone, and the links between them, of which there are so many. */
    filter(shown, shownLinks) {
      Object.assign(scene, { shown, shownLinks });
      if (active >= 0 && !shown[active]) view.activate(-1);
      view.fit();
    },
  };
  recolour();
  onScheme(recolour);
  new ResizeObserver(resize).observe(canvas);
  return view;
}
