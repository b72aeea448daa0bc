// Bring the paragraph that the address names into view.
const chosen = document.getElementById("chosen");
if (chosen) {
  chosen.scrollIntoView({ block: "center" });
  chosen.focus({ preventScroll: true });
}
const theme = localStorage.getItem("coopbot-theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
