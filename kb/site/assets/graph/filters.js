// What of the graph is shown: kinds, a folder with those below it, a tag with those below it.

import { make } from "../search/element.js";

const number = (value) => value.toLocaleString("en");

/**
 * The controls. `change` is called with which dots are shown, and with how many links.
 * @returns The element, and `count(dots)`, which says how many there are.
 */
export function makeFilters(graph, change) {
  const hidden = new Set();
  const folder = makeSelect("Folder", "All folders", namesAbove(graph.folders.filter(Boolean)));
  const tag = makeSelect("Tag", "All tags", namesAbove(graph.tags), (name) => `#${name}`);
  const status = make("p", "kb-graph__status", { role: "status" });

  function apply() {
    const inFolder = graph.folders.map((name) => isWithin(name, folder.value));
    const isTagged = graph.tags.map((name) => isWithin(name, tag.value));
    const shown = new Uint8Array(graph.count);
    for (let dot = 0; dot < graph.count; dot++) {
      const hasTag = !tag.value || graph.tagged[dot].some((each) => isTagged[each]);
      shown[dot] = !hidden.has(graph.kind[dot]) && inFolder[graph.folder[dot]] && hasTag ? 1 : 0;
    }
    const dots = shown.reduce((sum, each) => sum + each, 0);
    const links = graph.starts.reduce((sum, start, link) => sum + (shown[start] & shown[graph.ends[link]]), 0);
    status.textContent = said(dots, graph.count, links);
    change(shown, links);
  }

  function onKind(kind, isShown) {
    if (isShown) hidden.delete(kind);
    else hidden.add(kind);
    apply();
  }

  for (const select of [folder, tag]) select.addEventListener("change", apply);
  const selects = [folder, tag].filter((select) => select.options.length > 1).map((select) => select.closest("label"));
  return { selects, legend: makeLegend(graph, onKind), status, apply };
}

function said(dots, all, links) {
  const pages = dots === all ? number(all) : `${number(dots)} of ${number(all)}`;
  return `${pages} ${all === 1 ? "page" : "pages"}, ${number(links)} ${links === 1 ? "link" : "links"}`;
}

/** Whether a path is another, or below it; all are below none. */
function isWithin(path, above) {
  const [one, other] = [path.toLowerCase(), above.toLowerCase()];
  return !other || one === other || one.startsWith(`${other}/`);
}

/** Paths and all that they are below, in order, each once whatever its case. */
function namesAbove(paths) {
  const found = new Map();
  for (const path of paths) {
    const parts = path.split("/");
    for (let end = parts.length; end > 0; end--) {
      const above = parts.slice(0, end).join("/");
      if (!found.has(above.toLowerCase())) found.set(above.toLowerCase(), above);
    }
  }
  return [...found.values()].sort((one, other) => one.localeCompare(other));
}

function makeSelect(label, all, names, shown = (name) => name) {
  const select = make("select", "", {}, make("option", "", { value: "" }, all));
  select.append(...names.map((name) => make("option", "", { value: name }, shown(name))));
  make("label", "kb-graph__select", {}, make("span", "", {}, label), select);
  return select;
}

/** The kinds with their colours: each can be left out. */
function makeLegend(graph, onKind) {
  const counts = new Uint32Array(graph.kinds.length);
  for (const kind of graph.kind) counts[kind]++;
  const legend = make("fieldset", "kb-graph__kinds", {}, make("legend", "", {}, "Kinds"));
  for (const [kind, name] of graph.kinds.entries()) {
    const box = make("input", "", { type: "checkbox", checked: "" });
    box.addEventListener("change", () => onKind(kind, box.checked));
    const swatch = make("span", `kb-graph__swatch kb-graph__swatch--${graph.colours[kind]}`, { "aria-hidden": "true" });
    const count = make("span", "kb-count", {}, number(counts[kind]));
    legend.append(make("label", "", {}, box, swatch, name, " ", count));
  }
  return legend;
}
