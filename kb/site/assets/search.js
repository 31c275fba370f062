// The search of a page: a button in the header, the keys that open it, and the dialog to type into at once. What finds
// anything is loaded when it is first wanted.

import { makeParts } from "./search/parts.js";

const KEYS = new Set(["/", "s", "f"]);
const MAGNIFIER =
  "M9.5 3A6.5 6.5 0 0 1 16 9.5c0 1.61-.59 3.09-1.56 4.23l.27.27h.79l5 5-1.5 1.5-5-5v-.79l-.27-.27A6.52 6.52 0 0 1 9.5 16a6.5 6.5 0 0 1 0-13m0 2C7 5 5 7 5 9.5S7 14 9.5 14 14 12 14 9.5 12 5 9.5 5";

const root = new URL("../../", import.meta.url);
let parts;
let searching;

/** Let the dialog search; the files for it are fetched once, as soon as someone may want it. */
function prepare() {
  parts ??= makeParts(icon());
  searching ??= import("./search/dialog.js").then(
    ({ startSearch }) => startSearch(root, parts),
    (error) => {
      searching = undefined; // tried again when it is opened again
      parts.status.replaceChildren(`Search does not work now: ${error.message}`);
    },
  );
}

/** Show the dialog before anything is fetched: what is typed right away is already for it. */
function open() {
  prepare();
  if (!parts.dialog.open) parts.dialog.showModal();
  parts.field.focus();
  parts.field.select();
}

function icon() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS(svg.namespaceURI, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", MAGNIFIER);
  svg.append(path);
  return svg;
}

function addButton(header) {
  const button = document.createElement("button");
  const label = document.createElement("span");
  const key = document.createElement("kbd");
  button.type = "button";
  button.className = "md-header__button md-icon kb-search-button";
  button.title = "Search (/)";
  button.setAttribute("aria-label", "Search");
  button.setAttribute("aria-haspopup", "dialog");
  label.textContent = "Search";
  key.textContent = "/";
  button.append(icon(), label, key);
  button.addEventListener("click", open);
  for (const sign of ["pointerenter", "focus"]) button.addEventListener(sign, prepare, { once: true });
  header.insertBefore(button, header.querySelector(":scope > .md-header__source"));
}

function isWriting(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

function onKey(event) {
  const isChord = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const isWanted = isChord
    ? event.key.toLowerCase() === "k"
    : isPlain && KEYS.has(event.key) && !isWriting(event.target) && !document.querySelector("dialog[open]");
  if (!isWanted) return;
  event.preventDefault();
  event.stopPropagation();
  open();
}

function whenThere() {
  const header = document.querySelector(".md-header__inner");
  if (header) addButton(header);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", whenThere);
else whenThere();
document.addEventListener("keydown", onKey, { capture: true });
if (new URL(location.href).searchParams.has("h")) import("./search/marks.js").then(({ markPage }) => markPage());
