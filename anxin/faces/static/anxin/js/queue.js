// What the technician did without a signal: pictures and steps lie in this phone, each with its key, until the server has
// said what became of them. A job's steps go in their order, small ones of all jobs before pictures (a code, a check-in:
// somebody waits for it); what is refused holds the other steps of its job back until somebody looked, but no picture.
// Beside it this wipes and keeps pages for the worker (worker.js), as /technician/phone/ says: his jobs of today, no more.
import { changed } from "./live.js";

const PIECE = 256 * 1024;
const AGAIN_MS = 15000;
const FRESH_MS = 5 * 60 * 1000;
const SHOWN_MS = 12 * 3600 * 1000;
const DAY_MS = 24 * 3600 * 1000;
const AGAIN = ["photos", "call"];
const PAGES = "anxin.pages";
const PARTS = "anxin.parts";
const bar = document.querySelector("[data-kept]");
const words = bar?.dataset ?? {};
const here = /^\/technician\/jobs\/([^/]+)\//.exec(location.pathname)?.[1];
const LEAVES_MS = 10000;
// The worker shows what the phone keeps where the network takes too long: the page itself is still wanted.
const instead = "sheet" in document.body.dataset && !location.pathname.endsWith("/sheet/");
const typed = () => [...document.querySelectorAll("main input:not([type=hidden]):not([type=file]), main textarea, main select")].some(changed);

// Who pressed a button or a link is on his way: a page that renews itself just then would take his step away from him.
let pressed = 0;
// Nor is a picture or a step cut off on its way, to be sent once more: the page waits for that one's answer.
let [going, due, gone] = [false, false, false];
for (const kind of ["submit", "click"]) document.addEventListener(kind, (event) => {
  if (!event.defaultPrevented && (kind === "submit" || event.target.closest("a[href]"))) pressed = Date.now();
});
export function renewPage() {
  const leaves = pressed + LEAVES_MS - Date.now();
  due = going;
  if (due || gone) return;
  if (leaves > 0) setTimeout(renewPage, leaves);
  else if (!typed()) {
    gone = true; // and nothing is begun any more that the reload would cut off
    location.reload();
  }
}

// -- the shelf --------------------------------------------------------------------------------------------------------

const asked = (request) => new Promise((go, fail) => { request.onsuccess = () => go(request.result); request.onerror = () => fail(request.error); });
let base;
function shelf(name, mode) {
  base ??= new Promise((go, fail) => {
    const request = indexedDB.open("anxin.field", 2);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("steps", { keyPath: "id", autoIncrement: true });
      request.result.createObjectStore("owner", { keyPath: "id" });
      if (request.result.objectStoreNames.contains("shots")) moved(request.transaction);
    };
    request.onsuccess = () => go(request.result);
    request.onerror = () => fail(request.error);
  });
  return base.then((db) => db.transaction(name, mode).objectStore(name));
}
// Pictures that an earlier version kept go on.
function moved(change) {
  change.objectStore("shots").getAll().onsuccess = ({ target }) => {
    for (const { id: _id, ...shot } of target.result) {
      const job = /\/jobs\/([^/]+)\//.exec(shot.url)?.[1];
      change.objectStore("steps").add({ ...shot, job, step: "photos", account: "", state: "waiting" });
    }
    change.db.deleteObjectStore("shots");
  };
}
const all = async () => asked((await shelf("steps", "readonly")).getAll());
const put = async (step) => asked((await shelf("steps", "readwrite")).put(step));
const drop = async (id) => asked((await shelf("steps", "readwrite")).delete(id));
const owner = async () => (await asked((await shelf("owner", "readonly")).get(1)))?.account ?? "";
const mine = async () => {
  const me = await owner();
  return (await all()).filter((one) => !one.account || one.account === me);
};

// -- the server -------------------------------------------------------------------------------------------------------

class Refused extends Error {}
class NoAnswer extends Error {}

async function ask(address, method, headers, body) {
  const answer = await fetch(address, { method, headers: { Accept: "application/json", ...headers }, body, credentials: "same-origin", cache: "no-store" });
  if (answer.redirected) { // signed out, here or elsewhere: what he did waits for him, whom he visits does not stay
    await window.caches?.delete(PAGES);
    throw new NoAnswer("signed out");
  }
  if (answer.ok) return answer;
  const said = await answer.json().catch(() => null);
  if (answer.status === 408 || answer.status === 429 || answer.status >= 500 || !said?.title) throw new NoAnswer(String(answer.status));
  throw new Refused(said.title);
}

async function upload(shot, token) {
  const tus = { "X-CSRFToken": token, "Tus-Resumable": "1.0.0" };
  let [at, address, key] = [0, shot.address, null];
  if (address) {
    try {
      at = Number((await ask(address, "HEAD", {})).headers.get("Upload-Offset"));
    } catch {
      address = "";
    }
  }
  if (!address || at >= shot.file.size) {
    const begun = await ask(shot.start, "POST", { ...tus, "Upload-Length": String(shot.file.size) });
    [address, at] = [new URL(begun.headers.get("Location"), location.href).href, 0];
    await put({ ...shot, address });
  }
  while (!key) {
    const headers = { ...tus, "Upload-Offset": String(at), "Content-Type": "application/offset+octet-stream" };
    const answer = await ask(address, "PATCH", headers, await piece(shot.file, at));
    at = Number(answer.headers.get("Upload-Offset"));
    key = answer.headers.get("Upload-Key");
  }
  return key;
}

async function piece(file, at) {
  try {
    return await file.slice(at, at + PIECE).arrayBuffer();
  } catch {
    throw new Refused(words.saidUnreadable);
  }
}

async function send(one, token) {
  const fields = one.file ? [["slot", one.slot], ["photo", await upload(one, token)]] : one.fields;
  const ago = Math.max(0, Math.floor((Date.now() - one.at) / 1000));
  const taken = await ask(one.url, "POST", { "X-CSRFToken": token, "Anxin-Ago": String(ago) }, new URLSearchParams(fields));
  return (await taken.json()).said ?? "";
}

// -- what became of each ----------------------------------------------------------------------------------------------

const places = (one) => document.querySelectorAll(one.file ? `form[data-shoot][data-slot="${one.slot}"]` : `[data-step-of="${one.step}"]`);
const waits = (one, held) => held.has(one.job) && !one.file;
const saidOf = (one, held) => (one.state === "refused" ? `${words.saidRefused} ${one.said}` : one.state === "sent" ? [words.saidSent, one.said].filter(Boolean).join(" · ") : held ? words.saidHeld : words.saidWaiting);

function tell(one, text) {
  if (one.job !== here || (one.state === "sent" && !("sheet" in document.body.dataset))) return;
  for (const place of places(one)) {
    place.dataset.queued = one.state;
    if (!AGAIN.includes(one.step)) for (const part of place.querySelectorAll("form, details")) part.hidden = one.state !== "refused";
    const state = place.querySelector("[data-shoot-state], [data-step-state]");
    if (state) state.textContent = text;
  }
}

async function show() {
  const known = await mine();
  const held = new Set(known.filter((one) => one.state === "refused").map((one) => one.job));
  for (const one of known) tell(one, saidOf(one, waits(one, held)));
  const left = known.filter((one) => one.state === "waiting").length;
  if (bar) {
    bar.hidden = !left && !held.size;
    bar.querySelector("span").textContent = held.size ? words.saidStuck : words.said.replace("%(n)s", left);
  }
  list(known, held);
}

function list(known, held) {
  const whole = document.querySelector("[data-kept-list]");
  if (!whole) return;
  whole.replaceChildren(...known.map((one) => row(whole.dataset, one, held)));
  document.querySelector("[data-kept-none]").hidden = known.length > 0;
}

function row(names, one, held) {
  const made = document.querySelector("template[data-kept-row]").content.firstElementChild.cloneNode(true);
  const day = Date.now() - one.at > DAY_MS ? { month: "2-digit", day: "2-digit" } : {};
  const at = new Date(one.at).toLocaleString("zh-CN", { ...day, hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });
  made.dataset.queued = one.state;
  made.querySelector("[data-row-name]").textContent = names[one.step] ?? one.step;
  made.querySelector("[data-row-at]").textContent = `${at} · ${one.job}`;
  made.querySelector("[data-row-state]").textContent = saidOf(one, waits(one, held));
  made.querySelector("a").href = `/technician/jobs/${one.job}/`;
  made.querySelector("[data-row-choices]").hidden = one.state !== "refused";
  made.querySelector("[data-row-again]").addEventListener("click", async () => { await put({ ...one, state: "waiting" }); await show(); pump(); });
  made.querySelector("[data-row-out]").addEventListener("click", async () => { await drop(one.id); await show(); pump(); });
  return made;
}

// -- sending ----------------------------------------------------------------------------------------------------------

// One window sends at a time; what comes in while it sends is sent in the next round.
let [busy, wanted] = [false, false];
export function pump() {
  wanted = true;
  if (busy) return;
  busy = true;
  const lock = navigator.locks ? (work) => navigator.locks.request("anxin.queue", work) : (work) => work();
  lock(async () => { while (wanted) await round(); }).finally(() => { busy = false; });
}

async function round() {
  wanted = false;
  let [sent, answered] = [false, false];
  try {
    const phone = await (await ask("/technician/phone/", "GET", {})).json();
    answered = true;
    await owned(phone);
    sent = await sendAll(phone.token);
    await left(phone);
    kept(phone);
  } catch {
    if (instead || (await mine()).some((one) => one.state === "waiting")) setTimeout(pump, AGAIN_MS);
  }
  await show();
  if (sent || due) renewPage();
  else if (instead && answered) setTimeout(renewPage, AGAIN_MS);
}

// A sheet says nothing of a job that was taken from him meanwhile; its page does: whose it is no more, and not to go there.
async function left(phone) {
  if (!here || !("sheet" in document.body.dataset) || here in phone.jobs) return;
  const own = `/technician/jobs/${here}/`;
  const answer = await fetch(own, { credentials: "same-origin", cache: "no-store" });
  if (answer.status === 404) location.replace(own);
}

async function sendAll(token) {
  const known = await mine();
  for (const one of known) if (one.state === "sent" && Date.now() - (one.sent ?? one.at) > SHOWN_MS) await drop(one.id);
  const held = new Set(known.filter((one) => one.state === "refused").map((one) => one.job));
  const waiting = known.filter((one) => one.state === "waiting");
  let sent = false;
  for (let one = first(waiting, held); one; one = first(waiting, held)) {
    waiting.splice(waiting.indexOf(one), 1);
    if (gone) await new Promise(() => {}); // the next page sends the rest
    tell(one, words.saidGoing);
    going = true;
    const became = await through(one, token).finally(() => { going = false; });
    await show();
    if (due) renewPage();
    if (became.state === "refused") held.add(one.job);
    else sent ||= one.job === here;
  }
  return sent;
}

function first(waiting, held) {
  const heads = new Map();
  for (const one of waiting) if (!waits(one, held) && !heads.has(one.job)) heads.set(one.job, one);
  const next = [...heads.values()];
  return next.find((one) => !one.file) ?? next[0];
}

async function through(one, token) {
  const { fields: _fields, file, ...short } = one;
  let became = { ...short, file: Boolean(file), state: "sent", sent: Date.now() };
  try {
    became.said = await send(one, token);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    became = { ...one, state: "refused", said: error.message };
  }
  await put(became);
  return became;
}

// -- pages for where there is no signal -----------------------------------------------------------------------------

async function owned(phone) {
  if ((await owner()) !== phone.account) {
    await caches.delete(PAGES);
    await asked((await shelf("owner", "readwrite")).put({ id: 1, account: phone.account }));
  }
  if (!("serviceWorker" in navigator)) return;
  const pages = await caches.open(PAGES);
  for (const one of await pages.keys()) {
    const { pathname } = new URL(one.url);
    const job = /^\/technician\/jobs\/([^/]+)\//.exec(pathname)?.[1];
    if (job ? !(job in phone.jobs) : !(pathname in phone.pages)) await pages.delete(one);
  }
}

async function store(pages, way, answer, phone, mark) {
  if (!answer.ok || answer.redirected) return false;
  const headers = new Headers(answer.headers);
  headers.set("Anxin-Until", String(Date.now() + phone.hours * 3600 * 1000));
  headers.set("Anxin-Mark", mark);
  headers.set("Anxin-At", String(Date.now()));
  await pages.put(way, new Response(await answer.blob(), { headers }));
  return true;
}

let keeping;
const kept = (phone) => { keeping ??= keep(phone).catch(() => {}).finally(() => { keeping = null; }); };

async function keep(phone) {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  const pages = await caches.open(PAGES);
  for (const [way, mark] of Object.entries(phone.pages)) {
    const known = (await pages.match(way))?.headers;
    const old = Date.now() - Number(known?.get("Anxin-At")) > FRESH_MS;
    const own = here && way.includes(`/${here}/`);
    if (!known || known.get("Anxin-Mark") !== mark || old || own) await store(pages, way, await fetch(way, { credentials: "same-origin" }), phone, mark);
  }
  const parts = await caches.open(PARTS);
  const wanted = new Set(phone.parts.map((one) => new URL(one, location.href).href));
  for (const one of await parts.keys()) if (!wanted.has(one.url)) await parts.delete(one);
  for (const one of wanted) if (!(await parts.match(one))) await parts.add(one);
  ready();
  await along(phone, pages);
}

function ready() {
  if (navigator.serviceWorker.controller) document.documentElement.dataset.offlineReady = "1";
  else navigator.serviceWorker.addEventListener("controllerchange", ready, { once: true });
}

// The doors are taken along because he says so: each look is written down with its reason, as a look always is.
async function along(phone, pages) {
  const box = document.querySelector("[data-along]");
  if (!box) return;
  const ways = (number) => [["address", `/technician/jobs/${number}/call/?address`], ["phone", `/technician/jobs/${number}/call/`]];
  const has = async (number) => (await pages.match(ways(number)[0][1])) !== undefined;
  const left = [];
  for (const number of Object.keys(phone.jobs)) if (!(await has(number))) left.push(number);
  box.hidden = false;
  const said = box.querySelector("[data-along-state]");
  said.textContent = left.length ? "" : box.dataset.saidDone;
  const button = box.querySelector("button");
  button.hidden = !left.length;
  button.onclick = async () => {
    button.disabled = true;
    try {
      for (const number of left) {
        for (const [field, way] of ways(number)) {
          const headers = { "X-CSRFToken": phone.token };
          const query = field === "address" ? "?address" : "";
          const answer = await fetch(phone.jobs[number] + query, { method: "POST", headers, body: new URLSearchParams({ field }), credentials: "same-origin" });
          await store(pages, way, answer, phone, number);
        }
      }
    } catch {
      said.textContent = box.dataset.saidFailed;
    }
    button.disabled = false;
    await along(phone, pages);
  };
}

// -- this page --------------------------------------------------------------------------------------------------------

// A page from the shelf carries keys that were used before: each showing gets its own.
const renew = () => document.querySelectorAll("input[name=once]").forEach((field) => { field.value = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`; });
renew();
window.addEventListener("pageshow", (event) => event.persisted && renew());

for (const form of document.querySelectorAll("form[data-shoot]")) {
  const field = form.querySelector("input[type=file]");
  if (!field || !("indexedDB" in window)) continue;
  field.classList.add("vh");
  form.querySelector("[data-shoot-send]").hidden = true;
  field.addEventListener("change", async () => {
    const common = { url: form.action, job: here, step: "photos", slot: form.dataset.slot, start: form.dataset.uploadUrl, account: await owner() };
    // The bytes themselves: what a camera left in a file of its own may be gone before there is a signal.
    for (const file of [...field.files]) await put({ ...common, file: new Blob([await file.arrayBuffer()], { type: file.type }), at: Date.now(), state: "waiting" });
    field.value = "";
    await show();
    pump();
  });
}

if (bar && "indexedDB" in window) {
  navigator.serviceWorker?.register("/technician/worker.js", { scope: "/technician/" }).catch(() => {});
  window.addEventListener("online", pump);
  show().then(pump);
}

// Who signs out leaves no page of a customer behind; what is still to be sent stays, under his name.
document.addEventListener("submit", (event) => {
  if (new URL(event.target.action, location.href).pathname === "/sign-out/") window.caches?.delete(PAGES);
});
