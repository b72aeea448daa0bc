// The evidence panel: each cited paragraph once, with its context, as cards.
import { Card } from "./card.js";
import { el, isolate, placeOf, whole } from "./dom.js";

export class Evidence {
  constructor(chat) {
    this.chat = chat;
    this.texts = chat.texts;
    this.origin = null;
    this.cards = new Map();
    this.list = el("div", {});
    this.title = el("h2", { id: `${chat.id}-evidence` }, this.texts.evidence);
    this.panel = el(
      "section",
      { class: "evidence", hidden: true, "aria-labelledby": `${chat.id}-evidence`, id: `${chat.id}-panel`, tabindex: "0" },
      el(
        "header",
        {},
        this.title,
        el("button", { type: "button", class: "quiet", onclick: () => this.close(true) }, this.texts.evidence_close),
      ),
      this.list,
    );
  }

  /** Empty the panel for another answer; what only comes near is not called evidence. */
  clear(title) {
    this.title.textContent = title;
    this.origin = null;
    this.cards.clear();
    this.list.replaceChildren();
  }

  open() {
    this.panel.hidden = false;
    this.chat.root.classList.add("open");
  }

  /** Whether something is part of the open evidence, or is what opened it. */
  holds(target) {
    return !this.panel.hidden && (this.panel.contains(target) || target === this.origin);
  }

  /** Close the panel; the focus goes back to what opened it, or to the question where nothing did. */
  close(returnFocus = false) {
    this.panel.hidden = true;
    this.chat.root.classList.remove("open");
    for (const chip of this.chat.root.querySelectorAll(".chip")) chip.setAttribute("aria-expanded", "false");
    if (returnFocus) (this.origin || this.chat.input).focus();
  }

  /** Add a citation: one card for a paragraph and its items, in all languages, all quotes marked. */
  add(citation) {
    const key = [citation.symbol, whole(citation.label)].join("\n");
    let card = this.cards.get(key);
    if (!card) {
      card = new Card(this, citation);
      this.cards.set(key, card);
      this.list.append(card.element);
    }
    card.join(citation);
    return card;
  }

  /** The place of a paragraph, once known by the name that readers of the page's language use. */
  named({ symbol, label, language }) {
    const page = this.chat.language;
    const shown = el("span", {}, isolate(placeOf(symbol, label, label, this.texts), page));
    const name = ({ languages }) => {
      const own = languages[page] || languages[language];
      if (own) shown.replaceChildren(isolate(placeOf(symbol, label, own.display, this.texts), page));
    };
    // Without the answer its plain label stays.
    this.chat.client.paragraph(symbol, label).then(name, () => {});
    return shown;
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
      // Below the answer, where there is no room beside it, a card begins at the top.
      const beside = getComputedStyle(this.panel).position === "sticky";
      card.element.scrollIntoView({ block: beside ? "nearest" : "start", behavior: calm ? "auto" : "smooth" });
      card.element.focus({ preventScroll: true });
    }
  }
}
