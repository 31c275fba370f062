// On a page that a result led to: the words that were asked for, marked without a change of the page.

import { marksIn } from "./words.js";

const NAME = "kb-search";
const MOST = 500;
const MOST_WORDS = 50;

/** What to ask a page to mark: the words, one that is only a beginning with a star. */
export function marksParameter(needles) {
  return needles.map(({ term, isPrefix }) => (isPrefix ? `${term}*` : term)).join(" ");
}

/** Mark what the address asks for, and take that out of the address. */
export function markPage() {
  const url = new URL(location.href);
  const asked = (url.searchParams.get("h") ?? "").split(/\s+/u).filter(Boolean).slice(0, MOST_WORDS);
  url.searchParams.delete("h");
  history.replaceState(history.state, "", url);
  const article = document.querySelector("article") ?? document.querySelector("main");
  if (!CSS.highlights || !article || !asked.length) return;
  const needles = asked.map((word, place) => {
    return { term: word.replace(/\*$/, ""), isPrefix: word.endsWith("*"), word: place };
  });
  CSS.highlights.set(NAME, new Highlight(...rangesIn(article, needles)));
}

function rangesIn(article, needles) {
  const ranges = [];
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() && ranges.length < MOST) {
    const node = walker.currentNode;
    for (const [start, end] of marksIn(node.data, needles)) {
      const range = new Range();
      range.setStart(node, start);
      range.setEnd(node, end);
      ranges.push(range);
    }
  }
  return ranges;
}
