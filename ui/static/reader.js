// Bring the paragraph that the address names into view.
const chosen = document.getElementById("chosen");
if (chosen) {
  // A paragraph longer than the screen begins at its number.
  const fits = chosen.offsetHeight < innerHeight * 0.7;
  chosen.scrollIntoView({ block: fits ? "center" : "start" });
  chosen.focus({ preventScroll: true });
}
const theme = localStorage.getItem("coopbot-theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
