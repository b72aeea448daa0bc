// One cited paragraph: its place and headings, its languages with the quoted words marked, its neighbours and links.
import { copy, direction, el, fill, flash, isolate, marked, placeOf, whole } from "./dom.js";

export class Card {
  constructor(evidence, citation) {
    this.evidence = evidence;
    this.texts = evidence.texts;
    this.citation = citation;
    this.cited = new Map();
    this.labels = new Set();
    this.seen = new Set();
    this.numbers = el("span", { class: "numbers" });
    this.place = el("span", { class: "place" }, this.named(citation.display || citation.label));
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

  /** The item where one alone is cited, else the whole paragraph. */
  get label() {
    const [first, ...others] = this.labels;
    return others.length ? whole(first) : first || this.citation.label;
  }

  placeText(display) {
    return placeOf(this.citation.symbol, this.label, display, this.texts);
  }

  /** The place in the direction of the page, whose words it is written in. */
  named(display) {
    return isolate(this.placeText(display), this.evidence.chat.language);
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
    // Of a paragraph that only comes near, an item is marked as the place that is meant.
    const quote = citation.quote || (citation.label === whole(citation.label) ? null : citation.text);
    if (quote && !held.quotes.includes(quote)) held.quotes.push(quote);
    this.labels.add(citation.label);
    if (citation.n && !this.seen.has(citation.n)) {
      this.seen.add(citation.n);
      held.numbers.push(citation.n);
      this.numbers.append(el("span", { class: "number" }, String(citation.n)));
    }
    this.cited.set(citation.language, held);
    this.write();
    if (this.view) this.name();
  }

  /** The page's own language where it is held, else that of the first citation. */
  get own() {
    const page = this.evidence.chat.language;
    return this.view && this.view.languages[page] ? page : this.citation.language;
  }

  async load() {
    const { client } = this.evidence.chat;
    const { symbol, label } = this.citation;
    try {
      // An item is read in its paragraph, the context that it stands in.
      this.view = await client.paragraph(symbol, whole(label)).catch(() => client.paragraph(symbol, label));
    } catch {
      // The quotation stays; only its context is missing.
      return;
    }
    this.other = this.companion();
    this.write();
    this.writeFooter();
    this.writeNotes();
    await this.name();
  }

  /** Name the place as readers of the page's language do. */
  async name() {
    const { label } = this;
    let named = this.view;
    try {
      if (label !== this.view.label) named = await this.evidence.chat.client.paragraph(this.citation.symbol, label);
    } catch {
      return;
    }
    if (label !== this.label) return;
    const own = named.languages[this.own];
    if (!own) return;
    this.display = own.display;
    this.place.replaceChildren(this.named(own.display));
    this.writePath(own.heading, this.own);
    if (this.reader) this.reader.href = this.readerAddress();
  }

  /** The language shown beside: the page's own, else the official one where only others are. */
  companion() {
    const held = this.view.languages;
    const page = this.evidence.chat.language;
    if (!this.cited.has(page) && held[page]) return page;
    if ([...this.cited.keys()].some((language) => held[language] && held[language].status === "official")) return null;
    return Object.keys(held).find((language) => held[language].status === "official") || null;
  }

  /** The languages in their order: the page's own first, as it is read first. */
  get shown() {
    const languages = [...new Set([...this.cited.keys(), this.other].filter(Boolean))];
    return languages.sort((a, b) => (b === this.own) - (a === this.own));
  }

  write() {
    this.versions.replaceChildren(...this.shown.map((language) => this.version(language)));
  }

  version(language) {
    const { texts } = this;
    const held = this.view && this.view.languages[language];
    const cited = this.cited.get(language) || { quotes: [], numbers: [] };
    let text = held ? held.text : cited.text || "";
    // Every quotation is seen, also where its context could not be loaded.
    for (const quote of cited.quotes) if (!text.includes(quote)) text += text ? `\n${quote}` : quote;
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
    const path = this.citation.symbol.split("/").map(encodeURIComponent).join("/");
    return `/d/${path}/${encodeURIComponent(this.label)}?lang=${this.shown.slice(0, 2).join(",")}&ui=${this.evidence.chat.language}`;
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

  /** Show the paragraphs before and after, both at once, or hide them. */
  async toggleAround(button) {
    const isOpen = () => button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!isOpen()));
    if (!isOpen()) {
      this.before.hidden = this.after.hidden = true;
      return;
    }
    const { client } = this.evidence.chat;
    let near;
    try {
      near = await Promise.all([this.view.previous, this.view.next].map((label) => label && client.paragraph(this.citation.symbol, label)));
    } catch (error) {
      button.setAttribute("aria-expanded", "false");
      flash(button, error.message);
      return;
    }
    // Closed again while they were on their way.
    if (!isOpen()) return;
    [this.before, this.after].forEach((box, index) => this.writeNear(box, near[index]));
  }

  writeNear(box, view) {
    const language = view && view.languages[this.own] ? this.own : this.citation.language;
    const version = view && view.languages[language];
    box.hidden = !version;
    if (!version) return;
    box.replaceChildren(
      el("b", {}, isolate(version.display)),
      el("div", { class: "quoted", lang: language, dir: direction(language) }, version.text),
    );
  }

  async copyFootnote(button) {
    flash(button, (await copy(this.placeText(this.display || this.label))) ? this.texts.copied : this.texts.copy_failed);
  }
}
