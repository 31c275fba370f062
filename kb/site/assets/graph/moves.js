// How a reader moves in the graph: by mouse, fingers, wheel and keys.

const STEP = 1.3;
const KEY_STEP = 70;
/** Less than this is a click, and no move. */
const STILL = 5;

/** @param go Called with the dot that was chosen. */
export function follow(canvas, view, go) {
  const held = new Map();
  let [moved, spread] = [0, 0];

  function placeOf(event) {
    const corner = canvas.getBoundingClientRect();
    return { x: event.clientX - corner.left, y: event.clientY - corner.top };
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button > 1) return;
    canvas.setPointerCapture(event.pointerId);
    held.set(event.pointerId, placeOf(event));
    [moved, spread] = [held.size > 1 ? Infinity : 0, far(held)];
  });

  canvas.addEventListener("pointermove", (event) => {
    const [place, before] = [placeOf(event), held.get(event.pointerId)];
    if (!before) {
      if (event.pointerType !== "touch") hover(place);
      return;
    }
    const [x, y] = [place.x - before.x, place.y - before.y];
    moved += Math.abs(x) + Math.abs(y);
    held.set(event.pointerId, place);
    if (moved <= STILL || (event.pointerType === "touch" && held.size < 2)) return; // one finger scrolls the page
    canvas.classList.add("kb-graph__canvas--held");
    view.pan(x / held.size, y / held.size);
    if (held.size < 2) return;
    const [now, [one, other]] = [far(held), [...held.values()]];
    view.zoom(now / spread, (one.x + other.x) / 2, (one.y + other.y) / 2);
    spread = now;
  });

  function hover(place) {
    const dot = view.dotAt(place.x, place.y);
    canvas.classList.toggle("kb-graph__canvas--on-dot", dot >= 0);
    view.activate(dot);
  }

  canvas.addEventListener("pointerup", (event) => {
    const isClick = held.size === 1 && moved <= STILL;
    release(event);
    if (!isClick || event.button !== 0) return;
    const place = placeOf(event);
    const dot = view.dotAt(place.x, place.y);
    const isSeen = event.pointerType !== "touch" || dot === view.active(); // a finger shows first what it would open
    view.activate(dot);
    if (dot >= 0 && isSeen) go(dot, event);
  });

  function release(event) {
    held.delete(event.pointerId);
    spread = far(held);
    if (!held.size) canvas.classList.remove("kb-graph__canvas--held");
  }

  canvas.addEventListener("pointercancel", release);
  for (const type of ["touchstart", "touchmove"]) {
    canvas.addEventListener(type, (event) => event.touches.length > 1 && event.preventDefault(), { passive: false });
  }
  canvas.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && !held.size && view.activate(-1));

  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
      const place = placeOf(event);
      view.zoom(Math.exp(-Math.max(-120, Math.min(event.deltaY * lines, 120)) / 300), place.x, place.y);
    },
    { passive: false },
  );

  const ways = {
    ArrowLeft: () => view.pan(KEY_STEP, 0),
    ArrowRight: () => view.pan(-KEY_STEP, 0),
    ArrowUp: () => view.pan(0, KEY_STEP),
    ArrowDown: () => view.pan(0, -KEY_STEP),
    "+": () => view.zoom(STEP),
    "=": () => view.zoom(STEP),
    "-": () => view.zoom(1 / STEP),
    0: () => view.fit(),
    Enter: (event) => view.active() >= 0 && go(view.active(), event),
  };

  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !ways[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    ways[event.key](event);
  });
  return ways;
}

/** How far two fingers are apart. */
function far(held) {
  const [one, other] = held.values();
  return other ? Math.max(1, Math.hypot(one.x - other.x, one.y - other.y)) : 1;
}
