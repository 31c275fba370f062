// The buttons that zoom what is drawn on a page: a canvas, a chart, the graph.

import { make } from "./search/element.js";

/** Three buttons for what the keys +, - and 0 do; `all` says what 0 shows. */
export function zoomButtons(ways, all) {
  return [["+", "Zoom in", "+"], ["\u2212", "Zoom out", "-"], ["\u2922", all, "0"]].map(([sign, name, key]) => {
    const button = make("button", "", { type: "button", title: `${name} (${key})`, "aria-label": name }, sign);
    button.addEventListener("click", ways[key]);
    return button;
  });
}
