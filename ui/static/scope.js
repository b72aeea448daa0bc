// What is searched: documents, meetings, languages of the text; all of it unless chosen otherwise.
import { el } from "./dom.js";

export class Scope {
  constructor(data, initial = null) {
    this.texts = data.texts;
    this.groups = [
      ["symbols", data.texts.scope_documents, data.scope.documents.map(({ symbol, title }) => [symbol, `${symbol} – ${title}`, symbol])],
      ["meetings", data.texts.scope_meetings, data.scope.meetings.map((meeting) => [meeting, meeting, meeting])],
      ["languages", data.texts.scope_languages, data.scope.languages.map((language) => [language, data.names[language], data.names[language]])],
    ];
    this.summary = el("b", {});
    this.boxes = [];
    const fieldsets = this.groups
      .filter(([, , choices]) => choices.length > 0)
      .map(([group, name, choices]) => el("fieldset", {}, el("legend", {}, name), choices.map((choice) => this.box(group, choice, initial))));
    const reset = el("button", { type: "button", class: "quiet", onclick: () => this.reset() }, data.texts.scope_reset);
    this.element = el("details", { class: "scope" }, el("summary", {}, `${data.texts.scope} `, this.summary), el("div", { class: "choices" }, fieldsets, reset));
    this.write();
  }

  box(group, [value, text, short], initial) {
    const checked = Boolean(initial && (initial[group] || []).includes(value));
    const input = el("input", { type: "checkbox", onchange: () => this.write() });
    input.checked = checked;
    this.boxes.push({ group, value, short, input });
    return el("label", {}, input, el("bdi", {}, text));
  }

  reset() {
    for (const { input } of this.boxes) input.checked = false;
    this.write();
  }

  write() {
    const chosen = this.boxes.filter(({ input }) => input.checked).map(({ short }) => short);
    this.summary.textContent = chosen.length ? chosen.join(", ") : this.texts.scope_everything;
  }

  /** The scope of a question, null for everything. */
  value() {
    const scope = { symbols: [], languages: [], meetings: [] };
    for (const { group, value, input } of this.boxes) if (input.checked) scope[group].push(value);
    return Object.values(scope).some((values) => values.length) ? scope : null;
  }
}
