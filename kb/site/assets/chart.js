// Charts: a picture gives way to its chart when it comes into view and the browser has time, and stays if that fails.

const NEAR = "200px";
const soon = window.requestIdleCallback ?? ((work) => setTimeout(work, 1));

async function open(figure) {
  const { show } = await import("./charts/show.js");
  await show(figure);
}

const watch = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      watch.unobserve(target);
      soon(() => open(target).catch((error) => console.warn(`A chart stays a picture: ${error.message}`)));
    }
  },
  { rootMargin: NEAR },
);

for (const figure of document.querySelectorAll(".kb-chart")) watch.observe(figure);
