// A panel that a button opens: one at a time; Escape and a press elsewhere close it.
import { el } from "./dom.js";

export class Menu {
  /** @param {object} chat  @param {string} name on the button  @param {Array} content of the panel */
  constructor(chat, id, name, content) {
    this.chat = chat;
    this.button = el("button", { type: "button", class: "quiet", "aria-expanded": "false", "aria-controls": `${chat.id}-${id}`, onclick: () => this.toggle() }, name);
    this.panel = el("section", { class: "past", id: `${chat.id}-${id}`, hidden: true, "aria-label": name }, content);
    addEventListener("pointerdown", ({ target }) => {
      if (!this.panel.contains(target) && !this.button.contains(target)) this.close();
    });
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  /** What must be there before the panel is seen. */
  async fill() {}

  async toggle() {
    if (this.isOpen) {
      this.close();
      return;
    }
    for (const menu of this.chat.menus) menu.close();
    await this.fill();
    this.panel.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    const first = this.panel.querySelector("li button");
    if (first) first.focus();
  }

  close(returnFocus = false) {
    this.panel.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    if (returnFocus) this.button.focus();
  }
}
