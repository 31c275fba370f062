// A finger that taps a chart reads it off as a pointer that rests there; a tap beside the chart ends that.

let read; // the mark that was tapped last

/** Vega says values where a pointer moves, and a finger that taps does not. */
export function addTaps(view) {
  let isFinger = false;
  view.addEventListener("pointerdown", (event) => (isFinger = event.pointerType !== "mouse"), { capture: true });
  view.addEventListener("click", (event) => {
    if (!isFinger || !event.isTrusted) return;
    read = event.target;
    for (const type of ["pointerover", "pointermove"]) send(read, type, event);
  });
}

document.addEventListener("pointerdown", (event) => {
  if (!read || read.closest(".kb-chart__view")?.contains(event.target)) return;
  send(read, "pointerout", event);
  read = undefined;
});

function send(mark, type, { clientX, clientY }) {
  mark.dispatchEvent(new PointerEvent(type, { bubbles: true, clientX, clientY, pointerType: "touch" }));
}
