// A chart in the place of its picture: drawn by Vega without `eval`, from data of this site alone.

import { looksOf } from "./looks.js";
import { withRows } from "./rows.js";
import { addTaps } from "./tap.js";
import { showTip } from "./tip.js";
import { addZoom, turned } from "./zoom.js";

const MOST_LOGGED = 1; // errors
const refuse = () => Promise.reject(new Error("charts load nothing"));
const NOWHERE = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

const NAMELESS = "Chart"; // one that stands in the page

/** What a chart is called: by the words of its embed, its caption or itself, else as its file. */
function nameOf(figure, picture, spec) {
  const path = () => decodeURIComponent(new URL(picture.src).pathname.split("/").pop());
  const file = figure.dataset.spec ? NAMELESS : path().replace(/\.[^.]*$/, "");
  const below = figure.closest("p")?.nextElementSibling;
  const caption = below?.matches("p:has(> em:only-child)") && below.firstElementChild.textContent;
  const isCaption = caption && caption === below.textContent.trim();
  return (picture.alt !== file && picture.alt) || (isCaption && caption) || said(spec.description) || picture.alt;
}

function said(words) {
  return typeof words === "string" ? words.trim() : "";
}

/** The chart as its box needs it. */
function fitted(spec, figure, name) {
  delete spec.usermeta; // may tell Vega's scripts what to load
  spec.description = name; // which Vega says to a screen reader
  if (figure.classList.contains("kb-chart--fixed")) return spec;
  return { ...spec, width: "container", height: "container", autosize: { type: "fit", contains: "padding" } };
}

/** The chart of a picture, which stands in the page or in a file of its own. */
async function writtenIn(figure) {
  if (figure.dataset.spec) return JSON.parse(figure.dataset.spec);
  const answer = await fetch(figure.dataset.chart);
  if (!answer.ok) throw new Error(`${figure.dataset.chart}: ${answer.status}`);
  return answer.json();
}

export async function show(figure) {
  const [{ vegaEmbed }, written] = await Promise.all([
    import(new URL(figure.dataset.vega, document.baseURI).href),
    writtenIn(figure),
  ]);
  const picture = figure.querySelector("img");
  const read = withRows(written);
  const spec = fitted(read, figure, nameOf(figure, picture, read));
  const view = document.createElement("span");
  view.className = "kb-chart__view";
  view.tabIndex = 0;
  view.addEventListener("wheel", turned, { capture: true, passive: false });
  addTaps(view);
  figure.append(view);
  let shown;
  let zoom;

  async function draw() {
    const { config, isPaper } = looksOf(spec);
    const options = { actions: false, ast: true, config, defaultStyle: false, loader: NOWHERE, logLevel: MOST_LOGGED };
    const zoomed = zoom?.zoomed();
    zoom?.end();
    shown?.finalize();
    shown = await vegaEmbed(view, spec, { ...options, renderer: "svg", tooltip: showTip });
    view.querySelector("svg")?.setAttribute("aria-hidden", "true"); // the picture's words say what there is
    zoom = addZoom(figure, view, shown, zoomed);
    view.classList.toggle("kb-chart__view--paper", isPaper);
  }

  try {
    await draw();
  } catch (error) {
    view.remove();
    throw error;
  }
  picture.setAttribute("aria-hidden", "true");
  figure.classList.add("kb-chart--live");
  new MutationObserver(draw).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
}
