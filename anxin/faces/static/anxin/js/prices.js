// Ticking off a price line shows the new sum at once; the server still decides it.
const money = (fen) => `${fen < 0 ? "-" : ""}¥${(Math.abs(fen) / 100).toLocaleString("en", { minimumFractionDigits: 2 })}`;

document.addEventListener("change", (event) => {
  if (!("fen" in event.target.dataset)) return;
  const form = event.target.form;
  const lines = [...form.querySelectorAll("[data-fen]")];
  const total = lines.filter((line) => line.checked).reduce((sum, line) => sum + Number(line.dataset.fen), 0);
  for (const place of document.querySelectorAll("[data-total]")) place.textContent = money(total);
});
