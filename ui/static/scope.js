// What is searched: documents, meetings, languages of the text; all of it unless chosen otherwise.
import { el, isolate } from "./dom.js";

/** A longer list is searched, not scrolled: so many of its choices are seen at once. */
const MOST_SEEN = 12;

export class Scope {
  constructor(data, initial = null) {
    this.texts = data.texts;
    this.language = data.language;
    this.groups = [
      ["symbols", data.texts.scope_documents, data.scope.documents.map(({ symbol, title }) => [symbol, `${symbol} – ${title}`, symbol])],
      ["meetings", data.texts.scope_meetings, data.scope.meetings.map((meeting) => [meeting, meeting, meeting])],
      ["languages", data.texts.scope_languages, data.scope.languages.map((language) => [language, data.names[language], data.names[language]])],
    ];
    this.summary = el("b", {});
    this.boxes = [];
    const fieldsets = this.groups
      .filter(([, , choices]) => choices.length > 0)
      .map(([group, name, choices]) => el("fieldset", {}, el("legend", {}, name), this.choices(group, name, choices, initial)));
    const reset = el("button", { type: "button", class: "quiet", onclick: () => this.reset() }, data.texts.scope_reset);
    this.element = el("details", { class: "scope" }, el("summary", {}, `${data.texts.scope} `, this.summary), el("div", { class: "choices" }, fieldsets, reset));
    this.write();
  }

  /** The boxes of a group; a long group has a field that finds among them. */
  choices(group, name, choices, initial) {
    const labels = choices.map((choice) => this.box(group, choice, initial));
    if (choices.length <= MOST_SEEN) return labels;
    const rows = labels.map((label, place) => ({ label, text: choices[place][1].toLowerCase(), input: label.firstChild }));
    const narrow = (typed) => {
      const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
      let seen = 0;
      for (const { label, text, input } of rows) {
        const fits = words.every((word) => text.includes(word)) && seen < MOST_SEEN;
        if (fits) seen += 1;
        label.hidden = !fits && !input.checked;
      }
    };
    narrow("");
    const field = el("input", { type: "search", dir: "auto", "aria-label": name, placeholder: `${name} (${choices.length})`, oninput: (event) => narrow(event.target.value) });
    return [field, ...labels];
  }

  box(group, [value, text, short], initial) {
    const checked = Boolean(initial && (initial[group] || []).includes(value));
    const input = el("input", { type: "checkbox", onchange: () => this.write() });
    input.checked = checked;
    this.boxes.push({ group, value, short, input });
    return el("label", {}, input, group === "languages" ? isolate(text, value) : isolate(text, this.language));
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
