// On 404.html: the pages whose address or title comes closest to the one that was asked for.

const MOST = 5;
const ALIKE = 0.5;
const SAME_FOLDERS = 0.1;

/** A name as it stands in an address: see `slug` in kb/vault/markdown/slugs.py. */
const slug = (text) =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");

const decoded = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const segments = (address) => {
  const parts = decoded(address).split("/").filter((part) => part && !/^index(\.\w+)?$/i.test(part));
  return parts.map((part) => slug(part.replace(/\.(html?|md)$/i, "")));
};

const pairs = (text) => {
  const padded = ` ${text} `;
  return Array.from({ length: padded.length - 1 }, (_, place) => padded.slice(place, place + 2));
};

/** How much of their pairs of letters two names share: 1 for all, 0 for none. */
const likeness = (asked, name) => {
  const found = pairs(name);
  const shared = found.filter((pair) => asked.has(pair)).length;
  return (2 * Math.min(shared, asked.size)) / (asked.size + found.length);
};

/** The closest of `[[url, title], …]`, best first; failing those, the folder that would have held the page. */
export const closest = (address, pages) => {
  const asked = segments(address);
  const name = asked.at(-1);
  if (!name) return [];
  const wanted = new Set(pairs(name));
  const folders = new Set(asked.slice(0, -1));
  const scored = [];
  const places = new Map();
  for (const [url, title] of pages) {
    if (!url || url.includes("://")) continue; // home is named anyway, and another site was not meant
    const parts = decoded(url).split("/").filter(Boolean);
    places.set(parts.join("/"), [url, title]);
    const own = parts.length ? likeness(wanted, parts.at(-1)) : 0;
    const like = parts.at(-1) === name ? 1 : Math.max(own, likeness(wanted, slug(title)));
    if (like < ALIKE) continue;
    const shared = parts.slice(0, -1).filter((part) => folders.has(part)).length;
    scored.push([like + (SAME_FOLDERS * shared) / Math.max(folders.size, 1), url, title]);
  }
  if (!scored.length) {
    for (let end = asked.length - 1; end > 0; end -= 1) {
      const above = places.get(asked.slice(0, end).join("/"));
      if (above) return [above];
    }
  }
  scored.sort((one, other) => other[0] - one[0] || (one[1] < other[1] ? -1 : 1));
  return scored.slice(0, MOST).map(([, url, title]) => [url, title]);
};

const show = (place, base, pages) => {
  const items = pages.map(([url, title]) => {
    const link = document.createElement("a");
    link.href = new URL(url || ".", base).href;
    link.textContent = title;
    const item = document.createElement("li");
    const where = document.createElement("span");
    where.className = "kb-said";
    where.textContent = ` /${decoded(url)}`;
    item.append(link, where);
    return item;
  });
  place.querySelector("ul").append(...items);
  place.hidden = !items.length;
};

const begin = async (place) => {
  if (!place) return;
  const base = new URL("../../", import.meta.url);
  for (const link of document.querySelectorAll("a[data-kb-from-base]")) {
    link.href = new URL(link.dataset.kbFromBase || ".", base).href;
  }
  const { pathname } = location;
  const address = pathname.startsWith(base.pathname) ? pathname.slice(base.pathname.length) : pathname;
  const answer = await fetch(new URL("nav.json", base));
  if (answer.ok) show(place, base, closest(address, await answer.json()));
};

if (typeof document !== "undefined") begin(document.querySelector("#kb-not-found"));
