// Data that stand in a chart as one text, as rows: Vega's own reader of them needs `eval`.

const DELIMITERS = { csv: ",", tsv: "\t" };
const CELL = (mark) => new RegExp(`(?:"((?:[^"]|"")*)"|([^"\\n\\r${mark}][^\\n\\r${mark}]*)?)(${mark}|\\r?\\n|\\r|$)`, "y");
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;

/** The chart with rows in place of such texts, at any depth. */
export function withRows(part) {
  if (Array.isArray(part)) return part.map(withRows);
  if (!part || typeof part !== "object") return part;
  const mark = part.format?.delimiter ?? DELIMITERS[part.format?.type];
  if (typeof part.values === "string" && mark) {
    const { parse } = part.format;
    const rows = rowsOf(part.values, mark);
    return { ...part, values: parse ? rows : typed(rows), format: { type: "json", ...(parse ? { parse } : {}) } };
  }
  const inner = ([name, value]) => [name, name === "values" || name === "datasets" ? value : withRows(value)];
  return Object.fromEntries(Object.entries(part).map(inner));
}

function rowsOf(text, mark) {
  const [names, ...lines] = linesOf(text, mark.replace(/[\\\]^|.*+?(){}$[-]/g, "\\$&"));
  return lines.map((cells) => Object.fromEntries(names.map((name, place) => [name, cells[place] ?? ""])));
}

function linesOf(text, mark) {
  const cell = CELL(mark);
  const lines = [];
  let line = [];
  while (cell.lastIndex < text.length) {
    const [, quoted, plain, end] = cell.exec(text) ?? fail();
    line.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (/^(?:[\r\n]|$)/.test(end)) {
      if (line.length > 1 || line[0]) lines.push(line);
      line = [];
    }
  }
  if (line.length) lines.push([...line, ""]);
  return lines;
}

function fail() {
  throw new Error("the rows of its data cannot be read");
}

/** With numbers where a column has nothing else, as nothing says what they are. */
function typed(rows) {
  for (const name of Object.keys(rows[0] ?? {})) {
    if (!rows.every((row) => row[name] === "" || NUMBER.test(row[name]))) continue;
    for (const row of rows) row[name] = row[name] === "" ? null : Number(row[name]);
  }
  return rows;
}
