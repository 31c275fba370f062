// The small graph on a page: what is linked to it. Beside the text where there is room, else below it, to be opened.

import { make } from "../search/element.js";
import { drawNear } from "./drawing.js";

const ROOT = new URL("../../../", import.meta.url);
const box = document.querySelector(".kb-near");
const column = document.querySelector(".md-sidebar--secondary .md-sidebar__inner");
/** Beside the text; below it, where fingers are, there is room for more. */
const LOOKS = { beside: { height: 210, type: 9.5 }, below: { height: 280, type: 11 } };

/** What is around this page, from its shard. */
async function read() {
  const answer = await fetch(new URL(box.dataset.near, document.baseURI), { cache: "no-cache", credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const shard = await answer.json();
  const here = decodeURI(location.pathname).replace(/index\.html$/, "");
  const url = Object.keys(shard).find((each) => decodeURI(new URL(each, ROOT).pathname) === here);
  return url === undefined ? undefined : { url, around: shard[url] };
}

async function fill() {
  box.removeEventListener("toggle", fill);
  const found = await read().catch(() => undefined);
  for (const old of [...box.children].slice(1)) old.remove();
  if (!found) {
    box.append(make("p", "kb-near__said", {}, "What is linked here is not known yet."));
    return;
  }
  const [count, dots, links] = found.around;
  const named = dots.map(([url, title, colour]) => ({ url: new URL(url, ROOT).href, title, colour }));
  const look = { ...LOOKS[column?.contains(box) ? "beside" : "below"], width: box.clientWidth, family: getComputedStyle(box).fontFamily };
  box.append(drawNear(named, links, look), caption(count, dots.length - 1, found.url));
}

function caption(count, shown, url) {
  const said = shown < count ? `${shown} of ${count.toLocaleString("en")} linked pages` : `${count} linked ${count === 1 ? "page" : "pages"}`;
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
  const [page, shard] = ["index.html", box.dataset.near].map((file) => new URL(file, document.baseURI).href);
  if (box.open && written.has(shard) && !written.has(page)) fill(); // a page that is another is loaded anew
});
