// Take a conversation away: a menu of formats, each a file from the service.
import { el } from "./dom.js";
import { Menu } from "./menu.js";

const FORMATS = ["docx", "html", "md", "json"];

export class Exporter extends Menu {
  constructor(chat) {
    const { texts } = chat;
    const choices = FORMATS.map((format) => el("li", {}, el("button", { type: "button", onclick: () => this.download(format) }, texts[`export_${format}`])));
    super(chat, "export", texts.export, [el("ul", {}, choices)]);
    this.offer(false);
  }

  /** Show the menu's button once there is something to export. */
  offer(there) {
    this.button.hidden = !there;
    if (!there) this.close();
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
