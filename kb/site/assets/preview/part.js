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

/** A copy of the part that an address names, with addresses that hold on this page; null where there is none. */
export function makePart(page, url) {
  const article = page.querySelector("article");
  const id = decodeURIComponent(url.hash.slice(1));
  const target = id ? page.getElementById(id) : null;
  if (!article || (target && !article.contains(target))) return null;
  const part = document.createElement("div");
  part.append(...blocksOf(article, target).map((block) => document.importNode(block, true)));
  for (const element of part.querySelectorAll(LEFT_OUT)) element.remove();
  for (const element of part.querySelectorAll("*")) clean(element, url);
  return part.textContent.trim() || part.querySelector("img, svg") ? part : null;
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

function clean(element, url) {
  element.removeAttribute("id");
  for (const name of ADDRESSES) {
    const address = element.getAttribute(name);
    if (address) element.setAttribute(name, new URL(address, url).href);
  }
}
