// A signature drawn with finger, pen or mouse. What is drawn stands as strokes in a plain field, `x,y x,y;x,y …` on the
// sheet's own measure, so that it is sent, kept without a signal and shown again like anything typed.
const NEAR = 4;
const LONGEST = 40000;

const read = (text) => (text ? text.split(";").map((stroke) => stroke.split(" ").map((point) => point.split(",").map(Number))) : []);
const write = (strokes) => strokes.map((stroke) => stroke.map((point) => point.join(",")).join(" ")).join(";");

function start(place) {
  const field = place.querySelector("input");
  const canvas = place.querySelector("canvas");
  const state = place.querySelector("[data-drawing-state]");
  const buttons = place.querySelectorAll("[data-drawing-undo], [data-drawing-clear]");
  const pen = canvas.getContext("2d");
  let strokes = read(field.value);
  let now = null;
  Object.assign(pen, { lineWidth: 5, lineCap: "round", lineJoin: "round", strokeStyle: "#000" });

  function line(points) {
    pen.beginPath();
    pen.moveTo(...points[0]);
    for (const point of points) pen.lineTo(...point);
    pen.stroke();
  }
  function show() {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    strokes.forEach(line);
    field.value = write(strokes);
    state.textContent = strokes.length ? place.dataset.said.replace("%(n)s", strokes.length) : place.dataset.saidNone;
    for (const button of buttons) button.disabled = !strokes.length;
  }
  function at(event) {
    const box = canvas.getBoundingClientRect();
    const within = (value, most) => Math.round(Math.min(Math.max(value, 0), most));
    return [within(((event.clientX - box.left) / box.width) * canvas.width, canvas.width), within(((event.clientY - box.top) / box.height) * canvas.height, canvas.height)];
  }
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button || now) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    now = { pointer: event.pointerId, points: [at(event)] };
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== now?.pointer) return;
    const last = now.points.at(-1);
    const here = at(event);
    if (Math.hypot(here[0] - last[0], here[1] - last[1]) < NEAR) return;
    now.points.push(here);
    line([last, here]);
  });
  const end = (event) => {
    if (event.pointerId !== now?.pointer) return;
    const more = [...strokes, now.points];
    if (write(more).length <= LONGEST) strokes = more;
    now = null;
    show();
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  place.querySelector("[data-drawing-undo]").addEventListener("click", () => { strokes.pop(); show(); });
  place.querySelector("[data-drawing-clear]").addEventListener("click", () => { strokes = []; show(); });
  place.querySelector("[data-drawing-sheet]").hidden = false;
  show();
}

document.querySelectorAll("[data-drawing]").forEach(start);
