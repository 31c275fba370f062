// The part of a page that a link names: a section, a block, or its beginning.

/** Blocks that are shown of a section or page. */
const MOST = 12;
const HEADING = /^H[1-6]$/;
/** What is about the page, and no part of its text; and what would play, run or ask. */
const LEFT_OUT = [
  ".kb-owner, .kb-backlinks, .kb-near, .kb-mark, .footnote, .headerlink, .footnote-backref, [data-kb-copy], .md-code__nav, .md-clipboard",
  "script, iframe, audio, video, button, form",
].join();
const ADDRESSES = ["href", "src"];
/** What would mean an element of this page, or show another picture: a preview shows, and can be told nothing. */
const OF_A_PAGE = ["id", "for", "name", "srcset"];

/** What stands for the style of a drawing, which this page's policy does not know, and complains of. */
const STYLE = "kb-style";

/** A page as a document: its scripts do not run, and no style of it is read. */
export function parse(html) {
  return new DOMParser().parseFromString(html.replace(/<(\/?)style\b/g, `<$1${STYLE}`), "text/html");
}

/** A copy of the part that an address names, with addresses that hold on this page; null where there is none. */
export function makePart(page, url) {
  const article = page.querySelector("article");
  const id = decodeURIComponent(url.hash.slice(1));
  const target = id ? page.getElementById(id) : null;
  if (!article || (target && !article.contains(target))) return null;
  const part = page.createElement("div");
  part.append(...blocksOf(article, target).map((block) => block.cloneNode(true)));
  for (const element of part.querySelectorAll(LEFT_OUT)) element.remove();
  for (const drawing of part.querySelectorAll(`svg:has(style, ${STYLE})`)) drawing.replaceWith(pictureOf(drawing));
  for (const element of part.querySelectorAll("*")) clean(element, url);
  return part.textContent.trim() || part.querySelector("img, svg") ? document.importNode(part, true) : null;
}

function blocksOf(article, target) {
  const block = target && blockOf(article, target);
  if (!block) return [...article.children].slice(0, MOST);
  return HEADING.test(block.tagName) ? sectionOf(block) : [block];
}

/** The block that an id names: the element itself, or what an empty anchor stands before. */
function blockOf(article, target) {
  const isAnchor = target.tagName === "A" && !target.textContent;
  const named = isAnchor ? (target.nextElementSibling ?? target.parentElement) : target;
  const block = named?.closest("h1, h2, h3, h4, h5, h6, p, li, table, blockquote, pre, figure, .admonition, details");
  return block && article.contains(block) ? block : named;
}

/** A heading and what stands below it, to the next of its level or above. */
function sectionOf(heading) {
  const found = [heading];
  for (let next = heading.nextElementSibling; next && found.length < MOST; next = next.nextElementSibling) {
    if (HEADING.test(next.tagName) && next.tagName <= heading.tagName) break;
    found.push(next);
  }
  return found;
}

/** A drawing with a style of its own as a picture, in which the style holds. */
function pictureOf(drawing) {
  const picture = drawing.ownerDocument.createElement("img");
  const text = new XMLSerializer().serializeToString(drawing).replaceAll(STYLE, "style");
  picture.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
  picture.alt = "";
  picture.style.width = "100%";
  picture.style.maxWidth = drawing.style.maxWidth;
  return picture;
}

/** Draws each canvas as small as there is room for all of it; the part is on the page by then. */
export function fitCanvases(part) {
  for (const view of part.querySelectorAll(".kb-canvas__view")) {
    const plane = view.querySelector(".kb-canvas__plane");
    const scale = Math.min(1, view.clientWidth / plane.offsetWidth, view.clientHeight / plane.offsetHeight);
    plane.style.transform = `scale(${scale})`;
  }
}

function clean(element, url) {
  for (const name of OF_A_PAGE) element.removeAttribute(name);
  for (const name of ADDRESSES) {
    const address = element.getAttribute(name);
    if (address) element.setAttribute(name, new URL(address, url).href);
  }
}
