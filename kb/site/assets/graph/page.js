// The page of the graph: what it loads, its canvas and its controls.

import { make } from "../search/element.js";
import { zoomButtons } from "../zoom.js";
import { loadGraph, neighbours } from "./data.js";
import { makeFilters } from "./filters.js";
import { makeFinder } from "./find.js";
import { follow } from "./moves.js";
import { openView } from "./view.js";

const ROOT = new URL("../../../", import.meta.url);
const HELP =
  "Drag or use the arrow keys to move, the wheel, + and \u2212 to zoom, 0 to see all. Two fingers move and zoom, one scrolls the page. The pages are listed below.";

function open(box, graph) {
  const canvas = make("canvas", "kb-graph__canvas", { tabindex: "0", role: "img", "aria-label": `The graph. ${HELP}` });
  const about = make("p", "kb-graph__about");
  const urlOf = (dot) => new URL(graph.urls[dot], ROOT).href;
  const view = openView(canvas, graph, (dot) => tell(about, graph, dot, urlOf));
  const ways = follow(canvas, view, (dot, event) => go(urlOf(dot), event));
  const finder = makeFinder(graph, urlOf, (dot) => show(view, dot), view.mark);
  const filters = makeFilters(graph, (shown, links) => {
    view.filter(shown, links);
    finder.filter(shown);
  });
  const bar = make("div", "kb-graph__bar", {}, finder.label, ...filters.selects, filters.status);
  box.replaceChildren(bar, make("div", "kb-graph__view", {}, canvas, make("div", "kb-graph__tools", {}, ...zoomButtons(ways, "See all")), about), filters.legend, finder.section);
  view.resize();
  filters.apply();
  start(view, graph);
  Object.assign(box, { kbGraph: view }); // for tests and measures
}

/** What the dot is that the pointer or the reader is on. */
function tell(about, graph, dot, urlOf) {
  about.replaceChildren();
  if (dot < 0) return;
  const links = graph.degree[dot];
  const said = `${graph.kinds[graph.kind[dot]]}, ${links.toLocaleString("en")} ${links === 1 ? "link" : "links"}`;
  about.append(make("a", "", { href: urlOf(dot), tabindex: "-1" }, graph.titles[dot]), ` ${said}`);
}

function go(url, event) {
  if (event.ctrlKey || event.metaKey) window.open(url);
  else location.assign(url);
}

/** Marks a dot; where it is not to be seen, the graph comes to it. */
function show(view, dot) {
  view.activate(dot);
  if (dot >= 0) view.reach(dot);
}

/** At the page that the address names, with what is linked to it. */
function start(view, graph) {
  const dot = location.hash ? graph.urls.indexOf(decodeURIComponent(location.hash.slice(1))) : -1;
  if (dot < 0) return;
  view.fit([dot, ...neighbours(graph, dot)]);
  view.activate(dot);
}

const box = document.querySelector(".kb-graph");
document.addEventListener("kb:written", ({ detail }) => {
  if (detail.some((file) => new URL(file, ROOT).href === new URL("places.json", document.baseURI).href)) location.reload();
});
try {
  open(box, await loadGraph(document.baseURI));
} catch (error) {
  box.replaceChildren(make("p", "", { role: "alert" }, "The graph could not be loaded. Try again in a moment."));
  console.error(error);
}
