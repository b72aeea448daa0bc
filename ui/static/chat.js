// The chat: questions, streamed statements with their citations, abstentions, errors, feedback.
import { Client } from "./client.js";
import { direction, el, fill } from "./dom.js";
import { Evidence } from "./evidence.js";
import { Exporter } from "./export.js";
import { Past } from "./past.js";
import { Scope } from "./scope.js";
import { Turn } from "./turn.js";

const REMEMBERED = 6;
const OWN_HOST = /^(localhost|127(\.\d+){3}|\[::1\])$/;

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
    this.offline = false;
    this.root = el("div", { class: "chat cb", onkeydown: (event) => this.escape(event) });
    this.evidence = new Evidence(this);
    this.scope = new Scope(data, options.scope);
    this.past = new Past(this);
    this.exporter = new Exporter(this);
    this.menus = [this.past, this.exporter];
    this.build(options.greeting || this.texts.tagline);
    place.append(this.root);
    requestAnimationFrame(() => this.fit());
    addEventListener("offline", () => this.connect());
    addEventListener("online", () => this.connect());
    this.connect();
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
      placeholder: texts.question_placeholder,
      "aria-describedby": `${this.id}-limits`,
      oninput: () => this.fit(),
      onkeydown: (event) => this.key(event),
    });
    this.count = el("span", { class: "count" });
    this.sendButton = el("button", { type: "submit", class: "solid" }, texts.send);
    this.stopButton = el("button", { type: "button", class: "outline", hidden: true, onclick: () => this.stop() }, texts.stop);
    this.newButton = el("button", { type: "button", class: "quiet", onclick: () => this.begin() }, texts.new_conversation);
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
        el(
          "div",
          { class: "tools" },
          this.newButton,
          this.data.keeps ? this.past.button : null,
          this.exporter.button,
          this.menus.map(({ panel }) => panel),
        ),
        this.start,
        this.log,
        this.progress,
        form,
      ),
      this.evidence.panel,
    );
  }

  fit() {
    // An empty field has no text to take its direction from: then it is the page's.
    this.input.dir = this.input.value ? "auto" : direction(this.language);
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

  /** Close the menu or the evidence that the key is pressed in; the widget, which closes on it as well, stays. */
  escape(event) {
    if (event.key !== "Escape") return;
    const open = this.menus.find((menu) => menu.isOpen) || (this.evidence.holds(event.target) ? this.evidence : null);
    if (!open) return;
    event.preventDefault();
    open.close(true);
  }

  submit(event) {
    event.preventDefault();
    // Without a connection the question stays in its field.
    if (this.running || this.offline) return;
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

  /** Follow the device's network, which a service on the device itself does not need. */
  connect() {
    const online = navigator.onLine || OWN_HOST.test(location.hostname);
    if (online !== this.offline) return;
    this.offline = !online;
    this.sendButton.disabled = !online;
    this.banner.hidden = online;
    this.banner.textContent = online ? "" : this.texts.offline;
    this.say(online ? this.texts.online : "");
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
    this.evidence.clear(this.texts.evidence);
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
