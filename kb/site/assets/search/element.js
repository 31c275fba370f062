// Making elements: text goes in as text, so that nothing of a note is ever read as HTML.

/** An element with a class, attributes and children. */
export function make(tag, name, attributes = {}, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
