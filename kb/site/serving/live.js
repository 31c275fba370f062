// Shows a page anew when `kb serve` has written it, and what is wrong with a note over the page.
const script = document.querySelector("script[data-kb-page]");
const events = new EventSource("/.kb/events");
const page = decodeURI(location.pathname).replace(/^\//, "").replace(/\/$|^$/, (end) => `${end}index.html`).replace(/^\/index/, "index");

events.addEventListener("written", (event) => {
  const files = JSON.parse(event.data);
  if (files.includes(page) || files.some((file) => /\.(css|js)$/.test(file))) location.reload();
});

// The page may have been written before this began to listen, or while the connection was lost.
events.addEventListener("open", async () => {
  const answer = await fetch(location.pathname, { cache: "no-store" });
  const [, now] = (await answer.text()).match(/ data-kb-page="(\w+)"/) ?? [];
  if (now && now !== script.dataset.kbPage) location.reload();
});

events.addEventListener("problems", (event) => {
  document.querySelector(".kb-overlay")?.remove();
  const problems = JSON.parse(event.data);
  if (!problems.length) return;
  const overlay = document.createElement("aside");
  overlay.className = "kb-overlay";
  overlay.setAttribute("role", "alert");
  const close = document.createElement("button");
  close.textContent = "Close";
  close.addEventListener("click", () => overlay.remove());
  const list = document.createElement("ul");
  for (const problem of problems) list.append(Object.assign(document.createElement("li"), { textContent: problem }));
  overlay.append(close, list);
  document.body.append(overlay);
});
