// Shows the rest of a long list of the navigation where it stands, when it is asked for.
const root = new URL("../../", import.meta.url);
let loaded;

const rows = () => {
  loaded ??= fetch(new URL("nav.json", root)).then((answer) => (answer.ok ? answer.json() : []));
  return loaded;
};

const entry = ([url, title]) => {
  const item = document.createElement("li");
  item.className = "md-nav__item";
  const link = document.createElement("a");
  link.className = "md-nav__link";
  link.href = new URL(url.split("/").map(encodeURIComponent).join("/"), root);
  const text = document.createElement("span");
  text.className = "md-ellipsis";
  text.textContent = title;
  link.append(text);
  item.append(link);
  return item;
};

/** The entries of one list: those between two of its own, at the same depth. */
const between = (all, first, last) => {
  const at = all.findIndex(([url]) => url === first);
  if (at < 0) return [];
  const depth = all[at][2];
  const found = [];
  for (let index = at; index < all.length && all[index][2] >= depth; index += 1) {
    if (all[index][2] === depth) found.push(all[index]);
    if (all[index][0] === last) break;
  }
  return found;
};

for (const more of document.querySelectorAll("[data-kb-first]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "md-nav__link kb-nav-button";
  button.textContent = more.textContent;
  more.firstElementChild.replaceWith(button);
  button.addEventListener("click", async () => {
    button.disabled = true;
    const isEarlier = !more.previousElementSibling;
    const entries = between(await rows(), more.dataset.kbFirst, more.dataset.kbLast).map(entry);
    more.replaceWith(...entries);
    entries.at(isEarlier ? -1 : 0)?.querySelector("a").focus(); // the reader goes on from where the list ended
  });
}

// The drawer of a phone opens at the page's own entry; beside the text the theme sees to that itself.
document.querySelector("#__drawer")?.addEventListener("change", () => {
  const own = [...document.querySelectorAll(".md-nav--primary .md-nav__link--active")];
  own.find((link) => link.offsetParent)?.scrollIntoView({ block: "center" });
});
