// Pages of the graph as links: those whose title has what is typed, or, where nothing is, those with most links.

import { make } from "../search/element.js";

const MOST = 12;

/**
 * @param urlOf The address of a dot's page.
 * @param show Called with a dot that the reader is at in the list; with -1 when he leaves it.
 * @param mark Called with the dots that are found; with undefined where nothing is looked for.
 */
export function makeFinder(graph, urlOf, show, mark) {
  const field = make("input", "", { type: "search", autocomplete: "off", spellcheck: "false" });
  const label = make("label", "kb-graph__find", {}, make("span", "", {}, "Find"), field);
  const title = make("h2", "kb-graph__list-title");
  const list = make("ol", "kb-graph__list");
  const titles = graph.titles.map((each) => each.toLowerCase());
  let [shown, order] = [undefined, []];

  function update() {
    const typed = field.value.trim().toLowerCase();
    const found = order.filter((dot) => shown[dot] && titles[dot].includes(typed));
    if (typed) found.sort((one, other) => titles[other].startsWith(typed) - titles[one].startsWith(typed));
    mark(typed ? found : undefined);
    title.textContent = typed ? heading(found.length) : "Most linked";
    list.replaceChildren(...found.slice(0, MOST).map(item));
  }

  function item(dot) {
    const link = make("a", "", { href: urlOf(dot) }, graph.titles[dot]);
    for (const [event, value] of [["focus", dot], ["blur", -1], ["pointerenter", dot], ["pointerleave", -1]]) {
      link.addEventListener(event, () => show(value));
    }
    return make("li", "", {}, link, " ", make("span", "kb-count", {}, `${graph.degree[dot]}`));
  }

  field.addEventListener("input", update);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") list.querySelector("a")?.focus();
    event.stopPropagation(); // it is no key of the site's
  });
  order = Array.from(titles, (_, dot) => dot).sort((one, other) => graph.degree[other] - graph.degree[one] || one - other);
  return {
    label,
    section: make("section", "kb-graph__pages", {}, title, list),
    filter(dots) {
      shown = dots;
      update();
    },
  };
}

function heading(count) {
  if (!count) return "No page has this in its title";
  return count > MOST ? `The first ${MOST} of ${count.toLocaleString("en")} pages` : `${count} ${count === 1 ? "page" : "pages"}`;
}
