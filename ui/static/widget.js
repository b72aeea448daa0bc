/* coopbot widget: a button in a shadow root that opens the service's own page in a frame.
 * Added by one line: a script element with this address and the attribute data-coopbot.
 * No dependencies, no cookies, no requests but the frame's; see docs/widget.md. */
(() => {
  "use strict";
  const script = document.currentScript || document.querySelector("script[data-coopbot]");
  if (!script || window.coopbot) return;
  const service = new URL(script.src).origin;
  const options = script.dataset;
  const VERSION = 1;
  const READY_MS = 15000;
  const WORDS = {
    zh: ["向文件提问", "关闭", "助手未能打开。本网站可能尚未列入服务许可的网站。", "在新标签页中打开", "正在打开"],
    en: ["Ask the documents", "Close", "The assistant could not be opened. This site may not be on the service's list.", "Open it in a new tab", "Opening"],
    fr: ["Interroger les documents", "Fermer", "L’assistant n’a pas pu s’ouvrir. Ce site n’est peut-être pas sur la liste du service.", "Ouvrir dans un nouvel onglet", "Ouverture"],
    es: ["Preguntar a los documentos", "Cerrar", "No se pudo abrir el asistente. Es posible que este sitio no esté en la lista del servicio.", "Abrir en una pestaña nueva", "Abriendo"],
    ru: ["Спросить документы", "Закрыть", "Не удалось открыть помощника. Возможно, этого сайта нет в списке службы.", "Открыть в новой вкладке", "Открывается"],
    ar: ["اسألوا الوثائق", "إغلاق", "تعذّر فتح المساعد. قد لا يكون هذا الموقع مدرجاً في قائمة الخدمة.", "فتح في علامة تبويب جديدة", "جارٍ الفتح"],
  };
  const known = (tag) => {
    const primary = String(tag || "").toLowerCase().split("-")[0];
    return primary in WORDS ? primary : null;
  };
  let language = known(options.lang) || known(document.documentElement.lang) || known(navigator.language) || "en";
  const rtl = () => language === "ar";
  const colour = /^#[0-9a-f]{6}$/i.test(options.color || "") ? options.color : "#17577f";
  const position = options.position === "start" ? "start" : "end";

  /** Black or white, whichever can be read on the button's colour. */
  const inkOn = (hex) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000" : "#fff";
  };

  const STYLE = `
    :host { all: initial; }
    * { box-sizing: border-box; }
    .box { position: fixed; z-index: 2147483000; inset-block-end: 1.25rem; font: 1rem/1.5 system-ui, sans-serif; }
    .box.end { inset-inline-end: 1.25rem; }
    .box.start { inset-inline-start: 1.25rem; }
    button { min-block-size: 3rem; padding: 0.5rem 1.25rem; border: 2px solid transparent; border-radius: 999px;
      font: inherit; font-weight: 600; cursor: pointer; box-shadow: 0 4px 16px rgb(0 0 0 / 0.25);
      background: ${colour}; color: ${inkOn(colour)}; }
    button:focus-visible, a:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px #000; }
    .frame { position: absolute; inset-block-end: 4rem; inline-size: min(27rem, calc(100vw - 2.5rem));
      block-size: min(44rem, calc(100vh - 7rem)); border-radius: 12px; overflow: hidden; background: Canvas; color: CanvasText;
      border: 1px solid #8886; box-shadow: 0 12px 40px rgb(0 0 0 / 0.3); transition: opacity 0.15s; }
    .end .frame { inset-inline-end: 0; }
    .start .frame { inset-inline-start: 0; }
    .frame[hidden] { display: none; }
    iframe { inline-size: 100%; block-size: 100%; border: 0; display: block; }
    .told { margin: 0; padding: 1.5rem; }
    .told[hidden] { display: none; }
    .told:not([hidden]) ~ iframe { visibility: hidden; }
    a { color: inherit; display: inline-block; padding-block: 0.5rem; }
    @media (max-width: 30rem) {
      .open .frame { position: fixed; inset: 0; inline-size: 100%; block-size: 100%; border: 0; border-radius: 0; }
      /* Until the frame shows its own way out, this button is it: above what fills the screen. */
      .open > button { position: relative; z-index: 1; }
      .open.shown > button { display: none; }
    }
    @media (prefers-reduced-motion: reduce) { .frame { transition: none; } }
    @media (forced-colors: active) { button { border-color: ButtonText; } }
    @media print { .box { display: none; } }`;

  const element = (name, attributes) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    return made;
  };

  const host = element("div", { "data-coopbot-host": "" });
  const root = host.attachShadow({ mode: "open" });
  // A constructed sheet needs no permission of the portal's style policy.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const box = element("div", { class: `box ${position}` });
  const launcher = element("button", { type: "button", "aria-expanded": "false", "aria-controls": "frame", "aria-haspopup": "dialog" });
  const frameBox = element("div", { class: "frame", id: "frame", role: "dialog" });
  const opening = element("p", { class: "told opening", role: "status" });
  const failed = element("div", { class: "told failed", role: "alert" });
  const reason = element("p");
  const elsewhere = element("a", { target: "_blank", rel: "noopener" });
  failed.append(reason, elsewhere);
  failed.hidden = true;
  frameBox.hidden = true;
  frameBox.append(opening, failed);
  box.append(frameBox, launcher);
  root.append(box);

  let frame = null;
  let ready = false;
  let waiting = [];
  let timer = 0;
  const listeners = new Map();

  const emit = (type, payload) => {
    for (const listener of listeners.get(type) || []) {
      try {
        listener(payload);
      } catch (error) {
        console.error(error);
      }
    }
  };

  const title = () => options.title || WORDS[language][0];

  const label = () => {
    box.dir = rtl() ? "rtl" : "ltr";
    box.lang = language;
    launcher.textContent = isOpen() ? WORDS[language][1] : title();
    frameBox.setAttribute("aria-label", title());
    [, , reason.textContent, elsewhere.textContent, opening.textContent] = WORDS[language];
    opening.textContent += "…";
    elsewhere.href = `${service}/${language}`;
    if (frame) frame.title = title();
  };

  const isOpen = () => !frameBox.hidden;

  /** On a phone the frame covers the page: the keyboard must not go on behind it. */
  const keepFocus = ({ target }) => {
    const covers = isOpen() && matchMedia("(max-width: 30rem)").matches;
    if (covers && target !== host && !host.contains(target)) (ready ? frame : launcher).focus();
  };

  const address = () => {
    const url = new URL("/embed", service);
    url.searchParams.set("lang", language);
    url.searchParams.set("host", location.origin);
    for (const name of ["title", "greeting", "symbols", "meetings", "languages"]) {
      if (options[name]) url.searchParams.set(name, options[name]);
    }
    return url.href;
  };

  const load = () => {
    if (frame) frame.remove();
    ready = false;
    box.classList.remove("shown");
    opening.hidden = false;
    failed.hidden = true;
    frame = element("iframe", {
      src: address(),
      title: title(),
      referrerpolicy: "strict-origin",
      allow: "clipboard-write",
    });
    // Scripts and storage of the frame's own origin; never of ours, else the sandbox is void.
    if (service !== location.origin) {
      frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-popups allow-downloads allow-popups-to-escape-sandbox");
    }
    frameBox.append(frame);
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (ready) return;
      frame.remove();
      frame = null;
      opening.hidden = true;
      failed.hidden = false;
      emit("error", { code: "refused" });
    }, READY_MS);
  };

  const post = (type, payload) => {
    const message = { v: VERSION, type, payload: payload || {} };
    if (ready) frame.contentWindow.postMessage(message, service);
    else waiting.push(message);
  };

  const open = () => {
    if (isOpen()) return;
    frameBox.hidden = false;
    box.classList.add("open");
    launcher.setAttribute("aria-expanded", "true");
    if (!frame) load();
    label();
    post("focus");
    emit("open", {});
  };

  const close = () => {
    if (!isOpen()) return;
    frameBox.hidden = true;
    box.classList.remove("open");
    launcher.setAttribute("aria-expanded", "false");
    label();
    launcher.focus();
    emit("close", {});
  };

  launcher.addEventListener("click", () => (isOpen() ? close() : open()));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  document.addEventListener("focusin", keepFocus);
  addEventListener("message", (event) => {
    if (!frame || event.origin !== service || event.source !== frame.contentWindow) return;
    const message = event.data;
    if (!message || message.v !== VERSION) return;
    if (message.type === "ready") {
      ready = true;
      box.classList.add("shown");
      opening.hidden = true;
      for (const one of waiting) frame.contentWindow.postMessage(one, service);
      waiting = [];
      emit("ready", {});
    } else if (message.type === "close") {
      close();
    } else if (["ask", "answer", "error"].includes(message.type)) {
      emit(message.type, message.payload || {});
    }
  });

  window.coopbot = Object.freeze({
    open,
    close,
    toggle: () => (isOpen() ? close() : open()),
    /** Open and ask a question as if it had been typed. */
    ask(question) {
      open();
      post("ask", { question: String(question) });
    },
    /** Change the language; a conversation in the frame is begun anew. */
    setLanguage(tag) {
      const wanted = known(tag);
      if (!wanted || wanted === language) return;
      language = wanted;
      if (frame) load();
      label();
    },
    /** Hear "ready", "open", "close", "ask", "answer", "error"; returns the way to stop. */
    on(type, listener) {
      if (!listeners.has(type)) listeners.set(type, new Set());
      listeners.get(type).add(listener);
      return () => listeners.get(type).delete(listener);
    },
  });

  const start = () => {
    document.body.append(host);
    label();
    if ("open" in options && options.open !== "false") open();
  };
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
