// What is a danger to somebody is said as soon as it is chosen or typed; without script the next page says it.
const words = [...document.querySelectorAll("[data-peril]")];
const form = words[0]?.closest("form");

function look() {
  const chosen = [...form.querySelectorAll("[name=symptoms]:checked")].map((one) => one.labels[0].textContent);
  const told = [...chosen, form.elements.told?.value ?? ""].join("\n");
  for (const one of words) one.hidden = !new RegExp(one.dataset.signs, "i").test(told);
}
for (const kind of ["input", "change", "anxin:restored"]) form?.addEventListener(kind, look);
if (form) look();
