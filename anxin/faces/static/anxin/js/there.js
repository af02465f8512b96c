// What can be had at an address is shown as it is filled in: the windows that are free there, or the outlets near it.
// Without script the server shows the same when the form is sent.
const part = document.querySelector("[data-there]");
const form = part?.closest("form");
const ASKED = ["address", "kind", "mode", "urgent", "outlet", "since"];
const now = () => JSON.stringify(ASKED.map((name) => new FormData(form).getAll(name)));
const address = form?.elements.address;
// A draft, or the browser itself, may have filled it in before this runs: then what is shown isn't of this address.
let shown = form && form.dataset.draft !== "restored" && address.value === address.defaultValue ? now() : "";
let asked = 0;

async function look() {
  const wanted = now();
  const typed = address.value.trim().length;
  if (wanted === shown || (typed && typed < 6)) return;
  const mine = ++asked;
  shown = wanted;
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const answer = await fetch(part.dataset.there, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
  if (mine !== asked) return;
  if (answer?.status !== 200) {
    shown = ""; // asked again at the next change; the server says the same when the form is sent
    return;
  }
  const text = await answer.text();
  if (mine !== asked) return;
  const { name, value } = part.contains(document.activeElement) ? document.activeElement : {};
  part.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
  if (name) [...form.elements].find((one) => one.name === name && one.value === value)?.focus();
}

let wait;
function soon(event) {
  clearTimeout(wait);
  wait = setTimeout(look, event.type === "input" ? 700 : 0);
}
for (const kind of ["input", "change", "focusout", "anxin:restored"]) form?.addEventListener(kind, soon);
if (form) look();
