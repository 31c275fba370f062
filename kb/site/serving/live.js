// Shows a page anew when `kb serve` has written it, and what is wrong with the vault over the page.
const shown = document.querySelector("script[data-kb-page]").dataset.kbPage;
const CLOSED = "kb-closed";
const events = new EventSource("/.kb/events");

/** Whether the page is another by now, or gone. It stays while its note cannot be read, which may be half saved. */
const hasChanged = async () => {
  const answer = await fetch(location.pathname, { cache: "no-store" });
  const [, now] = (await answer.text()).match(/ data-kb-page="(\w+)"/) ?? [];
  return Boolean(now) && now !== shown && (answer.ok || answer.status === 404);
};

const overlayOf = (problems) => {
  const overlay = document.createElement("aside");
  overlay.className = "kb-overlay";
  overlay.setAttribute("role", "alert");
  const close = document.createElement("button");
  close.textContent = "Close";
  close.addEventListener("click", () => {
    sessionStorage.setItem(CLOSED, problems.join("\n")); // until something else is wrong
    overlay.remove();
  });
  const list = document.createElement("ul");
  for (const problem of problems) list.append(Object.assign(document.createElement("li"), { textContent: problem }));
  overlay.append(close, list);
  return overlay;
};

// Told when something was written, and as soon as this listens: much may have been written before, or while the
// connection was lost.
events.addEventListener("problems", async (event) => {
  document.querySelector(".kb-overlay")?.remove();
  const problems = JSON.parse(event.data);
  if (problems.length && problems.join("\n") !== sessionStorage.getItem(CLOSED)) document.body.append(overlayOf(problems));
  if (await hasChanged()) location.reload();
});

events.addEventListener("written", (event) => {
  const files = JSON.parse(event.data);
  if (files.some((file) => /\.(css|js)$/.test(file))) location.reload();
  document.dispatchEvent(new CustomEvent("kb:written", { detail: files })); // for scripts that show data
});
