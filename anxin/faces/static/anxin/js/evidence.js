// Evidence: swipe two pictures, zoom and move all pictures of one page in step. Geometry goes through the CSSOM.
document.addEventListener("input", (event) => {
  const box = event.target.closest("[data-swipe]");
  if (box) box.style.setProperty("--at", `${event.target.value}%`);
});

const view = { x: 0, y: 0, z: 1 };
const stages = () => document.querySelectorAll("[data-zoomable], [data-swipe]");

function draw() {
  for (const stage of stages()) {
    stage.toggleAttribute("data-zoom", view.z > 1);
    stage.style.setProperty("--z", view.z);
    stage.style.setProperty("--x", `${view.x * stage.clientWidth}px`);
    stage.style.setProperty("--y", `${view.y * stage.clientHeight}px`);
  }
}

function zoom(factor, px, py) {
  const z = Math.min(Math.max(view.z * factor, 1), 8);
  view.x = Math.min(0, Math.max(1 - z, px - ((px - view.x) * z) / view.z));
  view.y = Math.min(0, Math.max(1 - z, py - ((py - view.y) * z) / view.z));
  view.z = z;
  draw();
}

document.addEventListener("wheel", (event) => {
  const stage = event.target.closest?.("[data-zoomable], [data-swipe]");
  if (!stage || !event.ctrlKey) return;
  event.preventDefault();
  const box = stage.getBoundingClientRect();
  zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
}, { passive: false });

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-zoom-by]");
  if (button) zoom(Number(button.dataset.zoomBy), 0.5, 0.5);
});

let from;
document.addEventListener("pointerdown", (event) => {
  if (view.z > 1 && event.target.closest?.("[data-zoomable]")) from = { x: event.clientX, y: event.clientY, vx: view.x, vy: view.y, box: event.target.closest("[data-zoomable]") };
});
document.addEventListener("pointermove", (event) => {
  if (!from) return;
  view.x = Math.min(0, Math.max(1 - view.z, from.vx + (event.clientX - from.x) / from.box.clientWidth));
  view.y = Math.min(0, Math.max(1 - view.z, from.vy + (event.clientY - from.y) / from.box.clientHeight));
  draw();
});
document.addEventListener("pointerup", () => (from = undefined));

// The keyboard moves and zooms what has the focus: arrows, plus and minus.
const steps = { ArrowLeft: [0.1, 0], ArrowRight: [-0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] };
document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-zoomable]")) return;
  if (event.key === "+" || event.key === "=") zoom(1.5, 0.5, 0.5);
  else if (event.key === "-") zoom(0.5, 0.5, 0.5);
  else if (view.z > 1 && steps[event.key]) {
    view.x = Math.min(0, Math.max(1 - view.z, view.x + steps[event.key][0]));
    view.y = Math.min(0, Math.max(1 - view.z, view.y + steps[event.key][1]));
    draw();
  } else return;
  event.preventDefault();
});
