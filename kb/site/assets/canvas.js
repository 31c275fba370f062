// Canvases: fitted to their page, panned by the pointer, zoomed with Ctrl and the wheel, two fingers, keys and buttons.
// They scroll as any part of a page does, so that touch, wheel and arrow keys pan without a script.

import { make } from "./search/element.js";
import { zoomButtons } from "./zoom.js";

const LEAST = 0.02;
const MOST = 4;
const STEP = 1.25;
const BORDERS = 2;
/** From this scale on the rows of a base on a card are as far apart as fingers need. */
const READABLE = 0.85;

function open(view) {
  const sheet = view.firstElementChild;
  const plane = sheet.firstElementChild;
  const [width, height] = [plane.offsetWidth, plane.offsetHeight];
  let scale = 1;
  /** Of the view, what is free to the left of the plane and above it. */
  let beside = [0, 0];
  let isFitted = false;

  /** Zooms so that a point of the view stays where it is; its middle, where none is given. */
  function zoom(factor, x = view.clientWidth / 2, y = view.clientHeight / 2) {
    const [left, top] = [(view.scrollLeft + x - beside[0]) / scale, (view.scrollTop + y - beside[1]) / scale];
    scale = Math.min(Math.max(scale * factor, LEAST), MOST);
    isFitted = false;
    const room = [view.clientWidth - width * scale, view.clientHeight - height * scale];
    beside = room.map((free) => Math.max(0, free / 2));
    plane.style.transform = `translate(${beside.map((length) => `${length}px`)}) scale(${scale})`;
    plane.style.setProperty("--kb-scale", scale);
    for (const stop of view.querySelectorAll(".kb-base :is(a, button, input)")) stop.tabIndex = scale < READABLE ? -1 : 0;
    sheet.style.width = `${width * scale + 2 * beside[0]}px`;
    sheet.style.height = `${height * scale + 2 * beside[1]}px`;
    view.scrollTo({ left: left * scale + beside[0] - x, top: top * scale + beside[1] - y, behavior: "instant" });
  }

  /** As wide as the page; where a note shows it, all of it. */
  function fit() {
    const tallest = Number.parseFloat(getComputedStyle(view).maxHeight);
    const isInNote = view.parentElement.querySelector(":scope > .kb-embed__title") !== null;
    const most = isInNote ? Math.min(1, (tallest - BORDERS) / height) : 1;
    view.style.height = `${Math.min(1, view.clientWidth / width, most) * height + BORDERS}px`;
    zoom(Math.min(view.clientWidth / width, most) / scale);
    isFitted = true;
  }

  const ways = { "+": () => zoom(STEP), "=": () => zoom(STEP), "-": () => zoom(1 / STEP), 0: fit };

  view.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== view || !ways[event.key]) return;
    event.preventDefault();
    ways[event.key]();
  });

  view.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      event.stopPropagation();
      const corner = view.getBoundingClientRect();
      zoom(Math.exp(-Math.max(-100, Math.min(event.deltaY, 100)) / 300), event.clientX - corner.left, event.clientY - corner.top);
    },
    { passive: false },
  );

  panned(view);
  pinched(view, zoom);
  view.parentElement.prepend(make("div", "kb-canvas__tools", {}, ...zoomButtons(ways, "Fit")));
  new ResizeObserver(() => isFitted && fit()).observe(view.parentElement);
  fit();
}

/** The plane follows a mouse that is held down beside the cards, or its middle button anywhere. */
function panned(view) {
  view.addEventListener("pointerdown", (event) => {
    const isBeside = event.button === 0 && !event.target.closest(".kb-canvas__card, a");
    if (event.pointerType !== "mouse" || !(isBeside || event.button === 1)) return;
    const [left, top] = [view.scrollLeft + event.clientX, view.scrollTop + event.clientY];
    const follow = (moved) =>
      view.scrollTo({ left: left - moved.clientX, top: top - moved.clientY, behavior: "instant" });
    view.setPointerCapture(event.pointerId);
    view.classList.add("kb-canvas__view--held");
    view.addEventListener("pointermove", follow);
    view.addEventListener(
      "lostpointercapture",
      () => {
        view.removeEventListener("pointermove", follow);
        view.classList.remove("kb-canvas__view--held");
      },
      { once: true },
    );
  });
}

function pinched(view, zoom) {
  let before = 0;
  const far = ([one, other]) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  view.addEventListener("touchstart", (event) => (before = event.touches.length === 2 ? far(event.touches) : 0));
  view.addEventListener(
    "touchmove",
    (event) => {
      if (event.touches.length !== 2 || !before) return;
      event.preventDefault();
      const [[one, other], corner] = [event.touches, view.getBoundingClientRect()];
      const now = far(event.touches);
      zoom(now / before, (one.clientX + other.clientX) / 2 - corner.left, (one.clientY + other.clientY) / 2 - corner.top);
      before = now;
    },
    { passive: false },
  );
}

for (const view of document.querySelectorAll(".kb-canvas__view")) open(view);
