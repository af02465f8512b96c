// Nothing typed is ever lost: every field marked data-draft is kept in this tab until its form was taken, its writer signed out or somebody else signed in.
// Passwords, codes and files are never kept, nor anything of a form marked data-draft-off (one's own name and address). The key is the form's, else its address with whom it is about.
const PREFIX = "anxin.draft:";
const ABOUT = ["brand", "do", "number", "promise"]; // hidden fields that say whom a form is about
const WHO = "anxin.who";

function forget() {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
  for (const name of ["anxin.sent", WHO]) sessionStorage.removeItem(name);
}

// Another than whoever typed here finds nothing of it; who came in again goes on.
const who = document.body.dataset.who;
if (who) {
  if (![null, who].includes(sessionStorage.getItem(WHO))) forget();
  sessionStorage.setItem(WHO, who);
}

const about = (form) => [...form.elements].filter((one) => one.type === "hidden" && ABOUT.includes(one.name)).map((one) => `${one.name}=${one.value}`);
const address = (form) => location.pathname + "#" + (form.id || form.getAttribute("action") || "");
const key = (form) => PREFIX + (form.dataset.draftForm || [address(form), ...about(form)].join("&"));
const kept = (field) => field.name && "draft" in field.dataset && !["password", "file", "hidden"].includes(field.type);

function read(form) {
  const values = {};
  for (const field of form.elements) {
    if (!kept(field)) continue;
    if (field.type === "checkbox" || field.type === "radio") {
      values[field.name] ??= [];
      if (field.checked) values[field.name].push(field.value);
    } else if (field.value) values[field.name] = [field.value];
  }
  return values;
}

function save(form) {
  try {
    sessionStorage.setItem(key(form), JSON.stringify(read(form)));
  } catch {
    // Storage full or forbidden: typing goes on.
  }
}

// Of a choice that was kept: whether it can still be chosen.
function stands(form, name, values) {
  return [...form.elements].some((one) => one.name === name && !one.disabled && values.includes(one.value));
}

function restore(form) {
  const text = sessionStorage.getItem(key(form));
  if (!text) return;
  const values = JSON.parse(text);
  for (const field of form.elements) {
    if (!kept(field) || !(field.name in values)) continue;
    if (field.type === "radio" && !stands(form, field.name, values[field.name])) continue; // what the server chose beforehand
    const choice = field.type === "checkbox" || field.type === "radio";
    if (choice) field.checked = values[field.name].includes(field.value);
    else if (!field.value) field.value = values[field.name][0] ?? "";
  }
  form.dataset.draft = "restored";
  form.dispatchEvent(new CustomEvent("anxin:restored", { bubbles: true }));
}

const isDraft = (form) => form?.matches?.("form:not([data-draft-off])") && [...form.elements].some(kept);

document.addEventListener("input", (event) => isDraft(event.target.form) && save(event.target.form));
document.addEventListener("change", (event) => isDraft(event.target.form) && save(event.target.form));

// What is wrong with a field is said until the field is changed, by hand or by a paste that was taken apart.
function mended(field) {
  const own = field.id && document.getElementById(`${field.id}-wrong`);
  const slip = own || (field.name && document.getElementById(`id_${field.name}-wrong`)); // of several choices: theirs
  if (!slip) return;
  slip.remove();
  for (const one of document.getElementsByName(field.name)) one.removeAttribute("aria-invalid");
  const list = document.querySelector("[data-faults]");
  list?.querySelector(`a[href="#id_${field.name}"]`)?.closest("li").remove();
  const left = list?.querySelectorAll("li").length;
  if (left === 0) list.remove();
  else if (left) list.querySelector("p").textContent = list.querySelector("p").textContent.replace(/\d+/, left);
}

document.addEventListener("input", (event) => mended(event.target));

// Taken: the page after it carries <meta name="draft-taken" content="key">, or the server answered another page than the form's, or sent on to the same one.
for (const taken of document.querySelectorAll("[data-draft-taken]")) sessionStorage.removeItem(PREFIX + taken.dataset.draftTaken);

// Dropped on purpose: whoever leaves by "not now", or clears it, begins anew the next time.
document.addEventListener("click", (event) => {
  const left = event.target.closest?.("[data-drops]");
  if (left) sessionStorage.removeItem(PREFIX + left.dataset.drops);
});

let previewed = "";
const pending = sessionStorage.getItem("anxin.sent");
if (pending) {
  const { form, page } = JSON.parse(pending);
  const refused = document.querySelector("[aria-invalid='true'], .oops");
  const sentOn = performance.getEntriesByType("navigation")[0]?.redirectCount > 0; // a refusal is answered in its place
  const atTheDoor = /^\/(customer\/)?sign-in\//.test(location.pathname); // sent after the sign-in had ended: not taken
  const taken = !atTheDoor && (page !== location.pathname || sentOn);
  if (taken && !refused) sessionStorage.removeItem(form);
  if (!taken && !refused && !atTheDoor) previewed = form; // answered in its place: what it would do is read first, and sent by another form
  sessionStorage.removeItem("anxin.sent");
}
document.addEventListener("submit", (event) => {
  if (/\/sign-out\/$/.test(event.target.action)) forget();
  const sent = isDraft(event.target) ? key(event.target) : event.target.method === "post" && previewed;
  if (sent) sessionStorage.setItem("anxin.sent", JSON.stringify({ form: sent, page: location.pathname }));
});

for (const form of document.forms) if (isDraft(form)) restore(form);
