// What Material's frame leaves out for those who have no pointer or no screen before them.

const BUTTONS = "nav.md-code__nav:not([role])";
const SCROLLERS = ".md-typeset__scrollwrap, .kb-formula, .kb-diagram";
const drawer = document.getElementById("__drawer");

/** Each code block's button is in a landmark of its own, at which those who go from one to the next would stop. */
function quieten() {
  for (const one of document.querySelectorAll(BUTTONS)) one.setAttribute("role", "presentation");
}

/** On a narrow screen a label opens the navigation, which no key reaches; in its place comes a button. */
function makeDrawerButton(label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `${label.className} kb-drawer`;
  button.setAttribute("aria-label", "Navigation");
  button.append(...label.childNodes);
  const tell = () => button.setAttribute("aria-expanded", `${drawer.checked}`);
  button.addEventListener("click", () => drawer.click());
  drawer.addEventListener("change", tell);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer.checked) return;
    drawer.click();
    button.focus();
  });
  tell();
  label.replaceWith(button);
}

/** What is wider than the page is scrolled by keys, too. */
function open(scroller) {
  const isWide = scroller.scrollWidth > scroller.clientWidth + 1;
  for (const [name, value] of Object.entries({ tabindex: "0", role: "group", "aria-label": "Scrolls sideways" })) {
    if (isWide) scroller.setAttribute(name, value);
    else scroller.removeAttribute(name);
  }
}

function mend() {
  quieten();
  document.querySelectorAll(SCROLLERS).forEach((one) => sizes.observe(one));
}

const sizes = new ResizeObserver((entries) => entries.forEach((entry) => open(entry.target)));
const content = document.querySelector(".md-content");
if (content) new MutationObserver(mend).observe(content, { childList: true, subtree: true });
mend();
for (const label of document.querySelectorAll("label.md-header__button[for=__drawer]")) makeDrawerButton(label);
for (const label of document.querySelectorAll(".md-nav__title[for^=__nav_]")) label.tabIndex = 0; // Enter clicks it
