// The keyboard layer of staff pages: j/k walk the queue, enter opens, / searches, ? explains, [data-key] buttons have letters.
const dialog = document.querySelector("[data-keymap]");
const rows = () => [...document.querySelectorAll("[data-queue] > li > a")];
const typing = (element) => element.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

// Where three panes fit, a list lands in its first case; the list itself stays one press away.
const first = document.querySelector("a[data-lands]");
if (first && matchMedia("(width >= 64rem)").matches) location.replace(first.href);

function step(by) {
  const all = rows();
  if (!all.length) return;
  const here = all.indexOf(document.activeElement);
  const open = all.findIndex((row) => row.hasAttribute("aria-current"));
  const next = here >= 0 ? here + by : open >= 0 ? open + by : by > 0 ? 0 : all.length - 1;
  all[Math.min(Math.max(next, 0), all.length - 1)].focus();
}

// A form that lies open already isn't opened again: the key leads into it, as it does into one that it opens.
const FIELDS = "input:not([type=hidden]):not([disabled]), select:not([disabled]), textarea:not([disabled])";
const LED = "anxin.led";
const into = (part) => (part.querySelector(FIELDS) ?? part.querySelector("button"))?.focus();

function press(named) {
  const open = named.hash && named.href.split("#")[0] === location.href.split("#")[0] && document.querySelector(named.hash);
  if (open) return into(open);
  if (named.hash) sessionStorage.setItem(LED, named.hash);
  named.click();
}

const led = sessionStorage.getItem(LED);
sessionStorage.removeItem(LED);
const target = led && led === location.hash && document.querySelector(led);
if (target) window.addEventListener("load", () => requestAnimationFrame(() => into(target))); // the address's own jump comes first

// What is typed while a form lies open is text: it goes into the form, and leads nowhere until Escape was pressed.
let left = false;
function opened(key) {
  const text = document.querySelector("#command form")?.querySelector("textarea, input:not([type]), input[type=text]");
  if (left || !text || text.disabled || [...key].length !== 1 || key === "?" || key === "/") return null;
  return text;
}

function leave(target) {
  if (typing(target)) target.blur();
  else if (left) document.querySelector("#command [data-leave]")?.click();
  left = true;
}

document.addEventListener("focusin", (event) => {
  if (event.target.closest?.("#command")) left = false;
});

function explain() {
  const list = dialog.querySelector("[data-keymap-here]");
  list.replaceChildren();
  for (const button of document.querySelectorAll("[data-key]")) {
    const [term, means] = [document.createElement("dt"), document.createElement("dd")];
    const kbd = document.createElement("kbd");
    kbd.className = "kbd";
    kbd.textContent = button.dataset.key;
    term.append(kbd);
    means.textContent = [...button.childNodes].filter((n) => n.nodeName !== "KBD").map((n) => n.textContent.trim()).join("") || button.getAttribute("aria-label");
    list.append(term, means);
  }
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (dialog?.open) return;
  if (event.key === "Escape") return leave(event.target);
  if (typing(event.target)) return;
  const text = opened(event.key);
  if (text && !event.target.closest?.("button, a")) return text.focus(); // the letter itself is typed there
  const named = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "/") document.querySelector("[data-seek]")?.focus();
  else if (event.key === "?") explain();
  else if (named) press(named);
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-keymap-open]")) explain();
  else if (event.target === dialog) dialog.close();
});
