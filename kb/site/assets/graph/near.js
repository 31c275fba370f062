// The small graph on a page: what is linked to it. Beside the text where there is room, else below it, to be opened.

import { make } from "../search/element.js";
import { drawNear } from "./drawing.js";

const ROOT = new URL("../../../", import.meta.url);
const box = document.querySelector(".kb-near");
const column = document.querySelector(".md-sidebar--secondary .md-sidebar__inner");
/** Beside the text; below it, where fingers are, there is room for more. */
const LOOKS = { beside: { height: 210, type: 9.5 }, below: { height: 280, type: 11 } };

/** How far from this page; another page begins with one step again. */
let steps = 1;

/** What is around this page, from its shard: how many pages, those that are shown, and links between these. */
async function read() {
  const answer = await fetch(new URL(box.dataset.near, document.baseURI), { cache: "no-cache", credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const shard = await answer.json();
  const here = decodeURI(location.pathname).replace(/index\.html$/, "");
  const url = Object.keys(shard).find((each) => decodeURI(new URL(each, ROOT).pathname) === here);
  const [count, dots, links] = shard[url];
  return { url, count, dots: dots.map(([url, title, colour]) => ({ url, title, colour })), links };
}

/** The same with what is linked to those, from the files of the whole graph. */
async function readFar() {
  const [one, { loadGraph }, { within }] = await Promise.all([read(), import("./data.js"), import("./around.js")]);
  const graph = await loadGraph(new URL(box.dataset.graph, document.baseURI));
  const own = graph.urls.indexOf(one.url);
  if (own < 0 || own >= graph.count) throw new Error("not there yet");
  return { url: one.url, ...within(graph, own, 2) };
}

async function fill() {
  box.removeEventListener("toggle", fill);
  const wanted = steps;
  const found = await (wanted === 1 ? read() : readFar()).catch(() => undefined);
  if (wanted !== steps) return; // chosen anew while it was read
  for (const old of [...box.querySelectorAll(":scope > :not(summary, .kb-near__steps)")]) old.remove();
  if (!found) {
    box.append(make("p", "kb-near__said", {}, "What is linked here is not known yet."));
    return;
  }
  if (!box.querySelector(".kb-near__steps")) box.querySelector("summary").after(chooser());
  const named = found.dots.map((dot) => ({ ...dot, url: new URL(dot.url, ROOT).href }));
  const look = { ...LOOKS[column?.contains(box) ? "beside" : "below"], width: box.clientWidth, family: getComputedStyle(box).fontFamily };
  box.append(drawNear(named, found.links, look), caption(found));
}

/** The buttons that say how far the drawing goes. */
function chooser() {
  const names = { 1: "Pages that are linked here", 2: "And those that are linked to these" };
  const buttons = Object.entries(names).map(([number, title]) => {
    const pressed = String(steps === Number(number));
    return make("button", "", { type: "button", title, "aria-label": `${number} ${number === "1" ? "step" : "steps"}`, "aria-pressed": pressed }, number);
  });
  for (const [at, button] of buttons.entries()) {
    button.addEventListener("click", () => {
      steps = at + 1;
      for (const [other, each] of buttons.entries()) each.setAttribute("aria-pressed", String(other === at));
      fill();
    });
  }
  return make("div", "kb-near__steps", { role: "group", "aria-label": "How far" }, ...buttons);
}

function caption({ url, count, dots }) {
  const shown = dots.length - 1;
  const noun = count === 1 ? "page" : "pages";
  const pages = steps === 1 ? `linked ${noun}` : `${noun} in 2 steps`;
  const said = shown < count ? `${shown} of ${count.toLocaleString("en")} ${pages}` : `${count} ${pages}`;
  const whole = new URL(box.dataset.graph, document.baseURI);
  whole.hash = encodeURIComponent(url);
  return make("p", "kb-near__said", {}, said, " \u00b7 ", make("a", "", { href: whole.href }, "Whole graph"));
}

if (column?.getClientRects().length && matchMedia("screen and (min-width: 60em)").matches) {
  column.prepend(box);
  box.open = true;
}
if (box.open) (window.requestIdleCallback ?? setTimeout)(fill);
else box.addEventListener("toggle", fill);
document.addEventListener("kb:written", ({ detail }) => {
  const written = new Set(detail.map((file) => new URL(file, ROOT).href));
  const files = ["index.html", box.dataset.near, `${box.dataset.graph}places.json`];
  const [page, shard, places] = files.map((file) => new URL(file, document.baseURI).href);
  if (box.open && written.has(steps === 1 ? shard : places) && !written.has(page)) fill(); // else it is loaded anew
});
