// How charts look on a light page and on a dark one.

const DATA = new Set(["values", "datasets"]);
const DARKEST = 0.06; // luminance of a colour that is lost on a dark page

/** Vega's settings for the page as it is; a chart that is made for paper keeps it, as its picture does. */
export function looksOf(spec) {
  const isDark = document.body.dataset.mdColorScheme === "slate";
  const isPaper = isDark && needsPaper(spec);
  const page = getComputedStyle(document.body);
  const of = (name) => page.getPropertyValue(`--md-default-fg-color${name}`).trim();
  const font = page.getPropertyValue("--md-text-font-family").trim() || "sans-serif";
  const [text, quiet, line] = isPaper ? ["#1d2731", "#52606d", "#e4e7eb"] : [of(""), of("--light"), of("--lightest")];
  return {
    isPaper,
    config: {
      aria: false,
      background: isPaper ? "#fff" : null,
      font,
      axis: { labelColor: quiet, titleColor: quiet, gridColor: line, domainColor: quiet, tickColor: quiet },
      legend: { labelColor: text, titleColor: quiet },
      header: { labelColor: text, titleColor: quiet },
      title: { color: text, subtitleColor: quiet },
      view: { stroke: line },
      text: { color: text },
      rule: { color: text },
      tick: { color: text },
    },
  };
}

/** Whether a chart names a ground of its own, or colours that are lost on a dark one. */
function needsPaper(spec) {
  if (spec.background ?? spec.config?.background) return true;
  const brush = document.createElement("canvas").getContext("2d");
  return [...textsIn(spec)].some((text) => isTooDark(text, brush));
}

function* textsIn(value) {
  if (typeof value === "string") yield value;
  else if (value && typeof value === "object") {
    for (const [name, part] of Object.entries(value)) if (!DATA.has(name)) yield* textsIn(part);
  }
}

function isTooDark(text, brush) {
  if (text.length > 32 || !CSS.supports("color", text)) return false;
  brush.fillStyle = text;
  const digits = /^#(..)(..)(..)$/.exec(brush.fillStyle);
  if (!digits) return false;
  const [red, green, blue] = digits.slice(1).map((two) => (Number.parseInt(two, 16) / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < DARKEST;
}
