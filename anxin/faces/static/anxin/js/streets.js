// Streets below the points of a map. The drawing beside it stays until the first tile came: without an answer, for good.
let leaflet;

function loaded({ script, style }) {
  leaflet ??= new Promise((done, fail) => {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: style });
    const code = Object.assign(document.createElement("script"), { src: script });
    code.onload = () => done(window.L);
    code.onerror = fail;
    document.head.append(sheet, code);
  });
  return leaflet;
}

function answers(url, [lat, lng]) {
  const z = 10, n = 2 ** z, turn = (lat * Math.PI) / 180;
  const x = Math.floor(((lng + 180) / 360) * n);
  const y = Math.floor(((1 - Math.asinh(Math.tan(turn)) / Math.PI) / 2) * n);
  const told = { z, x, y, "-y": n - 1 - y };
  return new Promise((done) => {
    const picture = new Image();
    picture.referrerPolicy = "origin";
    picture.onload = () => done(true);
    picture.onerror = () => done(false);
    picture.src = url.replace(/{(-?[a-z])}/g, (_, name) => told[name]);
  });
}

// An area's words stand at its northern edge, where no technician's do.
function named({ at: [lat, lng], radius }) {
  return [lat + (radius ?? 0) / 111200, lng];
}

function mark(L, point) {
  const body = document.createElement("span");
  body.append(Object.assign(document.createElement("i"), { className: "streets-dot" }));
  if (point.name) body.append(Object.assign(document.createElement("b"), { textContent: point.name }));
  body.dataset.kind = point.kind;
  if (point.tone) body.dataset.tone = point.tone;
  const icon = L.divIcon({ html: body, className: "streets-mark", iconSize: [14, 14] });
  const one = L.marker(named(point), { icon, keyboard: !!point.url, interactive: !!point.url, alt: point.said || point.name });
  if (point.url) one.on("click", () => location.assign(point.url));
  return one;
}

// What is known to a city or a county only has no point: an area, soft.
function area(L, point) {
  const className = point.tone === "chosen" ? "streets-area chosen" : "streets-area";
  return L.circle(point.at, { radius: point.radius, className, interactive: false });
}

async function lay(box) {
  box.dataset.laid = "";
  const told = JSON.parse(box.dataset.streets);
  if (!(await answers(told.layers[0], told.points[0].at))) return;
  const L = await loaded(box.dataset);
  if (!box.isConnected) return;
  box.hidden = false;
  const drawing = box.previousElementSibling;
  const map = L.map(box, { zoomControl: false, scrollWheelZoom: false, maxZoom: 18, minZoom: 3 });
  L.control.zoom({ zoomInTitle: box.dataset.closer, zoomOutTitle: box.dataset.wider }).addTo(map);
  map.attributionControl.setPrefix(false);
  for (const url of told.layers) L.tileLayer(url, { referrerPolicy: "origin", maxNativeZoom: 18 }).addTo(map);
  const credit = document.createElement("span");
  credit.textContent = told.credit;
  map.attributionControl.addAttribution(credit.innerHTML);
  const all = L.latLngBounds(told.points.map((one) => one.at));
  for (const one of told.points) if (one.radius) all.extend(L.latLng(one.at).toBounds(2 * one.radius));
  map.fitBounds(all, { padding: [28, 28], maxZoom: 16 });
  for (const point of told.points) {
    if (point.radius) area(L, point).addTo(map);
    mark(L, point).addTo(map);
  }
  if (drawing?.classList.contains("hexmap")) drawing.setAttribute("hidden", "");
}

function look() {
  for (const box of document.querySelectorAll("[data-streets]:not([data-laid])")) lay(box).catch(() => {});
}

new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
look();
