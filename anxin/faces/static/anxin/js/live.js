// Live facts by server-sent events. The address says since when (?since=, the moment the page was read), so nothing between
// the page and its stream is missed; the browser sends Last-Event-ID when it reconnects, and a stream opened anew says
// ?after= the last id heard. Elements that want to know say so:
//   <section data-live-on="repair.accept visit.*" hx-get="…" hx-trigger="anxin:fact" hx-swap="outerHTML">
// data-live-when="touched" or "untouched": only where something was typed in the pane around it, or nothing was.
const url = document.body.dataset.live;
const shown = document.querySelector("[data-live-state]");
const FIRST_MS = 1000;
const LAST_MS = 30000;
const BY_ITSELF = ["anxin:fact", "every"];

let source;
let last;
let wait = FIRST_MS;
let broken = false;

function say(state) {
  if (!shown) return;
  shown.dataset.state = state;
  shown.querySelector("span").textContent = state === "off" ? shown.dataset.off : state === "back" ? shown.dataset.on : "";
  if (state === "back") setTimeout(() => shown.dataset.state === "back" && say("on"), 4000);
}

const wants = (pattern, code) => pattern === "*" || pattern === code || (pattern.endsWith(".*") && code.startsWith(pattern.slice(0, -1)));

const first = (list) => Math.max([...list.options].findIndex((one) => one.defaultSelected), 0);
// What a box or a choice is worth never changes, and one that names none is worth "on" with no default: only its tick tells.
const ticked = (field) => field.type === "checkbox" || field.type === "radio";
export const changed = (field) => (field.options ? field.selectedIndex !== first(field) : ticked(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);
const touched = (element) => [...element.closest(".pane").querySelectorAll("input:not([type=hidden]), textarea, select")].some(changed);

function hand(fact) {
  for (const element of document.querySelectorAll("[data-live-on]")) {
    const when = element.dataset.liveWhen;
    if (when && (when === "touched") !== touched(element)) continue;
    const about = element.dataset.liveAbout;
    if (about && ![fact.number, fact.repair, fact.claim].includes(about)) continue;
    if (!element.dataset.liveOn.split(" ").some((pattern) => wants(pattern, fact.code))) continue;
    element.dispatchEvent(new CustomEvent("anxin:fact", { detail: fact, bubbles: false }));
  }
}

// What a page renews by itself is nothing anybody did: a sign-in that lies idle must end under an open page too.
document.addEventListener("htmx:config:request", (event) => {
  const { sourceEvent, request } = event.detail.ctx;
  if (BY_ITSELF.includes(sourceEvent?.type)) request.headers["Anxin-By-Itself"] = "1";
});

// A part that renews itself stays as it is where the house can't answer just now: it asks again.
document.addEventListener("htmx:before:response", (event) => {
  const { sourceEvent, response } = event.detail.ctx;
  if (BY_ITSELF.includes(sourceEvent?.type) && response.status >= 400) event.preventDefault();
});

function receive(event) {
  last = event.lastEventId || last;
  let fact;
  try {
    fact = JSON.parse(event.data);
  } catch {
    return;
  }
  hand(fact);
}

function open() {
  const address = new URL(url, location.href);
  if (last) address.searchParams.set("after", last);
  source = new EventSource(address, { withCredentials: true });
  source.onopen = () => {
    wait = FIRST_MS;
    say(broken ? "back" : "on");
    broken = false;
  };
  source.onmessage = receive;
  source.addEventListener("fact", receive);
  source.addEventListener("reset", () => {
    // The server no longer has what lies between: the page itself is the replay.
    last = undefined;
    for (const element of document.querySelectorAll("[data-live-on]")) element.dispatchEvent(new CustomEvent("anxin:fact", { detail: { code: "reset" } }));
  });
  source.onerror = () => {
    broken = true;
    say("off");
    if (source.readyState !== EventSource.CLOSED) return; // it reconnects by itself, with Last-Event-ID
    setTimeout(open, wait + Math.random() * wait);
    wait = Math.min(wait * 2, LAST_MS);
  };
}

if (url && "EventSource" in window) {
  open();
  window.addEventListener("pagehide", () => source?.close());
  window.addEventListener("pageshow", (event) => event.persisted && open());
}
