// In an owner's own build: commands are copied with a click, and a row of a results table as a kb block.

const copyButton = (words, text) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "kb-copy";
  button.textContent = words;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "The browser does not let this page copy";
    }
    setTimeout(() => {
      button.textContent = words;
    }, 2000);
  });
  return button;
};

/** The block that asks for the run of a row; null where the row is not one of the sweep. */
export const blockOf = ({ above, sweep }, cells) => {
  const lines = [];
  for (const [name, values] of Object.entries(sweep)) {
    const value = Object.hasOwn(cells, name) && Object.hasOwn(values, cells[name]) ? values[cells[name]] : undefined;
    if (value === undefined) return null;
    lines.push(`  ${name}: ${value}`);
  }
  return lines.length ? ["```kb", above, ...lines, "```", ""].join("\n") : null;
};

const addToRows = (table, block) => {
  const names = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent.trim());
  const place = names.findIndex((name) => name.toLowerCase() === "run");
  if (place < 0) return;
  for (const row of table.querySelectorAll("tbody tr")) {
    const cells = Object.fromEntries([...row.cells].map((cell, number) => [names[number], cell.textContent.trim()]));
    const text = blockOf(block, cells);
    if (text) row.cells[place].append(" ", copyButton("Copy as kb block", text));
  }
};

const begin = () => {
  for (const code of document.querySelectorAll(".kb-owner [data-kb-copy]:not([data-kb-done])")) {
    code.dataset.kbDone = "true"; // instant navigation may begin again on the same page
    code.after(" ", copyButton("Copy", code.textContent));
  }
  for (const place of document.querySelectorAll(".kb-owner[data-kb-block]:not([data-kb-done])")) {
    place.dataset.kbDone = "true";
    const block = JSON.parse(place.dataset.kbBlock);
    for (const table of document.querySelectorAll(".md-content table")) addToRows(table, block);
  }
};

if (typeof document !== "undefined") begin();
