// The evidence panel: each cited paragraph once, with its context, in up to two languages.
import { copy, direction, el, fill, flash, isolate, marked } from "./dom.js";

export class Evidence {
  constructor(chat) {
    this.chat = chat;
    this.texts = chat.texts;
    this.cards = new Map();
    this.list = el("div", {});
    this.panel = el(
      "section",
      { class: "evidence", hidden: true, "aria-labelledby": `${chat.id}-evidence`, id: `${chat.id}-panel`, tabindex: "0" },
      el(
        "header",
        {},
        el("h2", { id: `${chat.id}-evidence` }, this.texts.evidence),
        el("button", { type: "button", class: "quiet", onclick: () => this.close(true) }, this.texts.evidence_close),
      ),
      this.list,
    );
  }

  /** Empty the panel for another answer. */
  clear() {
    this.cards.clear();
    this.list.replaceChildren();
  }

  open() {
    this.panel.hidden = false;
    this.chat.root.classList.add("open");
  }

  close(returnFocus = false) {
    this.panel.hidden = true;
    this.chat.root.classList.remove("open");
    for (const chip of this.chat.root.querySelectorAll(".chip")) chip.setAttribute("aria-expanded", "false");
    if (returnFocus && this.origin && this.origin.isConnected) this.origin.focus();
  }

  /** Add a citation: one card for a paragraph, whatever its language, all quotes marked. */
  add(citation) {
    const key = [citation.symbol, citation.label].join("\n");
    let card = this.cards.get(key);
    if (!card) {
      card = new Card(this, citation);
      this.cards.set(key, card);
      this.list.append(card.element);
    }
    card.join(citation);
    return card;
  }

  /** Show a card, and move to it when a person asked for it. */
  show(card, origin = null) {
    this.open();
    // What could not be loaded before may be there now.
    if (!card.view) card.load();
    for (const other of this.cards.values()) other.element.classList.toggle("current", other === card);
    if (origin) {
      this.origin = origin;
      for (const chip of this.chat.root.querySelectorAll(".chip")) chip.setAttribute("aria-expanded", String(chip === origin));
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      card.element.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
      card.element.focus({ preventScroll: true });
    }
  }
}

class Card {
  constructor(evidence, citation) {
    this.evidence = evidence;
    this.texts = evidence.texts;
    this.citation = citation;
    this.cited = new Map();
    this.seen = new Set();
    this.numbers = el("span", { class: "numbers" });
    this.place = el("span", { class: "place" }, isolate(this.placeText(citation.display || citation.label)));
    this.places = [this.place];
    this.path = el("p", { class: "path" });
    this.versions = el("div", { class: "versions" });
    this.before = el("div", { class: "around", hidden: true });
    this.after = el("div", { class: "around", hidden: true });
    this.notes = el("div", {});
    this.footer = el("footer", {});
    this.element = el(
      "article",
      { class: "card", tabindex: "-1" },
      el("h3", {}, this.numbers, this.place),
      this.path,
      this.before,
      this.versions,
      this.after,
      this.notes,
      this.footer,
    );
    this.writePath(citation.heading || [], citation.language);
    this.load();
  }

  placeText(display) {
    const { symbol, label } = this.citation;
    const key = /^\d/.test(label) ? "footnote" : "footnote_other";
    return fill(this.texts[key], { symbol, label: display });
  }

  /** The place once more, for elsewhere; it gets the name that readers use when that is known. */
  named() {
    const shown = el("span", {}, isolate(this.place.textContent));
    this.places.push(shown);
    return shown;
  }

  writePath(heading, language) {
    const parts = heading.flatMap((one, place) => (place ? [" › ", isolate(one)] : [isolate(one)]));
    this.path.replaceChildren(...parts);
    this.path.lang = language;
    this.path.dir = direction(language);
    this.path.hidden = heading.length === 0;
  }

  /** Take in what one citation quotes of the paragraph, in its language. */
  join(citation) {
    const held = this.cited.get(citation.language) || { quotes: [], numbers: [], verdict: citation.verdict, status: citation.status, text: citation.text };
    if (citation.quote && !held.quotes.includes(citation.quote)) held.quotes.push(citation.quote);
    if (citation.n && !this.seen.has(citation.n)) {
      this.seen.add(citation.n);
      held.numbers.push(citation.n);
      this.numbers.append(el("span", { class: "number" }, String(citation.n)));
    }
    this.cited.set(citation.language, held);
    this.write();
  }

  /** The page's own language where it is held, else that of the first citation. */
  get own() {
    const page = this.evidence.chat.language;
    return this.view && this.view.languages[page] ? page : this.citation.language;
  }

  async load() {
    try {
      this.view = await this.evidence.chat.client.paragraph(this.citation.symbol, this.citation.label);
    } catch {
      // The quotation stays; only its context is missing.
      return;
    }
    const own = this.view.languages[this.own];
    if (own) {
      for (const place of this.places) place.replaceChildren(isolate(this.placeText(own.display)));
      this.writePath(own.heading, this.own);
    }
    this.other = this.companion();
    this.write();
    this.writeFooter();
    this.writeNotes();
  }

  /** The language shown beside: the page's own, else the official one where only others are. */
  companion() {
    const held = this.view.languages;
    const page = this.evidence.chat.language;
    if (!this.cited.has(page) && held[page]) return page;
    if ([...this.cited.keys()].some((language) => held[language] && held[language].status === "official")) return null;
    return Object.keys(held).find((language) => held[language].status === "official") || null;
  }

  get shown() {
    return [...new Set([...this.cited.keys(), this.other].filter(Boolean))];
  }

  write() {
    this.versions.replaceChildren(...this.shown.map((language) => this.version(language)));
  }

  version(language) {
    const { texts } = this;
    const held = this.view && this.view.languages[language];
    const cited = this.cited.get(language) || { quotes: [], numbers: [] };
    const text = held ? held.text : cited.quotes.join("\n") || cited.text || "";
    const status = held ? held.status : cited.status;
    return el(
      "div",
      { class: "version" },
      el(
        "p",
        {},
        el("span", {}, this.evidence.chat.names[language] || language),
        status ? el("span", { class: `badge ${status}`, title: status === "unofficial" ? texts.unofficial_note : null }, texts[status]) : null,
        cited.quotes.length && cited.verdict ? el("span", {}, `✓ ${texts[`verdict_${cited.verdict}`] || cited.verdict}`) : null,
      ),
      el("div", { class: "quoted", lang: language, dir: direction(language) }, ...marked(text, cited.quotes)),
    );
  }

  writeFooter() {
    const { texts, view } = this;
    const others = Object.keys(view.languages).filter((language) => !this.cited.has(language));
    const select = el(
      "select",
      {
        onchange: (event) => {
          this.other = event.target.value || null;
          this.write();
        },
      },
      el("option", { value: "" }, others.length ? "–" : texts.compare_none),
      others.map((language) => el("option", { value: language, lang: language, selected: language === this.other }, this.evidence.chat.names[language])),
    );
    const around = view.previous || view.next
      ? el("button", { type: "button", class: "quiet", "aria-expanded": "false", onclick: (event) => this.toggleAround(event.currentTarget) }, texts.context)
      : null;
    const source = this.shown.map((language) => view.languages[language]).find((version) => version && /^https?:\/\//.test(version.source || ""));
    this.reader = el("a", { target: "_blank", rel: "noopener", href: this.readerAddress() }, texts.reader);
    this.footer.replaceChildren(
      ...[
        el("label", {}, el("span", {}, texts.compare), select),
        around,
        el("button", { type: "button", class: "quiet", onclick: (event) => this.copyFootnote(event.currentTarget) }, texts.copy_footnote),
        this.reader,
        source ? el("a", { href: source.source, target: "_blank", rel: "noopener noreferrer" }, texts.official_source) : null,
      ].filter(Boolean),
    );
  }

  readerAddress() {
    const link = Object.values(this.view.languages)[0].link.split("?")[0];
    return `${link}?lang=${this.shown.slice(0, 2).join(",")}&ui=${this.evidence.chat.language}`;
  }

  writeNotes() {
    const page = this.evidence.chat.language;
    const text = this.shown.map((language) => (this.view.languages[language] || { text: "" }).text).join("\n");
    const notes = this.view.notes.filter((note) => text.includes(note.form));
    this.notes.replaceChildren(
      ...notes.map((note) => {
        const reading = note.reading[page] || note.reading.en || note.reading.zh;
        return reading ? el("p", { class: "erratum" }, fill(this.texts.erratum, { form: note.form, reading })) : "";
      }),
    );
  }

  async toggleAround(button) {
    const open = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!open));
    for (const [box, label] of [[this.before, this.view.previous], [this.after, this.view.next]]) {
      box.hidden = open || !label;
      if (open || !label) continue;
      let near;
      try {
        near = await this.evidence.chat.client.paragraph(this.citation.symbol, label);
      } catch (error) {
        button.setAttribute("aria-expanded", "false");
        box.hidden = true;
        flash(button, error.message);
        return;
      }
      const language = near.languages[this.own] ? this.own : this.citation.language;
      const version = near.languages[language];
      if (!version) continue;
      box.replaceChildren(
        el("b", {}, isolate(version.display)),
        el("div", { class: "quoted", lang: language, dir: direction(language) }, version.text),
      );
    }
  }

  async copyFootnote(button) {
    const own = this.view.languages[this.own];
    const text = this.placeText(own ? own.display : this.citation.label);
    if (await copy(text)) flash(button, this.texts.copied);
  }
}
