// What Material's frame leaves out for those who have no pointer or no screen before them.

const BUTTONS = "nav.md-code__nav:not([role])";
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

const content = document.querySelector(".md-content");
if (content) new MutationObserver(quieten).observe(content, { childList: true, subtree: true });
quieten();
for (const label of document.querySelectorAll("label.md-header__button[for=__drawer]")) makeDrawerButton(label);
for (const label of document.querySelectorAll(".md-nav__title[for^=__nav_]")) label.tabIndex = 0; // Enter clicks it
