// One question with its answer: statements, tables, abstention, failure, what can be done with it.
import { copy, direction, el, fill, flash, markOf, placeOf } from "./dom.js";
import { Passage } from "./passage.js";
import { table } from "./table.js";

/** So many characters tell how a paragraph begins. */
const OPENING = 30;

export class Turn {
  constructor(chat, question) {
    this.chat = chat;
    this.texts = chat.texts;
    this.question = question;
    this.answer = null;
    this.citations = new Map();
    this.body = el("div", {});
    this.element = el(
      "article",
      { class: "turn" },
      // The question's direction is that of its own words, not of those before it.
      el("h2", { class: "asked" }, el("span", { class: "unseen" }, `${this.texts.you}: `), el("span", { class: "words", dir: "auto" }, question)),
      this.body,
    );
  }

  addStatement(statement) {
    for (const citation of statement.citation || []) this.citations.set(citation.n, citation);
    if (!this.shown) this.showEvidence();
    for (const citation of statement.citation || []) this.chat.evidence.add(citation);
    const first = this.citations.get(statement.citations[0]);
    const quoted = statement.verdict === "verbatim" && first ? first : null;
    const numbers = [...statement.citations].sort((a, b) => a - b);
    const chips = numbers.map((n) => this.chip(n)).filter(Boolean);
    const language = quoted ? quoted.language : null;
    // The mark of an item is no part of its text: it stands beside the quotation.
    const mark = quoted ? markOf(quoted) : "";
    const said = el("p", { class: `said ${statement.verdict}`, lang: language, dir: language ? direction(language) : "auto" }, mark ? el("b", { class: "item" }, mark) : null, el("span", { class: "text" }, statement.text), el("span", { class: "chips" }, chips));
    if (!quoted) {
      this.passage = null;
      this.body.append(said);
      return;
    }
    if (!this.passage || !this.passage.takes(quoted)) {
      this.passage = new Passage(this, quoted);
      this.body.append(this.passage.element);
    }
    this.passage.add(said, quoted);
  }

  /** Make the panel that of this answer; what does not answer stays shut until it is asked for. */
  showEvidence() {
    const { evidence } = this.chat;
    const near = this.nearest !== undefined;
    evidence.clear(near ? this.nearTitle : this.texts.evidence);
    this.chat.shownTurn = this;
    this.shown = true;
    if (near) evidence.close();
    else evidence.open();
  }

  chip(n) {
    const citation = this.citations.get(n);
    if (!citation) return null;
    const { symbol, label, display } = citation;
    const name = fill(this.texts.citation, { n, symbol, label: display || label });
    return el(
      "button",
      { type: "button", class: "chip", "aria-label": name, title: name, "aria-expanded": "false", "aria-controls": `${this.chat.id}-panel`, onclick: (event) => this.open(citation, event.currentTarget) },
      String(n),
    );
  }

  /** Show what a chip points to, bringing back this answer's evidence if another's is shown. */
  open(citation, origin) {
    const { evidence } = this.chat;
    if (this.chat.shownTurn !== this) {
      this.showEvidence();
      for (const one of this.citations.values()) evidence.add(one);
      for (const hit of this.nearest || []) evidence.add(hit);
    }
    evidence.show(evidence.add(citation), origin);
  }

  finish(answer) {
    this.answer = answer;
    if (answer.standalone_question && answer.standalone_question !== answer.question) {
      this.element.insertBefore(
        el("p", { class: "note understood", dir: "auto" }, fill(this.texts.understood_as, { question: answer.standalone_question })),
        this.body,
      );
    }
    const failure = answer.receipt && answer.receipt.model_failure;
    if (failure) this.body.append(el("p", { class: "note", lang: answer.language, dir: "auto" }, failure));
    if (answer.abstained) this.abstain(answer);
    if (answer.view) this.table(answer);
    if (!answer.abstained) this.verdicts(answer);
  }

  /** The same evidence as a table: a timeline, a comparison, a card; its cells cite further places. */
  table(answer) {
    for (const citation of answer.view.citations) this.citations.set(citation.n, citation);
    this.body.append(table(answer.view, answer.language, this));
  }

  verdicts(answer) {
    const counts = {};
    for (const { verdict } of answer.statements) counts[verdict] = (counts[verdict] || 0) + 1;
    const words = Object.entries(counts).map(([verdict, count]) => `✓ ${this.texts[`verdict_${verdict}`] || verdict}: ${count}`);
    this.body.append(el("p", { class: "note verdicts" }, words.join(" · ")));
  }

  abstain(answer) {
    const { texts } = this;
    this.nearest = answer.nearest.map((hit) => ({ ...hit, heading: [], quote: null }));
    // The core says more than the reason where it knows more, such as the readings to choose from.
    const reason = texts[`abstain_${answer.reason}`] || texts.abstain_no_evidence;
    const [title, ...rest] = (answer.answer.trim() || reason).split("\n").filter((line) => !this.isListed(line));
    const language = answer.answer.trim() ? answer.language : this.chat.language;
    this.body.append(
      el(
        "div",
        { class: "notice abstained", lang: language, dir: direction(language) },
        el("p", { class: "title" }, title),
        rest.map((line) => el("p", {}, line)),
      ),
    );
    // What a question may mean is listed among them: then they are no near misses.
    this.nearTitle = answer.reason === "ambiguous" ? texts.nearest_readings : texts.nearest;
    this.showEvidence();
    if (this.nearest.length) {
      this.body.append(
        el("h3", {}, this.nearTitle),
        answer.reason === "ambiguous" ? "" : el("p", { class: "note" }, texts.nearest_note),
        el("ul", { class: "near" }, this.nearest.map((hit) => el("li", {}, this.nearButton(hit)))),
      );
    }
    if (answer.suggestions.length) {
      this.body.append(
        el("h3", {}, texts.suggestions),
        el(
          "ul",
          { class: "suggestions" },
          answer.suggestions.map((text) => el("li", {}, this.suggestion(text))),
        ),
      );
    }
  }

  /** Whether a line only names paragraphs that are listed as buttons below it. */
  isListed(line) {
    if (line.startsWith(this.chat.data.near[this.answer.language])) return this.nearest.length > 0;
    const openings = this.nearest.map(({ text }) => text.replace(/\s+/g, " ").slice(0, OPENING));
    return line.startsWith("• ") && openings.some((opening) => line.includes(opening));
  }

  /** A question can be asked by a click; advice on how to ask is read. */
  suggestion(text) {
    if (!/[?？؟]\s*$/.test(text)) return el("p", { dir: "auto" }, text);
    return el("button", { type: "button", dir: "auto", onclick: () => this.chat.ask(text) }, text);
  }

  nearButton(hit) {
    // Cut between two words, where the language parts them, and not behind a comma.
    this.chat.evidence.add(hit);
    const excerpt = hit.text.length > 160 ? `${hit.text.slice(0, 160).replace(/\s\S{0,24}$/, "").replace(/[,;:،؛，；：、]$/, "")}…` : hit.text;
    return el(
      "button",
      { type: "button", onclick: (event) => this.open(hit, event.currentTarget) },
      this.chat.evidence.named(hit),
      el("span", { class: "excerpt", lang: hit.language, dir: direction(hit.language) }, excerpt),
    );
  }

  stopped() {
    this.body.append(el("p", { class: "note" }, this.texts.stopped));
    // A new conversation stops the old one as well, which nobody needs to be told.
    if (this.element.isConnected) this.chat.say(this.texts.stopped, "unseen");
  }

  fail(problem) {
    this.failed = true;
    this.body.append(
      el("div", { class: "notice bad", role: "alert" }, el("p", { class: "title" }, this.texts.error_title), el("p", {}, problem.message)),
    );
    this.chat.say("");
    this.chat.notify("error", { code: problem.code || problem.error || "server" });
  }

  /** Offer what can be done with the turn, once nothing more comes. */
  actions() {
    const { texts, chat } = this;
    const buttons = [el("button", { type: "button", class: "quiet", onclick: () => chat.retry(this) }, texts.retry)];
    if (this.answer) {
      buttons.unshift(el("button", { type: "button", class: "quiet", onclick: (event) => this.copyAnswer(event.currentTarget) }, texts.copy_answer));
      if (chat.data.keeps) {
        this.ratings = ["up", "down"].map((rating) =>
          el("button", { type: "button", class: "quiet", "aria-pressed": "false", onclick: (event) => this.rate(rating, event.currentTarget) }, texts[`feedback_${rating}`]),
        );
        buttons.push(el("span", { class: "judge" }, el("span", { class: "note" }, texts.helpful), this.ratings));
      }
    }
    this.element.append(el("div", { class: "actions" }, buttons));
  }

  /** The text of a statement after the mark of the item that it quotes. */
  marked({ text, citations, verdict }) {
    const first = this.citations.get(citations[0]);
    const mark = first && verdict === "verbatim" ? markOf(first) : "";
    return mark ? `${mark} ${text}` : text;
  }

  async copyAnswer(button) {
    const { answer, texts } = this;
    const lines = answer.abstained
      ? [answer.answer]
      : answer.statements.map((statement) => `${this.marked(statement)}${statement.citations.map((n) => ` [${n}]`).join("")}`);
    const notes = answer.citations.map((citation) => {
      const place = placeOf(citation.symbol, citation.label, citation.display || citation.label, texts);
      return `[${citation.n}] ${place} (${texts[citation.status]})`;
    });
    flash(button, (await copy([answer.question, "", ...lines, "", ...notes].join("\n"))) ? texts.copied : texts.copy_failed);
  }

  rate(rating, button) {
    for (const other of this.ratings) other.setAttribute("aria-pressed", String(other === button));
    if (this.opinion) this.opinion.remove();
    const id = `${this.chat.id}-comment-${this.chat.turns.indexOf(this)}`;
    const comment = el("textarea", { id, dir: "auto", maxlength: "4000" });
    const outcome = el("p", { class: "note", role: "status" });
    const form = el(
      "form",
      {
        class: "opinion",
        onsubmit: async (event) => {
          event.preventDefault();
          const body = { rating, comment: comment.value };
          if (this.stored) body.turn = this.stored;
          else body.answer = this.answer;
          try {
            await this.chat.client.feedback(body);
            form.replaceChildren(outcome);
            outcome.textContent = this.texts.feedback_thanks;
          } catch {
            outcome.textContent = this.texts.feedback_failed;
          }
        },
      },
      el("label", { for: id }, this.texts.feedback_comment),
      comment,
      el(
        "div",
        { class: "row" },
        el("button", { type: "submit", class: "outline" }, this.texts.feedback_send),
        el("button", { type: "button", class: "quiet", onclick: () => form.remove() }, this.texts.feedback_cancel),
      ),
      outcome,
    );
    this.opinion = form;
    this.element.append(form);
    comment.focus();
  }
}
