// Take a conversation away: a menu of formats, each a file from the service.
import { el } from "./dom.js";

const FORMATS = ["docx", "html", "md", "json"];

export class Exporter {
  constructor(chat) {
    this.chat = chat;
    const { texts } = chat;
    const id = `${chat.id}-export`;
    this.button = el("button", { type: "button", class: "quiet", hidden: true, "aria-expanded": "false", "aria-controls": id, onclick: () => this.toggle() }, texts.export);
    this.panel = el(
      "section",
      { class: "past", id, hidden: true, "aria-label": texts.export, onkeydown: (event) => this.key(event) },
      el(
        "ul",
        {},
        FORMATS.map((format) => el("li", {}, el("button", { type: "button", onclick: () => this.download(format) }, texts[`export_${format}`]))),
      ),
    );
  }

  /** Show the menu's button once there is something to export. */
  offer(there) {
    this.button.hidden = !there;
    if (!there) this.close();
  }

  toggle() {
    if (!this.panel.hidden) {
      this.close();
      return;
    }
    this.chat.past.close();
    this.panel.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.panel.querySelector("button").focus();
  }

  close(returnFocus = false) {
    this.panel.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    if (returnFocus) this.button.focus();
  }

  key(event) {
    if (event.key !== "Escape") return;
    // The widget's page closes on this key as well; here it closes the menu alone.
    event.preventDefault();
    this.close(true);
  }

  async download(format) {
    this.close(true);
    try {
      const blob = await this.chat.client.exported(this.chat.conversation, format);
      const address = URL.createObjectURL(blob);
      el("a", { href: address, download: `coopbot.${format}` }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    } catch (error) {
      this.chat.say(error.message);
    }
  }
}
