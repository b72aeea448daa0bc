// Follow a run of a suite while it goes on; without this script the page is reloaded by hand.
import { fill } from "./dom.js";

const theme = localStorage.getItem("coopbot-theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;

const block = document.getElementById("evaluate-data");
const data = block ? JSON.parse(block.textContent) : null;

function show(run) {
  const text = data.texts[`status_${run.status}`];
  document.getElementById("progress-text").textContent = fill(text, {
    ...run,
    seconds: Math.round(run.seconds),
  });
  const bar = document.getElementById("progress-bar");
  const running = run.status === "running";
  bar.hidden = !running;
  bar.max = Math.max(run.total, 1);
  bar.value = run.done;
  document.getElementById("stop").hidden = !running;
  const finished = document.getElementById("finished");
  finished.hidden = run.status !== "done" || !run.results;
  if (run.results) {
    finished.querySelector("a").href = data.report + encodeURIComponent(run.results);
  }
}

if (data && data.running) {
  const stream = new EventSource("/evaluate/progress");
  stream.addEventListener("progress", (event) => {
    const run = JSON.parse(event.data);
    show(run);
    if (run.status !== "running") stream.close();
  });
}
