// Resumable uploads. Without script the plain file field of the form is sent; with it every file goes at once, in pieces,
// survives a lost connection and a closed tab, and leaves a hidden field with its key. Protocol (tus 1.0's core):
//   POST   url       Upload-Length, Upload-Metadata name            -> 201, Location
//   HEAD   location                                                 -> Upload-Offset
//   PATCH  location  Upload-Offset, application/offset+octet-stream -> 204, Upload-Offset; the last piece adds Upload-Key
//   DELETE location                                                 -> 204
const PIECE = 512 * 1024;
const TRIES = 8;
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
const sleep = (ms) => new Promise((go) => setTimeout(go, ms));
const megabytes = (n) => `${(n / 1048576).toFixed(1)} MB`;
const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);

class Refused extends Error {}

async function ask(address, method, headers, body) {
  const answer = await fetch(address, { method, headers: { "X-CSRFToken": token(), Accept: "application/problem+json", ...headers }, body, credentials: "same-origin" });
  if (answer.ok) return answer;
  const later = answer.status === 409 || answer.status === 429 || (answer.status >= 500 && answer.status !== 507);
  if (later) throw new Error(String(answer.status));
  const problem = await answer.json().catch(() => ({}));
  throw new Refused(problem.detail ?? problem.title ?? "");
}

// The same file chosen again goes on where it stopped.
const mark = (file) => `anxin.upload:${file.name}:${file.size}:${file.lastModified}`;

// One begins after another: the first makes a stranger's session, and two at once would make two and lose a file.
let begun = Promise.resolve();
function begin(start, file) {
  const mine = begun.then(() => knock(start, file));
  begun = mine.catch(() => undefined);
  return mine;
}

async function knock(start, file) {
  const known = localStorage.getItem(mark(file));
  if (known) {
    try {
      const answer = await ask(known, "HEAD", {});
      return { address: known, offset: Number(answer.headers.get("Upload-Offset")), key: answer.headers.get("Upload-Key") };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      localStorage.removeItem(mark(file));
    }
  }
  const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name.slice(0, 200))));
  const answer = await ask(start, "POST", { "Upload-Length": String(file.size), "Upload-Metadata": `name ${name}`, "Tus-Resumable": "1.0.0" });
  const address = new URL(answer.headers.get("Location"), location.href).href;
  localStorage.setItem(mark(file), address);
  return { address, offset: 0, key: null };
}

async function send(start, file, show, stopped) {
  let tries = 0;
  let state;
  while (!stopped.aborted) {
    try {
      state ??= await begin(start, file);
      while (state.offset < file.size || !state.key) {
        if (stopped.aborted) return null;
        const piece = file.slice(state.offset, state.offset + PIECE);
        const answer = await ask(state.address, "PATCH", { "Upload-Offset": String(state.offset), "Content-Type": "application/offset+octet-stream", "Tus-Resumable": "1.0.0" }, piece);
        state.offset = Number(answer.headers.get("Upload-Offset"));
        state.key = answer.headers.get("Upload-Key");
        tries = 0;
        show("run", state.offset);
      }
      localStorage.removeItem(mark(file));
      return state.key;
    } catch (error) {
      if (error instanceof Refused || (tries += 1) > TRIES) throw error;
      show("wait", state?.offset ?? 0);
      state = undefined;
      await Promise.race([sleep(Math.min(1000 * 2 ** tries, 20000)), new Promise((go) => window.addEventListener("online", go, { once: true }))]);
    }
  }
  return null;
}

// For pages that show an upload their own way: send a file, give its key.
export const keep = (start, file, show) => send(start, file, show, { aborted: false });

function icon(name) {
  const any = document.querySelector("svg.icon use").getAttribute("href").replace(/#.*/, `#i-${name}`);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS("http://www.w3.org/2000/svg", "use"));
  svg.firstChild.setAttribute("href", any);
  return svg;
}

function tile(box, file) {
  const made = box.querySelector("template[data-tile]").content.firstElementChild.cloneNode(true);
  const picture = made.querySelector("img");
  if (file.type.startsWith("image/")) picture.src = URL.createObjectURL(file);
  else picture.hidden = true; // nothing to draw: the name says what it is
  picture.alt = file.name;
  made.querySelector("[data-called]").textContent = picture.hidden ? file.name : "";
  made.querySelector(".tile-x").setAttribute("aria-label", `${box.dataset.saidRemove} ${file.name}`);
  box.querySelector("[data-add]").before(made);
  return made;
}

async function take(box, file) {
  const made = tile(box, file);
  const caption = made.querySelector(".tile-cap");
  const status = box.querySelector("[data-upload-state]");
  const stop = new AbortController();
  const show = (state, at) => {
    const percent = Math.floor((100 * at) / file.size);
    caption.replaceChildren(icon(state === "wait" ? "refresh-cw" : "upload"), ` ${state === "wait" ? box.dataset.saidWait : `${percent}%`}`);
    status.hidden = false;
    status.querySelector("p").textContent = state === "wait" ? fill(box.dataset.saidBroken, { at: megabytes(at) }) : fill(box.dataset.saidPart, { name: file.name, at: megabytes(at), all: megabytes(file.size) });
    status.querySelector("progress").value = percent;
  };
  made.querySelector(".tile-x").addEventListener("click", () => {
    stop.abort();
    made.remove();
    box.dispatchEvent(new Event("change", { bubbles: true }));
  });
  try {
    show("run", 0);
    const key = await send(box.dataset.upload, file, show, stop.signal);
    if (!key) return true; // taken out again
    caption.replaceChildren(icon("check"), ` ${box.dataset.saidDone}`);
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: box.dataset.name, value: key });
    made.append(field);
    box.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  } catch (error) {
    caption.replaceChildren(icon("circle-alert"), ` ${box.dataset.saidFailed}`);
    made.classList.add("border-2", "border-amber");
    const why = Object.assign(document.createElement("p"), { className: "mt-2 text-small text-amber-ink", role: "alert" });
    why.textContent = `${file.name}: ${error.message || box.dataset.saidFailed}`;
    status.after(why); // the next file's progress doesn't wipe it away
    made.querySelector(".tile-x").addEventListener("click", () => why.remove());
    return false;
  } finally {
    if (!box.querySelector(".tile-cap .icon use[href$='#i-upload'], .tile-cap .icon use[href$='#i-refresh-cw'], .tile-cap .icon use[href$='#i-circle-alert']")) status.hidden = true;
  }
}

// A form that is sent while a file is still on its way waits for it, and stays where one could not be sent.
const running = new Map();
document.addEventListener(
  "submit",
  (event) => {
    const waits = [...running].filter(([, box]) => event.target.contains(box));
    if (!waits.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waits[0][1].querySelector("[data-upload-state]").scrollIntoView({ block: "center" });
    if (event.target.ariaBusy) return; // pressed again
    event.target.ariaBusy = "true";
    Promise.all(waits.map(([one]) => one)).then((went) => {
      event.target.ariaBusy = null;
      if (went.every(Boolean)) event.target.requestSubmit(event.submitter);
    });
  },
  true,
);

function takes(box, file) {
  const one = take(box, file);
  running.set(one, box);
  one.finally(() => running.delete(one));
}

for (const box of document.querySelectorAll("[data-upload]")) {
  const field = box.querySelector("input[type=file]");
  if (!box.dataset.upload || !field) continue;
  for (const cross of box.querySelectorAll("[data-tiles] > li .tile-x")) {
    cross.hidden = false; // what is there already can be taken out again
    cross.addEventListener("click", () => cross.closest("li").remove());
  }
  field.removeAttribute("name"); // from here on the keys are sent, not the bytes
  field.addEventListener("change", () => {
    const room = Number(box.dataset.most) - box.querySelectorAll("[data-tiles] > li:not([data-add])").length;
    for (const file of [...field.files].slice(0, room)) takes(box, file);
    field.value = "";
  });
  if (field.files.length) field.dispatchEvent(new Event("change")); // chosen before this script arrived
}
