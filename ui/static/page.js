// The full page: header, languages, appearance, and the chat in the place that Gradio leaves for it.
import { Chat } from "./chat.js";
import { el } from "./dom.js";

const data = JSON.parse(document.getElementById("coopbot-interface").textContent);
const { texts } = data;
const root = document.documentElement;

/** Follow the device, or the choice made on this page. */
function applyTheme(choice) {
  const dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  if (choice === "light" || choice === "dark") root.dataset.theme = choice;
  else delete root.dataset.theme;
  document.body.classList.toggle("dark", dark);
}

function header() {
  const chosen = localStorage.getItem("coopbot-theme") || "auto";
  const select = el(
    "select",
    {
      onchange: (event) => {
        localStorage.setItem("coopbot-theme", event.target.value);
        applyTheme(event.target.value);
      },
    },
    ["auto", "light", "dark"].map((name) => el("option", { value: name, selected: name === chosen }, texts[`theme_${name}`])),
  );
  return el(
    "header",
    { class: "top cb" },
    el("a", { class: "skip", href: "#coopbot-question", onclick: focusQuestion }, texts.skip),
    el("h1", { class: "brand" }, el("img", { src: "/coopbot/icon.svg", alt: "" }), texts.name),
    el(
      "nav",
      { "aria-label": texts.interface_language },
      Object.entries(data.names).map(([language, name]) =>
        el("a", { href: `/${language}${location.hash}`, lang: language, hreflang: language, "aria-current": language === data.language ? "true" : null }, name),
      ),
    ),
    el("label", {}, el("span", {}, texts.theme), select),
  );
}

function focusQuestion(event) {
  event.preventDefault();
  const field = document.getElementById("coopbot-question");
  if (field) field.focus();
}

/** Run once the element is there: Gradio makes its own when its scripts are ready. */
function whenThere(id, run) {
  const found = document.getElementById(id);
  if (found) {
    run(found);
    return;
  }
  const observer = new MutationObserver(() => {
    const element = document.getElementById(id);
    if (!element) return;
    observer.disconnect();
    run(element);
  });
  observer.observe(document.body, { childList: true, subtree: true });
}

/** Gradio sets the language of the browser on the page; the page's own is the one that counts. */
function keepLanguage() {
  if (root.lang !== data.language) root.lang = data.language;
  if (root.dir !== data.direction) root.dir = data.direction;
}

keepLanguage();
new MutationObserver(keepLanguage).observe(root, { attributes: true, attributeFilter: ["lang", "dir"] });
/** Open the tab that the address names; Gradio may need a moment until its tabs can be clicked. */
function openTab(tabs, place, patience = 50) {
  const button = tabs.querySelectorAll("[role=tab]")[place];
  if (place <= 0 || patience === 0 || (button && button.getAttribute("aria-selected") === "true")) return;
  if (button) button.click();
  setTimeout(() => openTab(tabs, place, patience - 1), 100);
}

applyTheme(localStorage.getItem("coopbot-theme"));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => applyTheme(localStorage.getItem("coopbot-theme")));
whenThere("coopbot-header", (place) => {
  place.append(header());
  // Gradio sets the class of its own theme when it starts; ours is the one that counts.
  applyTheme(localStorage.getItem("coopbot-theme"));
});
whenThere("coopbot-tabs", (tabs) => {
  // Gradio names the button for tabs that do not fit in the browser's language, not the page's.
  const more = tabs.querySelector(".overflow-menu > button");
  if (more) more.setAttribute("aria-label", texts.more);
  openTab(tabs, data.tabs.indexOf(location.hash.slice(1)));
});
whenThere("coopbot-chat", (place) => {
  const chat = new Chat(place, data, { storage: localStorage });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    chat.input.value = asked.slice(0, data.max_question);
    chat.fit();
  }
  document.title = texts.page_title;
});
