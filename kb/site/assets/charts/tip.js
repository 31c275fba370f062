// What a chart says of the point below the pointer: names and values as text, whatever stands in the data.

const AWAY = 14;
const EDGE = 4;
let tip;

/** Called by Vega: with nothing to say, the last is taken away. */
export function showTip(_handler, event, _item, value) {
  if (value === null || value === undefined || value === "") {
    hideTip();
    return;
  }
  tip ??= make();
  tip.replaceChildren(...(typeof value === "object" && !Array.isArray(value) ? rowsOf(value) : [said(value)]));
  if (!tip.isConnected) document.body.append(tip);
  place(event.clientX, event.clientY);
}

export function hideTip() {
  tip?.remove();
}

function make() {
  const made = document.createElement("div");
  made.className = "kb-chart-tip";
  made.setAttribute("role", "tooltip");
  document.addEventListener("scroll", hideTip, { passive: true });
  return made;
}

function rowsOf(value) {
  return Object.entries(value).map(([name, one]) => {
    const row = document.createElement("div");
    const label = document.createElement("span");
    label.textContent = name;
    row.append(label, said(one));
    return row;
  });
}

function said(value) {
  const text = document.createElement("b");
  text.textContent = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text;
}

/** Beside the pointer, on the side on which there is room. */
function place(x, y) {
  const { width, height } = tip.getBoundingClientRect();
  const left = x + AWAY + width > window.innerWidth - EDGE ? x - AWAY - width : x + AWAY;
  const top = y + AWAY + height > window.innerHeight - EDGE ? y - AWAY - height : y + AWAY;
  tip.style.left = `${Math.max(EDGE, left)}px`;
  tip.style.top = `${Math.max(EDGE, top)}px`;
}
