// The conversations of this browser: open, delete, delete all.
import { el } from "./dom.js";

export class Past {
  constructor(chat) {
    this.chat = chat;
    const { texts } = chat;
    this.button = el("button", { type: "button", class: "quiet", "aria-expanded": "false", onclick: () => this.toggle() }, texts.history);
    this.list = el("ul", {});
    this.empty = el("p", { class: "empty" }, texts.history_empty);
    this.deleteAll = el("button", { type: "button", class: "quiet", onclick: () => this.clear() }, texts.delete_all);
    this.panel = el(
      "section",
      { class: "past", hidden: true, "aria-label": texts.history, onkeydown: (event) => event.key === "Escape" && this.close(true) },
      el("h2", {}, texts.history),
      this.list,
      this.empty,
      el("p", { class: "note" }, chat.data.privacy),
      this.deleteAll,
    );
  }

  async toggle() {
    if (!this.panel.hidden) return this.close();
    this.chat.exporter.close();
    await this.fill();
    this.panel.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    const first = this.panel.querySelector("li button");
    if (first) first.focus();
    return undefined;
  }

  close(returnFocus = false) {
    this.panel.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    if (returnFocus) this.button.focus();
  }

  async fill() {
    let held = [];
    try {
      held = await this.chat.client.conversations();
    } catch (error) {
      this.chat.say(error.message);
    }
    this.empty.hidden = held.length > 0;
    this.deleteAll.hidden = held.length === 0;
    this.list.replaceChildren(...held.map((one) => this.row(one)));
  }

  row(one) {
    const { texts } = this.chat;
    return el(
      "li",
      {},
      el("button", { type: "button", dir: "auto", onclick: () => this.open(one.id) }, one.title),
      el("button", { type: "button", class: "quiet", "aria-label": `${texts.delete}: ${one.title}`, onclick: () => this.remove(one.id) }, texts.delete),
    );
  }

  async open(id) {
    try {
      this.chat.restore(id, await this.chat.client.conversation(id));
      this.close();
    } catch (error) {
      this.chat.say(error.message);
    }
  }

  async remove(id) {
    try {
      await this.chat.client.deleteConversation(id);
      if (this.chat.conversation === id) this.chat.begin();
    } catch (error) {
      this.chat.say(error.message);
    }
    await this.fill();
  }

  async clear() {
    try {
      await this.chat.client.deleteAll();
      this.chat.begin();
    } catch (error) {
      this.chat.say(error.message);
    }
    await this.fill();
  }
}
