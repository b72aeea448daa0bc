// The chat: questions, streamed statements with their citations, abstentions, errors, feedback.
import { Client } from "./client.js";
import { copy, direction, el, fill, flash } from "./dom.js";
import { Evidence } from "./evidence.js";
import { Exporter } from "./export.js";
import { Past } from "./past.js";
import { Scope } from "./scope.js";
import { table } from "./table.js";

const REMEMBERED = 6;

export class Chat {
  /**
   * @param {HTMLElement} place where the chat is put
   * @param {object} data the interface block of the page
   * @param {{storage: Storage, onEvent?: function, greeting?: string, scope?: object}} options
   */
  constructor(place, data, options) {
    this.data = data;
    this.texts = data.texts;
    this.language = data.language;
    this.names = data.names;
    this.id = options.id || "coopbot";
    this.notify = options.onEvent || (() => {});
    this.client = new Client(options.storage, data.language, data.keeps, data.texts.error_network);
    this.turns = [];
    this.conversation = null;
    this.running = null;
    this.root = el("div", { class: "chat cb" });
    this.evidence = new Evidence(this);
    this.scope = new Scope(data, options.scope);
    this.past = new Past(this);
    this.build(options.greeting || this.texts.tagline);
    place.append(this.root);
    requestAnimationFrame(() => this.fit());
    addEventListener("offline", () => this.connection(false));
    addEventListener("online", () => this.connection(true));
    if (navigator.onLine === false) this.connection(false);
  }

  build(greeting) {
    const { texts } = this;
    this.start = el(
      "div",
      { class: "start" },
      el("h2", {}, greeting),
      el("h3", {}, texts.examples),
      el(
        "ul",
        { class: "examples" },
        this.data.examples.map((example) =>
          el("li", {}, el("button", { type: "button", onclick: () => this.ask(example.question) }, el("span", { class: "kind" }, example.class), example.question)),
        ),
      ),
    );
    this.log = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": texts.conversation });
    this.progress = el("div", { class: "progress", role: "status" });
    this.banner = el("div", { class: "banner", role: "status", hidden: true });
    this.input = el("textarea", {
      id: `${this.id}-question`,
      rows: "1",
      dir: "auto",
      placeholder: texts.question_placeholder,
      "aria-describedby": `${this.id}-limits`,
      oninput: () => this.fit(),
      onkeydown: (event) => this.key(event),
    });
    this.count = el("span", { class: "count" });
    this.sendButton = el("button", { type: "submit", class: "solid" }, texts.send);
    this.stopButton = el("button", { type: "button", class: "outline", hidden: true, onclick: () => this.stop() }, texts.stop);
    this.newButton = el("button", { type: "button", class: "quiet", onclick: () => this.begin() }, texts.new_conversation);
    this.exporter = new Exporter(this);
    const form = el(
      "form",
      { class: "ask-box", onsubmit: (event) => this.submit(event) },
      this.banner,
      el("p", { class: "limits", id: `${this.id}-limits` }, this.data.limits),
      el("label", { class: "unseen", for: `${this.id}-question` }, texts.question_label),
      el("div", { class: "field" }, this.input, this.stopButton, this.sendButton),
      el("div", { class: "below" }, this.scope.element, this.count),
    );
    this.root.append(
      el(
        "div",
        { class: "talk" },
        el("div", { class: "tools" }, this.newButton, this.data.keeps ? this.past.button : null, this.exporter.button, this.past.panel, this.exporter.panel),
        this.start,
        this.log,
        this.progress,
        form,
      ),
      this.evidence.panel,
    );
  }

  fit() {
    this.input.style.blockSize = "auto";
    this.input.style.blockSize = `${this.input.scrollHeight}px`;
    const { length } = this.input.value;
    this.count.textContent = length > this.data.max_question * 0.8 ? `${length} / ${this.data.max_question}` : "";
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit(event);
    }
  }

  submit(event) {
    event.preventDefault();
    if (this.running) return;
    const question = this.input.value.trim();
    if (!question) {
      this.say(this.texts.error_empty);
      this.input.focus();
      return;
    }
    if (this.input.value.length > this.data.max_question) {
      this.say(fill(this.texts.error_long, { length: this.input.value.length, limit: this.data.max_question }));
      return;
    }
    this.input.value = "";
    this.fit();
    this.ask(question);
  }

  /** Tell what happens: "busy" shows that it goes on, "unseen" is for screen readers alone. */
  say(text, manner = "") {
    this.progress.textContent = text;
    this.progress.className = `progress ${manner}`;
  }

  connection(online) {
    this.sendButton.disabled = !online;
    this.banner.hidden = online;
    this.banner.textContent = online ? "" : this.texts.offline;
    if (online) this.say(this.texts.online);
  }

  stop() {
    if (this.running) this.running.abort();
  }

  /** Ask a question and show its answer as it comes. */
  async ask(question, history = this.history()) {
    if (this.running) return;
    this.running = new AbortController();
    this.start.hidden = true;
    this.root.classList.add("begun");
    this.sendButton.hidden = true;
    this.stopButton.hidden = false;
    const turn = new Turn(this, question);
    this.log.append(turn.element);
    this.say(this.texts.stage_received, "busy");
    this.notify("ask", { question });
    this.bring(turn);
    try {
      const body = { question, history, language: null, scope: this.scope.value() };
      if (this.conversation) body.conversation = this.conversation;
      for await (const event of this.client.ask(body, this.running.signal)) this.handle(event, turn);
      if (!turn.answer && !turn.failed) turn.fail({ message: this.texts.error_network });
    } catch (error) {
      if (error.name === "AbortError") turn.stopped();
      else turn.fail(error);
    } finally {
      this.running = null;
      this.sendButton.hidden = false;
      this.stopButton.hidden = true;
      turn.actions();
      this.follow(turn);
    }
  }

  /** Bring a turn to the top of what is seen, as far as there is anything below it. */
  bring(turn) {
    turn.element.scrollIntoView({ block: "start" });
    this.top = turn.element.getBoundingClientRect().top;
  }

  /** Bring it there again as it grows, unless its reader has scrolled meanwhile. */
  follow(turn) {
    if (Math.abs(turn.element.getBoundingClientRect().top - this.top) < 2) this.bring(turn);
  }

  handle({ kind, data }, turn) {
    if (kind === "status") {
      const text = this.texts[`stage_${data.stage}`] || this.texts.stage_working;
      this.say(fill(text, data), "busy");
    } else if (kind === "statement") {
      turn.addStatement(data);
      this.follow(turn);
    } else if (kind === "answer") {
      turn.finish(data);
      this.follow(turn);
      this.turns.push(turn);
      this.say(data.abstained ? "" : fill(this.texts.answer_complete, { count: data.citations.length }), "unseen");
      this.notify("answer", { abstained: data.abstained, citations: data.citations.length });
    } else if (kind === "stored") {
      this.conversation = data.conversation;
      turn.stored = data.turn;
      this.exporter.offer(true);
    } else if (kind === "problem") {
      turn.fail(data);
    }
  }

  history(before = this.turns.length) {
    return this.turns
      .slice(0, before)
      .filter((turn) => turn.answer)
      .slice(-REMEMBERED)
      .flatMap((turn) => [
        { role: "user", text: turn.answer.question },
        { role: "assistant", text: turn.answer.answer },
      ]);
  }

  /** Ask the question of a turn once more, with what had been said before it. */
  retry(turn) {
    const place = this.turns.indexOf(turn);
    const history = this.history(place < 0 ? this.turns.length : place);
    this.ask(turn.question, history);
  }

  begin() {
    this.stop();
    this.turns = [];
    this.conversation = null;
    this.log.replaceChildren();
    this.evidence.clear();
    this.evidence.close();
    this.exporter.offer(false);
    this.start.hidden = false;
    this.root.classList.remove("begun");
    this.say("");
    this.input.focus();
  }

  /** Show a stored conversation. */
  restore(id, stored) {
    this.begin();
    this.start.hidden = true;
    this.root.classList.add("begun");
    this.conversation = id;
    this.exporter.offer(true);
    for (const { turn: identity, answer } of stored) {
      const turn = new Turn(this, answer.question);
      turn.stored = identity;
      this.log.append(turn.element);
      for (const statement of answer.statements) {
        turn.addStatement({ ...statement, citation: answer.citations.filter(({ n }) => statement.citations.includes(n)) });
      }
      turn.finish(answer);
      turn.actions();
      this.turns.push(turn);
    }
  }
}

/** One question with its answer. */
class Turn {
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
      el("h3", { class: "asked", dir: "auto" }, el("span", { class: "unseen" }, `${this.texts.you}: `), question),
      this.body,
    );
  }

  addStatement(statement) {
    for (const citation of statement.citation || []) this.citations.set(citation.n, citation);
    if (!this.shown) this.showEvidence();
    for (const citation of statement.citation || []) this.chat.evidence.add(citation);
    const first = this.citations.get(statement.citations[0]);
    const language = statement.verdict === "verbatim" && first ? first.language : null;
    const numbers = [...statement.citations].sort((a, b) => a - b);
    const chips = numbers.map((n) => this.chip(n)).filter(Boolean);
    this.body.append(
      el("p", { class: `said ${statement.verdict}`, lang: language, dir: language ? direction(language) : "auto" }, el("span", {}, statement.text), ...chips),
    );
  }

  /** Make the panel that of this answer. */
  showEvidence() {
    this.chat.evidence.clear();
    this.chat.shownTurn = this;
    this.shown = true;
    this.chat.evidence.open();
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
    const [title, ...rest] = (answer.answer.trim() || reason).split("\n");
    const language = answer.answer.trim() ? answer.language : this.chat.language;
    this.body.append(
      el(
        "div",
        { class: "notice abstained", lang: language, dir: direction(language) },
        el("p", { class: "title" }, title),
        rest.map((line) => el("p", {}, line)),
      ),
    );
    if (this.nearest.length) {
      this.showEvidence();
      this.body.append(
        // What a question may mean is listed among them: then they are no near misses.
        el("h4", {}, answer.reason === "ambiguous" ? texts.nearest_readings : texts.nearest),
        answer.reason === "ambiguous" ? "" : el("p", { class: "note" }, texts.nearest_note),
        el("ul", { class: "near" }, this.nearest.map((hit) => el("li", {}, this.nearButton(hit)))),
      );
    }
    if (answer.suggestions.length) {
      this.body.append(
        el("h4", {}, texts.suggestions),
        el(
          "ul",
          { class: "suggestions" },
          answer.suggestions.map((text) => el("li", {}, this.suggestion(text))),
        ),
      );
    }
  }

  /** A question can be asked by a click; advice on how to ask is read. */
  suggestion(text) {
    if (!/[?？؟]\s*$/.test(text)) return el("p", { dir: "auto" }, text);
    return el("button", { type: "button", dir: "auto", onclick: () => this.chat.ask(text) }, text);
  }

  nearButton(hit) {
    // Cut between two words, where the language parts them.
    const excerpt = hit.text.length > 160 ? `${hit.text.slice(0, 160).replace(/\s\S{0,24}$/, "")}…` : hit.text;
    return el(
      "button",
      { type: "button", onclick: (event) => this.open(hit, event.currentTarget) },
      this.chat.evidence.add(hit).named(),
      el("span", { class: "excerpt", lang: hit.language, dir: direction(hit.language) }, excerpt),
    );
  }

  stopped() {
    this.body.append(el("p", { class: "note" }, this.texts.stopped));
    this.chat.say(this.texts.stopped);
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
        buttons.push(el("span", { class: "note ask" }, texts.helpful), ...this.ratings);
      }
    }
    this.element.append(el("div", { class: "actions" }, buttons));
  }

  async copyAnswer(button) {
    const { answer, texts } = this;
    const lines = answer.abstained
      ? [answer.answer]
      : answer.statements.map(({ text, citations }) => `${text}${citations.map((n) => ` [${n}]`).join("")}`);
    const notes = answer.citations.map((citation) => {
      const key = /^\d/.test(citation.label) ? "footnote" : "footnote_other";
      return `[${citation.n}] ${fill(texts[key], { symbol: citation.symbol, label: citation.display || citation.label })} (${texts[citation.status]})`;
    });
    if (await copy([answer.question, "", ...lines, "", ...notes].join("\n"))) flash(button, texts.copied);
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
