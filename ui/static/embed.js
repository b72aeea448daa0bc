// The page in the widget's frame: the chat, and the few messages it exchanges with the portal.
import { Chat } from "./chat.js";
import { el } from "./dom.js";

const VERSION = 1;
const data = JSON.parse(document.getElementById("coopbot-interface").textContent);
const { texts } = data;
const parameters = new URLSearchParams(location.search);
const host = parameters.get("host");
// Messages go to one exact origin, and only if the service's own list has it.
const portal = window.parent !== window && data.portals.includes(host) ? host : null;

function send(type, payload = {}) {
  if (portal) window.parent.postMessage({ v: VERSION, type, payload }, portal);
}

/** The storage of this frame and tab; memory where the browser gives a frame none. */
function storage() {
  try {
    sessionStorage.setItem("coopbot-probe", "1");
    sessionStorage.removeItem("coopbot-probe");
    return sessionStorage;
  } catch {
    const held = new Map();
    return {
      getItem: (key) => held.get(key) ?? null,
      setItem: (key, value) => held.set(key, value),
      removeItem: (key) => held.delete(key),
    };
  }
}

function scope() {
  const named = (name) => (parameters.get(name) || "").split(",").map((one) => one.trim()).filter(Boolean);
  const chosen = { symbols: named("symbols"), languages: named("languages"), meetings: named("meetings") };
  return Object.values(chosen).some((values) => values.length) ? chosen : null;
}

const title = (parameters.get("title") || texts.embed_title).slice(0, 80);
const close = portal
  ? el("button", { type: "button", class: "close", "aria-label": texts.embed_close, onclick: () => send("close") }, "×")
  : null;
const main = el("main", {});
document.getElementById("coopbot-embed").append(
  el(
    "header",
    { class: "cb" },
    el("h1", { dir: "auto" }, title),
    el("a", { href: `/${data.language}`, target: "_blank", rel: "noopener" }, texts.embed_full),
    close,
  ),
  main,
);
const chat = new Chat(main, data, {
  storage: storage(),
  greeting: (parameters.get("greeting") || texts.embed_greeting).slice(0, 300),
  scope: scope(),
  onEvent: (type, payload) => send(type, payload),
});

addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) send("close");
});
addEventListener("message", (event) => {
  if (!portal || event.origin !== portal || event.source !== window.parent) return;
  const message = event.data;
  if (!message || message.v !== VERSION) return;
  if (message.type === "focus") chat.input.focus();
  if (message.type === "ask" && typeof message.payload?.question === "string") {
    chat.ask(message.payload.question.slice(0, data.max_question));
  }
});
document.title = title;
send("ready");
