// A view of an answer as a table: every quoted cell in its own language, with its citations.
import { direction, el } from "./dom.js";

/**
 * @param {object} view kind, title, columns and rows, as the service sends them
 * @param {string} language of the answer
 * @param {{citations: Map, chip: function, texts: object}} turn makes the chips of the cells
 */
export function table(view, language, turn) {
  const place = { lang: language, dir: direction(language) };
  return el(
    "section",
    { class: `view ${view.kind}${view.columns.length > 2 ? " wide" : ""}`, ...place },
    el("h3", {}, view.title),
    el(
      "div",
      { class: "scrolling", tabindex: "0", role: "region", "aria-label": view.title },
      el(
        "table",
        {},
        el("thead", {}, el("tr", {}, view.columns.map((name) => el("th", { scope: "col" }, name)))),
        el("tbody", {}, view.rows.map((row) => line(row.cells, view.columns, turn))),
      ),
    ),
  );
}

/** One row; it says once whether what it quotes is an unofficial translation. */
function line(cells, columns, turn) {
  const quoted = cells.filter(({ source }) => source === "paragraph").flatMap(({ citations }) => citations);
  const unofficial = quoted.some((n) => turn.citations.get(n)?.status === "unofficial");
  const last = cells.findLastIndex(({ source }) => source === "paragraph");
  return el(
    "tr",
    {},
    cells.map((one, index) => cell(one, columns[index], turn, unofficial && index === last, cells.slice(0, index))),
  );
}

/** A cell carries its column's name: where the table is too narrow, its rows become lists. */
function cell({ text, language, source, citations }, column, turn, unofficial, before) {
  // A row says once where it comes from.
  const told = new Set(before.flatMap((one) => one.citations));
  return el(
    "td",
    { class: text ? source : `${source} nothing`, "data-column": column },
    el("span", { lang: language, dir: direction(language) }, text),
    source === "registry" && text ? [" ", el("span", { class: "note" }, `(${turn.texts.registry_words})`)] : null,
    unofficial ? [" ", el("span", { class: "badge unofficial" }, turn.texts.unofficial)] : null,
    citations.filter((n) => !told.has(n)).map((n) => turn.chip(n)),
  );
}
