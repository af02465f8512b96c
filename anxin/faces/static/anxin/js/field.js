// The technician's phone. Pictures are kept in this phone until the server has them, whatever the signal does; the
// check-in asks for the position; the quote adds up at once. Every form works without this file too.
const PIECE = 256 * 1024;
const AGAIN_MS = 15000;
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
const typed = () => [...document.querySelectorAll("main input:not([type=hidden]):not([type=file]), main textarea")].some((field) => field.value !== field.defaultValue);

// -- pictures -----------------------------------------------------------------------------------------------------

const asked = (request) => new Promise((go, fail) => { request.onsuccess = () => go(request.result); request.onerror = () => fail(request.error); });
let base;
function shelf(mode) {
  base ??= new Promise((go, fail) => {
    const request = indexedDB.open("anxin.field", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("shots", { keyPath: "id", autoIncrement: true });
    request.onsuccess = () => go(request.result);
    request.onerror = () => fail(request.error);
  });
  return base.then((db) => db.transaction("shots", mode).objectStore("shots"));
}
const all = async () => asked((await shelf("readonly")).getAll());
const put = async (shot) => asked((await shelf("readwrite")).put(shot));
const drop = async (id) => asked((await shelf("readwrite")).delete(id));

class Refused extends Error {}

async function ask(address, method, headers, body) {
  const answer = await fetch(address, { method, headers: { "X-CSRFToken": token(), Accept: "text/html, application/json;q=0.9", ...headers }, body, credentials: "same-origin" });
  if (answer.ok) return answer;
  if ([401, 403, 409, 429].includes(answer.status) || answer.status >= 500) throw new Error(String(answer.status));
  throw new Refused(String(answer.status));
}

async function upload(shot) {
  let [at, address, key] = [0, shot.address, null];
  if (address) {
    try {
      at = Number((await ask(address, "HEAD", {})).headers.get("Upload-Offset"));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      address = "";
    }
  }
  if (!address || at >= shot.file.size) {
    const begun = await ask(shot.start, "POST", { "Upload-Length": String(shot.file.size), "Tus-Resumable": "1.0.0" });
    [address, at] = [new URL(begun.headers.get("Location"), location.href).href, 0];
    await put({ ...shot, address });
  }
  while (!key) {
    const headers = { "Upload-Offset": String(at), "Content-Type": "application/offset+octet-stream", "Tus-Resumable": "1.0.0" };
    const answer = await ask(address, "PATCH", headers, shot.file.slice(at, at + PIECE));
    at = Number(answer.headers.get("Upload-Offset"));
    key = answer.headers.get("Upload-Key");
  }
  return key;
}

async function hand(shot, key) {
  const form = new URLSearchParams({ csrfmiddlewaretoken: token(), slot: shot.slot, photo: key });
  const answer = await fetch(shot.url, { method: "POST", body: form, headers: { "X-CSRFToken": token() }, credentials: "same-origin" });
  if (answer.ok && new URL(answer.url).pathname.startsWith("/technician/jobs/")) return;
  if ([404, 409, 422].includes(answer.status)) throw new Refused(String(answer.status));
  throw new Error(String(answer.status));
}

const rowOf = (shot) => [...document.querySelectorAll("form[data-shoot]")].find((form) => form.action === shot.url && form.dataset.slot === shot.slot);

function tell(shot, words) {
  const row = rowOf(shot);
  if (row) row.querySelector("[data-shoot-state]").textContent = words;
}

async function count() {
  const bar = document.querySelector("[data-kept]");
  if (!bar) return;
  const left = await all();
  bar.hidden = !left.length;
  bar.textContent = bar.dataset.said.replace("%(n)s", left.length);
  const words = bar.dataset;
  for (const shot of left) if (rowOf(shot)?.querySelector("[data-shoot-state]").textContent === "") tell(shot, words.saidKept);
}

let busy = false;
async function pump() {
  if (busy) return;
  busy = true;
  const words = document.querySelector("[data-kept]")?.dataset ?? {};
  let sent = 0;
  try {
    for (const shot of await all()) {
      try {
        tell(shot, words.saidGoing);
        await hand(shot, await upload(shot));
        await drop(shot.id);
        if (rowOf(shot)) sent += 1;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        await drop(shot.id);
        tell(shot, words.saidRefused);
      }
    }
    if (sent && !typed()) location.reload();
  } catch {
    for (const shot of await all()) tell(shot, words.saidKept);
    setTimeout(pump, AGAIN_MS);
  } finally {
    busy = false;
    await count();
  }
}

for (const form of document.querySelectorAll("form[data-shoot]")) {
  const field = form.querySelector("input[type=file]");
  if (!field || !("indexedDB" in window)) continue;
  field.classList.add("vh");
  form.querySelector("[data-shoot-send]").hidden = true;
  field.addEventListener("change", async () => {
    const url = form.action;
    for (const file of [...field.files]) await put({ url, slot: form.dataset.slot, start: form.dataset.uploadUrl, file, at: Date.now() });
    field.value = "";
    await count();
    pump();
  });
}
if (document.querySelector("[data-kept]") && "indexedDB" in window) {
  window.addEventListener("online", pump);
  pump();
}

// -- no signal: a form is not thrown at a dead line; what was typed stays ----------------------------------------------

document.addEventListener("submit", (event) => {
  const words = document.querySelector("[data-kept]")?.dataset;
  if (navigator.onLine || !words || event.target.method !== "post") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const said = Object.assign(document.createElement("p"), { className: "note", textContent: words.saidOffline });
  said.dataset.tone = "amber";
  document.getElementById("refusal").replaceChildren(said);
  said.scrollIntoView({ block: "center" });
}, true);

// -- the position at the door ---------------------------------------------------------------------------------------

for (const form of document.querySelectorAll("form[data-position]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.asked || !navigator.geolocation) return;
    event.preventDefault();
    form.dataset.asked = "1";
    const button = event.submitter ?? document.querySelector(`button[form="${form.id}"]`);
    button?.setAttribute("aria-busy", "true");
    const go = (found) => {
      if (found) [form.elements.lng.value, form.elements.lat.value, form.elements.fix.value] = [found.coords.longitude, found.coords.latitude, found.coords.accuracy];
      form.requestSubmit();
    };
    navigator.geolocation.getCurrentPosition(go, () => go(null), { enableHighAccuracy: true, timeout: 8000, maximumAge: 30000 });
  });
}

// -- what changed elsewhere: a page nobody types on is simply read anew -----------------------------------------------

for (const place of document.querySelectorAll("[data-reload]")) {
  place.addEventListener("anxin:fact", () => !busy && !typed() && document.activeElement?.tagName !== "INPUT" && location.reload());
}

// -- the quote --------------------------------------------------------------------------------------------------------

const money = (fen) => `¥${(fen / 100).toLocaleString("en", { minimumFractionDigits: 2 })}`;
const said = (selector, text) => document.querySelectorAll(selector).forEach((place) => { place.textContent = text; });

function add(form) {
  let [sum, optional] = [0, 0];
  for (const line of form.querySelectorAll("[data-line]")) {
    const many = Math.max(0, Number(line.querySelector("[data-quantity]").value) || 0);
    const amount = many * Number(line.querySelector("[data-excluded]")?.checked ? line.dataset.full : line.dataset.pays);
    const options = line.querySelector("[data-options]");
    if (options) options.hidden = !many;
    line.querySelector("[data-amount]").textContent = money(amount);
    if (line.querySelector("[data-optional]")?.checked) optional += amount;
    else sum += amount;
  }
  said("[data-sum], [data-sum-copy]", money(sum));
  said("[data-optional-sum]", money(optional));
  form.querySelector("[data-optional-row]").hidden = !optional;
}

for (const form of document.querySelectorAll("form[data-draw-up]")) {
  form.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (!step) return;
    event.preventDefault();
    const field = step.closest("[data-line]").querySelector("[data-quantity]");
    field.value = Math.min(99, Math.max(0, (Number(field.value) || 0) + Number(step.dataset.step)));
    add(form);
  });
  form.addEventListener("input", (event) => {
    if (!("find" in event.target.dataset)) return add(form);
    const looked = event.target.value.trim().toLowerCase();
    for (const line of form.querySelectorAll("[data-others] > [data-line]")) {
      const chosen = Number(line.querySelector("[data-quantity]").value) > 0;
      line.hidden = !chosen && !line.dataset.findText.toLowerCase().includes(looked);
    }
  });
  add(form);
}
