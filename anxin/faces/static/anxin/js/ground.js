// Small things every page has: letters, day and night, copy, print, reveal, offline. All work without script too.
const root = document.documentElement;
const YEAR = 365 * 24 * 3600;

function remember(name, value) {
  const [prefix, secure] = location.protocol === "https:" ? ["__Host-", "; Secure"] : ["", ""];
  document.cookie = `${prefix}anxin_${name}=${value}; Max-Age=${YEAR}; Path=/; SameSite=Lax${secure}`;
}

function letters(big) {
  if (big) root.dataset.letters = "big";
  else delete root.dataset.letters;
  for (const button of document.querySelectorAll("button[data-letters]")) {
    button.setAttribute("aria-pressed", String(big));
    button.value = big ? "plain" : "big";
  }
}

// A page from a phone's shelf was drawn before: how large its letters are says what was chosen since.
const size = document.cookie.match(/(?:^|; )(?:__Host-)?anxin_letters=(\w+)/)?.[1];
if (size) letters(size === "big");

function copy(button) {
  navigator.clipboard?.writeText(button.dataset.copy).then(() => {
    button.setAttribute("aria-label", button.dataset.done);
    button.querySelector("use")?.setAttribute("href", button.querySelector("use").getAttribute("href").replace("#i-copy", "#i-check"));
  });
}

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest?.(selector);
  let found;
  if ((found = at("button[data-letters]"))) {
    event.preventDefault();
    letters(root.dataset.letters !== "big");
    remember("letters", root.dataset.letters ?? "plain");
  } else if ((found = at("[data-copy]"))) copy(found);
  else if (at("[data-print]")) window.print();
  else if ((found = at("[data-close-details]"))) found.closest("details").open = false;
});

// Another day is opened: its first free window is chosen, so that what is chosen is seen.
document.addEventListener("change", (event) => {
  if (event.target.matches?.(".days > input")) event.target.nextElementSibling.nextElementSibling?.querySelector("input:enabled")?.click();
});

// A disabled button that stays visible explains itself; it must not send.
document.addEventListener("click", (event) => {
  if (event.target.closest?.('[aria-disabled="true"]')) event.preventDefault();
}, true);

// What is still to mend is where the next Tab begins.
document.querySelector(
  "[data-faults], [aria-invalid='true'], fieldset:has(.wrong):not(:has([aria-invalid='true'])) input:enabled",
)?.focus();

// Enter in a field that only looks somebody up goes on to the next one: the form is sent by its button.
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || !field.matches?.("[data-looks-up]")) return;
  event.preventDefault();
  const fields = [...field.form.elements].filter((one) => one.type !== "hidden" && !one.disabled);
  fields[fields.indexOf(field) + 1]?.focus();
});

// A form goes once: the second press of an impatient thumb does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll('[aria-busy="true"]')) button.removeAttribute("aria-busy");
});

// What was shown for a reason is hidden again.
function conceal(person) {
  let left = Number(person.dataset.shownFor);
  const countdown = person.querySelector("[data-countdown]");
  const template = person.querySelector("[data-template]").dataset.template;
  const tick = setInterval(() => {
    left -= 1;
    countdown.textContent = template.replace("%(n)s", left);
    if (left > 0) return;
    clearInterval(tick);
    person.querySelector("[data-name]").textContent = person.dataset.maskedName;
    person.querySelector("[data-phone]").textContent = person.dataset.maskedPhone;
    countdown.parentElement.remove();
    person.removeAttribute("data-shown-for");
  }, 1000);
}

function start(scope) {
  for (const person of scope.querySelectorAll("[data-shown-for]:not([data-counting])")) {
    person.dataset.counting = "1";
    conceal(person);
  }
}
start(document);
document.addEventListener("htmx:after:swap", () => start(document));

// Before the door nobody is signed in: no page of a customer that a phone kept outlives that.
if ("signedOut" in document.body.dataset) window.caches?.delete("anxin.pages");

function signal() {
  for (const bar of document.querySelectorAll("[data-offline]")) bar.hidden = navigator.onLine;
}
window.addEventListener("online", signal);
window.addEventListener("offline", signal);
signal();

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll("details.person[open]")) open.open = false;
});
