// The technician's phone: the check-in asks for the position; the quote adds up at once; what needs a signal says so before
// it is tried. What is kept until there is one: queue.js. Every form works without this file too.
import { renewPage } from "./queue.js";

// -- no signal: a form is not thrown at a dead line; what was typed stays ----------------------------------------------

const LATER = /\/(departure|arrival|quote|checks|signature|finding|parts|completion|call|ending)\/$/;
document.addEventListener("submit", (event) => {
  const words = document.querySelector("[data-kept]")?.dataset;
  const form = event.target;
  const later = navigator.serviceWorker?.controller && LATER.test(new URL(form.action, location.href).pathname);
  if (navigator.onLine || !words || form.method !== "post" || later) return;
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
  place.addEventListener("anxin:fact", () => document.activeElement?.tagName !== "INPUT" && renewPage());
}

// -- something new under the bell: the phone in the pocket says so ---------------------------------------------------

document.addEventListener("anxin:fact", ({ target, detail }) => {
  if (target.id === "bell" && detail.code === "notice.new") navigator.vibrate?.([200, 100, 200]);
}, true);

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
    const why = line.querySelector("[data-excluded-why]");
    if (why) why.hidden = !line.querySelector("[data-excluded]").checked;
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
