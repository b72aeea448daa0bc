// The conversations of this browser: open, delete, delete all.
import { el } from "./dom.js";
import { Menu } from "./menu.js";

export class Past extends Menu {
  constructor(chat) {
    const { texts } = chat;
    const list = el("ul", {});
    const empty = el("p", { class: "empty" }, texts.history_empty);
    const deleteAll = el("button", { type: "button", class: "quiet", onclick: () => this.clear() }, texts.delete_all);
    super(chat, "past", texts.history, [el("h2", {}, texts.history), list, empty, el("p", { class: "note" }, chat.data.privacy), deleteAll]);
    Object.assign(this, { list, empty, deleteAll });
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
