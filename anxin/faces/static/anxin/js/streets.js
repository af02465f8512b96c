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

function icon(L, point, count) {
  const body = document.createElement("span");
  body.append(Object.assign(document.createElement("i"), { className: "streets-dot", textContent: count > 1 ? count : "" }));
  if (point.name) body.append(Object.assign(document.createElement("b"), { textContent: point.name }));
  body.dataset.kind = point.kind;
  if (point.tone) body.dataset.tone = point.tone;
  return L.divIcon({ html: body, className: "streets-mark", iconSize: [14, 14] });
}

function mark(L, point) {
  const led = !!point.url;
  const one = L.marker(named(point), { icon: icon(L, point, 1), keyboard: led, interactive: led, title: point.said || point.name });
  if (led) one.on("click", () => location.assign(point.url));
  return one;
}

// Those that would lie on each other are one mark with their number; it opens them as a list of links.
function listed(L, several, said) {
  const first = several.find((one) => one.tone === "chosen") ?? several.find((one) => one.tone) ?? several[0];
  const list = document.createElement("ul");
  for (const one of several) {
    const line = Object.assign(document.createElement(one.url ? "a" : "span"), { textContent: one.said || one.name });
    if (one.url) line.href = one.url;
    list.append(document.createElement("li"));
    list.lastChild.append(line);
  }
  const title = said.replace("{n}", several.length);
  const one = L.marker(first.at, { icon: icon(L, first, several.length), title });
  one.bindPopup(list, { closeButton: false, maxHeight: 200, autoPanPaddingTopLeft: [56, 8] });
  one.on("popupopen", () => list.querySelector("a")?.focus());
  return one;
}

function together(map, points) {
  const groups = [];
  for (const one of points) {
    const at = map.latLngToLayerPoint(one.at);
    const group = groups.find((known) => !one.radius && known.kind === one.kind && known.at.distanceTo(at) < 18);
    if (group) group.several.push(one);
    else groups.push({ at, kind: one.radius ? "" : one.kind, several: [one] });
  }
  return groups.map((one) => one.several);
}

// What is known to a city or a county only has no point: an area, soft.
function area(L, point) {
  const className = point.tone === "chosen" ? "streets-area chosen" : "streets-area";
  const one = L.circle(point.at, { radius: point.radius, className, interactive: !!point.url });
  if (point.url) one.on("click", () => location.assign(point.url));
  return one;
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
  for (const point of told.points) if (point.radius) area(L, point).addTo(map);
  const marks = L.layerGroup().addTo(map);
  const draw = () => {
    marks.clearLayers();
    for (const several of together(map, told.points))
      (several.length > 1 ? listed(L, several, box.dataset.several) : mark(L, several[0])).addTo(marks);
  };
  map.on("zoomend", draw);
  draw();
  if (drawing?.classList.contains("hexmap")) drawing.setAttribute("hidden", "");
  for (const one of box.parentElement.querySelectorAll("[data-legend]")) one.hidden = one.dataset.legend !== "streets";
}

function look() {
  for (const box of document.querySelectorAll("[data-streets]:not([data-laid])")) lay(box).catch(() => {});
}

new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
look();
