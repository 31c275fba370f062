// A chart in the place of its picture: drawn by Vega without `eval`, from data of this site alone.

import { looksOf } from "./looks.js";
import { withRows } from "./rows.js";
import { showTip } from "./tip.js";
import { addZoom, turned } from "./zoom.js";

const MOST_LOGGED = 1; // errors
const refuse = () => Promise.reject(new Error("charts load nothing"));
const NOWHERE = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

/** The chart as its box needs it. */
function fitted(spec, figure) {
  delete spec.usermeta; // may tell Vega's scripts what to load
  if (figure.classList.contains("kb-chart--fixed")) return spec;
  return { ...spec, width: "container", height: "container", autosize: { type: "fit", contains: "padding" } };
}

export async function show(figure) {
  const [{ vegaEmbed }, answer] = await Promise.all([
    import(new URL(figure.dataset.vega, document.baseURI).href),
    fetch(figure.dataset.chart),
  ]);
  if (!answer.ok) throw new Error(`${figure.dataset.chart}: ${answer.status}`);
  const spec = fitted(withRows(await answer.json()), figure);
  const picture = figure.querySelector("img");
  const view = document.createElement("span");
  view.className = "kb-chart__view";
  view.tabIndex = 0;
  view.setAttribute("role", "group");
  view.setAttribute("aria-label", picture.alt);
  view.addEventListener("wheel", turned, { capture: true, passive: false });
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
