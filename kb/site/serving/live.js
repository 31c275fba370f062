// Shows a page anew when `kb serve` has written it, and what is wrong with the vault over the page.
const shown = document.querySelector("script[data-kb-page]").dataset.kbPage;
const OPEN = "kb-open";
const events = new EventSource("/.kb/events");
let told = "";

/** Whether the page is another by now, or gone. It stays while its note cannot be read, which may be half saved. */
const hasChanged = async () => {
  const answer = await fetch(location.pathname, { cache: "no-store" });
  const [, now] = (await answer.text()).match(/ data-kb-page="(\w+)"/) ?? [];
  return Boolean(now) && (answer.redirected || now !== shown) && (answer.ok || answer.status === 404);
};

const made = (name, textContent = "") => Object.assign(document.createElement(name), { textContent });

/** A line that opens; it stays as the reader left it while the same is wrong. */
const overlayOf = ([first, ...others], said) => {
  const overlay = Object.assign(made("aside"), { className: "kb-overlay" });
  overlay.setAttribute("role", "alert");
  const [details, summary, list] = [made("details"), made("summary"), made("ul")];
  details.open = sessionStorage.getItem(OPEN) === said;
  details.addEventListener("toggle", () => sessionStorage.setItem(OPEN, details.open ? said : ""));
  summary.append(made("span", first));
  if (others.length) summary.append(made("small", `and ${others.length} more`));
  list.append(...others.map((problem) => made("li", problem)));
  details.append(summary, list);
  overlay.append(details);
  return overlay;
};

const tell = (problems) => {
  const said = problems.join("\n");
  if (said === told) return;
  told = said;
  document.querySelector(".kb-overlay")?.remove();
  if (problems.length) document.body.append(overlayOf(problems, said));
};

// Told when something was written, and as soon as this listens: much may have been written before, or while the
// connection was lost.
events.addEventListener("problems", async (event) => {
  tell(JSON.parse(event.data));
  if (await hasChanged()) location.reload();
});

events.addEventListener("written", (event) => {
  const files = JSON.parse(event.data);
  if (files.some((file) => /\.(css|js)$/.test(file))) location.reload();
  document.dispatchEvent(new CustomEvent("kb:written", { detail: files })); // for scripts that show data
});
