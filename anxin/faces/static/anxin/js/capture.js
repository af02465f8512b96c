// Leads through the pictures that were asked for. Each one's SHA-256 is told to the server before its bytes are sent:
//   POST frames      role, sha256                    -> 201 {url}
//   the bytes go as every upload does (see upload.js)  -> Upload-Key
//   POST url         key                             -> 200 {picture}
// The camera is opened in the page; where that is not allowed, the phone's own camera is (a file field). Without script,
// or where the page has no secure context to hash in, the plain form is sent: then nobody can say what came first.
import { keep } from "./upload.js";

const form = document.querySelector("[data-capture]");
const TRIES = 8;
const QUALITY = 0.92;
const sleep = (ms) => new Promise((go) => setTimeout(go, ms));
const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value;
const said = (name, values = {}) => form.dataset[name].replace(/%\((\w+)\)s/g, (_all, key) => values[key]);

class Refused extends Error {}

async function post(address, fields) {
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  const answer = await fetch(address, { method: "POST", headers, body: new URLSearchParams(fields), credentials: "same-origin" });
  if (answer.ok) return answer.json();
  if (answer.status === 429 || answer.status >= 500) throw new Error(String(answer.status));
  const problem = await answer.json().catch(() => ({}));
  throw new Refused(problem.title ?? "");
}

// What fails because of the line is tried again, and goes on when there is signal.
async function patiently(work, waits) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refused || tries > TRIES) throw error;
      waits();
      await Promise.race([sleep(Math.min(1000 * 2 ** tries, 20000)), new Promise((go) => window.addEventListener("online", go, { once: true }))]);
    }
  }
}

async function fingerprint(file) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function begin() {
  const steps = [...form.querySelectorAll("[data-shot]")];
  const dialog = document.querySelector("[data-camera]");
  const part = (name) => dialog.querySelector(`[data-camera-${name}]`);
  const opens = document.querySelector("[data-begin]");
  const hands = document.querySelector("[data-hand-in]");
  const slip = document.querySelector("[data-capture-slip]");
  const newest = new Map();
  let [stream, step, still] = [null, null, null];

  const lacking = () => steps.filter((one) => !("here" in one.dataset) && !newest.has(one));
  const inPage = Boolean(navigator.mediaDevices?.getUserMedia);
  let blocked = !inPage;

  function bar() {
    const left = lacking();
    const busy = [...newest.values()].some((one) => one.state === "run");
    opens.hidden = blocked || left.length === 0;
    hands.classList.toggle("btn-primary", opens.hidden);
    hands.hidden = !opens.hidden && left.length === steps.length;
    hands.disabled = busy;
    if (left.length === 0) hands.textContent = hands.dataset.saidAll;
    for (const one of steps) {
      if (one === left[0]) one.setAttribute("aria-current", "step");
      else one.removeAttribute("aria-current");
    }
  }

  function tell(text) {
    slip.textContent = text;
    slip.classList.toggle("note", Boolean(text));
    slip.dataset.tone = "amber";
  }

  // -- one picture on its way ----------------------------------------------------------------------------------------

  async function take(one, file) {
    const mine = { state: "run" };
    newest.set(one, mine);
    const state = one.querySelector("[data-shot-state]");
    const show = (text) => newest.get(one) === mine && state.replaceChildren(text);
    const seen = one.querySelector(".shotstep-seen");
    seen.src = URL.createObjectURL(file);
    seen.hidden = false;
    one.querySelector("[data-shoot-said]").textContent = said("saidAgain");
    bar();
    try {
      const sha256 = await fingerprint(file);
      const waits = () => show(said("saidWait"));
      const told = await patiently(() => post(form.dataset.frames, { role: one.dataset.shot, sha256 }), waits);
      show(said("saidHash"));
      const key = await keep(form.dataset.uploads, file, (how, at) => show(how === "wait" ? said("saidWait") : said("saidPart", { percent: Math.floor((100 * at) / file.size) })));
      await patiently(() => post(told.url, { key }), waits);
      one.dataset.here = "";
      show(said("saidDone"));
      tell("");
    } catch (error) {
      if (newest.get(one) !== mine) return;
      newest.delete(one);
      delete one.dataset.here;
      state.replaceChildren(error.message ? said("saidWhy", { why: error.message }) : said("saidFailed"));
      tell(error.message || said("saidFailed"));
    } finally {
      mine.state = "done";
      bar();
    }
  }

  // -- the camera in the page ----------------------------------------------------------------------------------------

  function ends() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    part("live").srcObject = null;
    if (dialog.open) dialog.close();
  }

  function block() {
    ends();
    blocked = true;
    for (const one of steps) one.querySelector("[data-shoot]").hidden = true;
    for (const one of steps) one.querySelector("[data-own]").hidden = false;
    tell(said("saidBlocked"));
    bar();
  }

  function live() {
    still = null;
    for (const name of ["live", "shoot"]) part(name).hidden = false;
    for (const name of ["still", "again", "use"]) part(name).hidden = true;
    part("title").textContent = step.dataset.title;
    part("how").textContent = step.dataset.how;
    const first = steps[0].querySelector(".shotstep-seen"); // what the last one is compared with stands beside it
    part("first").src = first.src;
    part("first").hidden = step !== steps.at(-1) || first.hidden;
    part("shoot").disabled = part("live").videoWidth === 0;
    if (part("live").paused) part("live").play().catch(block);
    part("shoot").focus();
  }

  async function open(one) {
    step = one;
    part("shoot").disabled = true; // until the view runs: what is pressed before would be wiped away by it
    try {
      stream ??= await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: { ideal: "environment" }, width: { ideal: 2560 }, height: { ideal: 1920 } } });
      part("live").srcObject = stream;
      if (!dialog.open) dialog.showModal();
      await part("live").play();
      live();
    } catch {
      block();
    }
  }

  function shoot() {
    const view = part("live");
    if (!view.videoWidth) return;
    const canvas = Object.assign(document.createElement("canvas"), { width: view.videoWidth, height: view.videoHeight });
    canvas.getContext("2d").drawImage(view, 0, 0);
    view.pause(); // what was pressed for stands still at once
    // Written at once: toBlob waits until the browser is idle, and beside a running camera that may be never.
    const written = atob(canvas.toDataURL("image/jpeg", QUALITY).split(",")[1]);
    const bytes = Uint8Array.from(written, (sign) => sign.charCodeAt(0));
    still = new File([bytes], `${step.dataset.shot}-${Date.now()}.jpg`, { type: "image/jpeg" });
    part("still").src = URL.createObjectURL(still);
    for (const name of ["live", "shoot", "first"]) part(name).hidden = true;
    for (const name of ["still", "again", "use"]) part(name).hidden = false;
    part("use").focus();
  }

  function use() {
    if (!still) return;
    take(step, still);
    const [next] = lacking();
    if (next) {
      step = next;
      live();
    } else {
      ends();
      hands.focus();
    }
  }

  part("close").addEventListener("click", ends);
  part("shoot").addEventListener("click", shoot);
  part("again").addEventListener("click", live);
  part("use").addEventListener("click", use);
  dialog.addEventListener("cancel", ends);
  window.addEventListener("pagehide", ends);
  opens.addEventListener("click", () => open(lacking()[0]));
  for (const one of steps) {
    const field = one.querySelector("input[type=file]");
    field.classList.add("vh");
    field.removeAttribute("name"); // from here on the pictures go one by one, not with the form
    field.addEventListener("change", () => {
      const [file] = field.files;
      if (file) take(one, file);
      field.value = "";
    });
    const button = one.querySelector("[data-shoot]");
    button.addEventListener("click", () => open(one));
    button.hidden = blocked;
    one.querySelector("[data-own]").hidden = !blocked;
    if (field.files.length) field.dispatchEvent(new Event("change")); // chosen before this script arrived
  }
  bar();
}

if (form && window.crypto?.subtle) begin();
