// The colours of the graph, as its style gives them for light and dark.

/** Those of kinds that have one of their own, and the one that all others share. */
export const COLOURS = 8;

/** What is drawn in which colour. */
export function readColours() {
  const style = getComputedStyle(document.body);
  const named = (name) => style.getPropertyValue(name).trim();
  return {
    dots: Array.from({ length: COLOURS }, (_, place) => named(`--kb-dot-${place}`)),
    line: named("--kb-graph-line"),
    near: named("--kb-graph-near"),
    text: named("--md-default-fg-color"),
    paper: named("--md-default-bg-color"),
    font: style.fontFamily,
  };
}

/** Calls when the reader changes between light and dark. */
export function onScheme(call) {
  new MutationObserver(call).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
}
