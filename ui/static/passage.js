// What an answer quotes of one paragraph: where it stands, its standing, and the official words.
import { el, isolate, placeOf, whole } from "./dom.js";

export class Passage {
  /** @param {object} turn the answer  @param {object} citation the first of the passage */
  constructor(turn, citation) {
    this.turn = turn;
    this.first = citation;
    const { texts } = turn;
    this.element = el(
      "div",
      { class: "passage" },
      el("p", { class: "whence" }, isolate(paragraphOf(citation, texts), turn.chat.language), el("span", { class: `badge ${citation.status}` }, texts[citation.status])),
    );
  }

  /** Whether a quotation belongs here: of this paragraph or one of its items, in whatever language. */
  takes({ symbol, label, language, status }) {
    const { first } = this;
    if (symbol !== first.symbol || whole(label) !== whole(first.label)) return false;
    return language === first.language ? status === first.status : status === "official" && first.status !== "official";
  }

  /** Add a quotation; the official words of a translation stand below it, to be opened. */
  add(said, { language }) {
    if (language === this.first.language) {
      this.element.insertBefore(said, this.original || null);
      return;
    }
    if (!this.original) {
      const { texts, chat } = this.turn;
      this.original = el("details", { class: "original" }, el("summary", {}, `${texts.official} · `, isolate(chat.names[language] || language, language)));
      this.element.append(this.original);
    }
    this.original.append(said);
  }
}

/** The paragraph that a citation stands in: items are named by their marks in the text. */
function paragraphOf({ symbol, label, display }, texts) {
  const number = whole(label);
  return placeOf(symbol, label, number === label ? display || label : number, texts);
}
