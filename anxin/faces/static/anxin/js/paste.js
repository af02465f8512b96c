// A pasted line is taken apart as it lands: name, phone and address go into the fields below that are still empty or
// were filled from a paste before. Without script the server does the same when the form is sent.
const box = document.querySelector("[data-paste]");
const field = box?.querySelector("textarea");
const form = field?.form;
const NAMES = ["name", "phone", "address"];
let asked = 0;

async function apart() {
  const text = field.value.trim();
  const mine = ++asked;
  if (text.length < 6) return;
  const body = new URLSearchParams({ text, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
  const answer = await fetch(box.dataset.paste, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || mine !== asked) return; // it stays in the box; the server reads it when the form is sent
  const found = await answer.json();
  for (const name of NAMES) {
    const target = form.elements[name];
    if (!found[name] || (target.value && target.dataset.pasted !== target.value)) continue;
    target.value = target.dataset.pasted = found[name];
    target.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const read = NAMES.some((name) => found[name]);
  box.querySelector("[data-pasted]").hidden = !read;
  box.querySelector("[data-unread]").hidden = read;
}

let wait;
field?.addEventListener("input", (event) => {
  clearTimeout(wait);
  wait = setTimeout(apart, event.inputType === "insertFromPaste" ? 0 : 600);
});
