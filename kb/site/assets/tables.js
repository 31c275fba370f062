// Tables whose rows are sorted by the column that a reader chooses; groups stay, and each is sorted for itself.

const compare = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" }).compare;

/** A number as kb writes it into a table, in percent or with commas between thousands, and where there is none. */
const NUMBER = /^[-+\u2212]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?(e[-+]?\d+)?%?$/i;
const UNDEFINED = /^[-\u2013\u2014]$/;

/** What a cell is sorted by: its number, or its words; nothing stands last. */
function keyOf(row, place) {
  const cell = row.cells[place];
  const box = cell.querySelector("input[type=checkbox]");
  if (box) return { number: Number(box.checked) };
  if (cell.dataset.sort) return { number: Number(cell.dataset.sort) };
  const words = cell.textContent.trim();
  if (UNDEFINED.test(words)) return { words: "" };
  return NUMBER.test(words) ? { number: Number(words.replace(/[,%]/g, "").replace("\u2212", "-")) } : { words };
}

function order(left, right, sign) {
  const isNothing = [left, right].map((key) => key.number === undefined && !key.words);
  if (isNothing[0] || isNothing[1]) return isNothing[0] - isNothing[1];
  if (left.number !== undefined && right.number !== undefined) return sign * (left.number - right.number);
  return sign * compare(left.words ?? `${left.number}`, right.words ?? `${right.number}`);
}

function sortBody(body, place, sign) {
  const rows = [...body.rows].filter((row) => !row.classList.contains("kb-base__group"));
  const keyed = rows.map((row) => [keyOf(row, place), row]);
  keyed.sort(([left], [right]) => order(left, right, sign));
  body.append(...keyed.map(([, row]) => row));
}

function sortTable(table, head) {
  const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
  for (const body of table.tBodies) sortBody(body, head.cellIndex, sign);
}

for (const table of document.querySelectorAll(".kb-base table, .kb-sorted table")) {
  if (table.querySelectorAll("tbody tr").length < 2) continue;
  for (const head of table.tHead.rows[0].cells) {
    if (!head.textContent.trim()) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "kb-base__sort";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sortTable(table, head));
    head.append(button);
  }
}
