// Make elements from text alone: nothing in these scripts ever reads a string as HTML.

/** Make an element; properties starting with "on" are listeners, null leaves an attribute out. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Fill the fields of a text: fill("{a} of {b}", {a: 1, b: 2}). */
export function fill(text, fields = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in fields ? String(fields[name]) : whole));
}

export const direction = (language) => (language === "ar" ? "rtl" : "ltr");

/** Set text apart from the direction of what surrounds it. */
export const isolate = (text, language = null) =>
  el("bdi", { lang: language, dir: language ? direction(language) : null }, text);

/** The text as nodes, with the first occurrence of each quote in a mark element. */
export function marked(text, quotes) {
  const spans = quotes
    .map((quote) => [text.indexOf(quote), quote.length])
    .filter(([start, length]) => start >= 0 && length > 0)
    .map(([start, length]) => [start, start + length])
    .sort((a, b) => a[0] - b[0]);
  const nodes = [];
  let done = 0;
  for (const [start, end] of spans) {
    if (end <= done) continue;
    const from = Math.max(start, done);
    if (from > done) nodes.push(text.slice(done, from));
    nodes.push(el("mark", {}, text.slice(from, end)));
    done = end;
  }
  nodes.push(text.slice(done));
  return nodes;
}

/** The label of the paragraph that an item belongs to: 21 for 21(c), else the label itself. */
export const whole = (label) => /^\d+(?=\()/.exec(label)?.[0] ?? label;

/** The mark of an item as its label is displayed: (c) of 21(c), （三） of 21（三）; else nothing. */
export const markOf = ({ label, display }) => (whole(label) === label ? "" : /(?:\([^()]+\)|（[^（）]+）|[^\s()（）]+\))$/.exec(display || label)?.[0] ?? "");

/** A place in the words of a footnote; its label as it is displayed. It is written in the language of the texts. */
export const placeOf = (symbol, label, display, texts) => fill(texts[/^\d/.test(label) ? "footnote" : "footnote_other"], { symbol, label: display });

/** Copy text; returns whether it worked. Pages without TLS have the older way alone. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

function copySelected(text) {
  const held = document.activeElement;
  const field = el("textarea", { class: "unseen", "aria-hidden": "true", tabindex: "-1" });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (held) held.focus({ preventScroll: true });
  return done;
}

/** Show a word on a button for a moment in place of its label. */
export function flash(button, text) {
  if (button.dataset.label) return;
  button.dataset.label = button.textContent;
  button.textContent = text;
  setTimeout(() => {
    button.textContent = button.dataset.label;
    delete button.dataset.label;
  }, 1600);
}
