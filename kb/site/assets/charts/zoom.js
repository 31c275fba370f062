// Zoom of the axes that a chart lets its reader change: by Ctrl and the wheel, by keys and by buttons.
// Nothing is zoomed out beyond all that there is.

import { make } from "../search/element.js";
import { zoomButtons } from "../zoom.js";
import { hideTip } from "./tip.js";

const STEP = 1.5;
const PART = 0.2;
const SAME = 1e-6;
const RAW = /^(\w+)\["(.*)"\]$/;
const LOG = { there: Math.log, back: Math.exp };
const PLAIN = { there: Number, back: Number };

/** The axes whose domains a signal of the chart sets, each as it is before anyone zooms. */
function axesOf({ view, vgSpec }) {
  return (vgSpec.scales ?? []).flatMap((scale) => {
    const [, name, field] = RAW.exec(scale.domainRaw?.signal ?? "") ?? [];
    if (!name) return [];
    const signal = `${name}_${field}`.replace(/\W/g, "_");
    const way = scale.type === "log" ? LOG : PLAIN;
    const domain = () => view.scale(scale.name).domain().map((end) => way.there(+end));
    return [{ signal, way, domain, whole: domain() }];
  });
}

/** A domain within the whole, as wide as asked for if there is room. */
function within([low, high], [first, last]) {
  const width = high - low;
  if (width >= last - first) return null;
  const start = Math.min(Math.max(low, first), last - width);
  return [start, start + width];
}

/**
 * Lets a reader zoom a chart. Returns what is zoomed, to go on from in another drawing of it, and how to end.
 *
 * @param figure The box around the chart.
 * @param box The chart's own, which has the focus.
 * @param shown What Vega drew.
 * @param zoomed What was zoomed before.
 */
export function addZoom(figure, box, shown, zoomed = []) {
  const { view } = shown;
  const axes = axesOf(shown);
  if (!axes.length) return { zoomed: () => [], end: () => {} };

  function change(make) {
    for (const axis of axes) {
      const domain = make && within(make(axis.domain()), axis.whole);
      view.signal(axis.signal, domain ? domain.map(axis.way.back) : null);
    }
    view.runAsync();
  }
  const zoom = (factor) => () =>
    change(([low, high]) => {
      const [middle, half] = [(low + high) / 2, ((high - low) / 2) * factor];
      return [middle - half, middle + half];
    });
  const move = (part) => () => change(([low, high]) => [low, high].map((end) => end + part * (high - low)));
  const ways = {
    "+": zoom(1 / STEP),
    "=": zoom(1 / STEP),
    "-": zoom(STEP),
    0: () => change(),
    ArrowLeft: move(-PART),
    ArrowRight: move(PART),
  };

  for (const axis of axes) view.addSignalListener(axis.signal, (_name, domain) => keepWithin(view, axis, domain));
  axes.forEach((axis, place) => zoomed[place] && view.signal(axis.signal, zoomed[place]));
  view.runAsync();
  const ending = new AbortController();
  box.addEventListener("keydown", (event) => pressed(event, box, ways), { signal: ending.signal });
  const tools = make("span", "kb-chart__tools", {}, ...zoomButtons(ways, "Show all"));
  figure.append(tools);
  const end = () => {
    ending.abort();
    tools.remove();
  };
  return { zoomed: () => axes.map((axis) => view.signal(axis.signal)), end };
}

/** Follows the pointer, which knows no end. */
function keepWithin(view, axis, domain) {
  hideTip(); // it tells what stood below the pointer before
  if (!domain) return;
  const asked = domain.map((end) => axis.way.there(+end));
  const kept = within(asked, axis.whole);
  const isKept = kept?.every((end, place) => Math.abs(end - asked[place]) <= SAME * (asked[1] - asked[0]));
  if (!isKept) view.signal(axis.signal, kept && kept.map(axis.way.back)).runAsync();
}

function pressed(event, box, ways) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target !== box || !ways[event.key]) return;
  event.preventDefault();
  ways[event.key]();
}

/** Without Ctrl the wheel is the page's. */
export function turned(event) {
  if (event.ctrlKey || event.metaKey) event.preventDefault();
  else event.stopPropagation();
}
