// What a link within the site leads to, shown beside it while the pointer or the keyboard is on it.

import { fitCanvases, makePart, parse } from "./preview/part.js";

const QUIET_MS = 60;
/** A pointer that goes from the link to its preview crosses a gap. */
const LEAVE_MS = 200;
const GAP = 8;
const LINKS = ".md-content a[href]";
const FOCUSED = "a, button, input, summary, iframe, audio, video, [tabindex]";

const pages = new Map();
let box;
let shown;
/** The link that the keyboard is on, until its preview is put away. */
let reached;
let timer = 0;

/** A page of this site as a document; its scripts do not run. */
function load(url) {
  if (url.pathname === location.pathname) return Promise.resolve(document);
  const address = url.href.split("#")[0];
  if (!pages.has(address)) {
    const page = fetch(address).then(async (answer) => {
      if (!answer.ok) throw new Error(`${answer.status}`);
      return parse(await answer.text());
    });
    page.catch(() => pages.delete(address));
    pages.set(address, page);
  }
  return pages.get(address);
}

/** The address that a link can be previewed by; null for one that leads elsewhere, or to this page as a whole. */
function addressOf(link) {
  const address = link.href.baseVal ?? link.href; // of a link in a drawing
  if (!URL.canParse(address, document.baseURI)) return null;
  const url = new URL(address, document.baseURI);
  const isHere = url.pathname === location.pathname;
  const isPage = url.origin === location.origin && (url.pathname.endsWith("/") || url.pathname.endsWith(".html"));
  const isPlain = !link.matches(".headerlink, .footnote-backref, .kb-tag, [download]") && !link.closest(".kb-preview");
  return isPage && isPlain && (!isHere || url.hash) ? url : null;
}

function place(link) {
  const { left, bottom, top } = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const isBelow = bottom + GAP + height <= innerHeight || top < innerHeight / 2;
  box.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
  box.style.top = `${Math.max(GAP, isBelow ? bottom + GAP : top - GAP - height)}px`;
}

async function show(link, url) {
  try {
    const part = makePart(await load(url), url);
    if (shown !== link || !part) return;
    box ??= makeBox();
    box.replaceChildren(part);
    for (const one of box.querySelectorAll(FOCUSED)) one.tabIndex = -1; // Tab goes on to the next link
    if (!box.matches(":popover-open")) box.showPopover();
    fitCanvases(box);
    box.scrollTop = 0;
    place(link);
  } catch {
    hide(); // the page is gone, or the reader is offline: the link itself will say so
  }
}

function hide() {
  clearTimeout(timer);
  shown = undefined;
  if (box?.matches(":popover-open")) box.hidePopover();
}

/** One who goes from link to link by keys scrolls on the way: then it comes where the page is at rest. */
function follow() {
  hide();
  const { top, bottom } = reached?.getBoundingClientRect() ?? {};
  if (bottom > 0 && top < innerHeight) enter(reached);
}

function makeBox() {
  const element = document.createElement("div");
  element.className = "kb-preview md-typeset";
  element.popover = "manual";
  element.setAttribute("aria-hidden", "true"); // one who listens follows the link instead
  element.addEventListener("pointerenter", () => clearTimeout(timer));
  element.addEventListener("pointerleave", () => leave(shown));
  document.body.append(element);
  return element;
}

function enter(link) {
  const url = addressOf(link);
  if (!url) return; // the pointer has left another, whose preview goes soon
  clearTimeout(timer);
  if (link === shown) return;
  shown = link;
  load(url).catch(() => {}); // it may be here by the time it is wanted
  timer = setTimeout(() => show(link, url), QUIET_MS);
}

/** Of another link than the one that is shown, nothing goes: under a mouse at rest links come and go as keys scroll. */
function leave(link) {
  if (link !== shown) return;
  clearTimeout(timer);
  timer = setTimeout(hide, LEAVE_MS);
}

const linkOf = (event) => (event.target instanceof Element ? event.target.closest(LINKS) : null);

if ("popover" in HTMLElement.prototype) {
  document.addEventListener("pointerover", (event) => {
    const link = event.pointerType === "touch" ? null : linkOf(event);
    if (link) enter(link);
  });
  document.addEventListener("pointerout", (event) => linkOf(event) && leave(linkOf(event)));
  document.addEventListener("focusin", (event) => {
    const link = linkOf(event);
    reached = link?.matches(":focus-visible") ? link : undefined;
    if (reached) enter(reached);
    else if (!link) hide();
  });
  document.addEventListener("focusout", (event) => {
    reached = undefined;
    if (linkOf(event)) leave(linkOf(event));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    reached = undefined;
    hide();
  });
  document.addEventListener("scroll", (event) => event.target === document && follow(), { capture: true, passive: true });
}
