// A code typed with a thumb or a glove: boxes and large keys over one plain field.
for (const pad of document.querySelectorAll("[data-pad]")) {
  const field = pad.querySelector("input");
  const boxes = pad.querySelector(".code-boxes");
  const keys = pad.querySelector(".pad");
  boxes.hidden = keys.hidden = false;
  field.classList.add("vh");
  const draw = () => {
    [...boxes.children].forEach((box, n) => {
      box.textContent = field.value[n] ?? "";
      box.toggleAttribute("data-next", n === field.value.length);
    });
    boxes.setAttribute("aria-label", pad.dataset.said.replace("%(n)s", field.value.length).replace("%(all)s", boxes.children.length));
  };
  keys.addEventListener("click", (event) => {
    const key = event.target.closest("button");
    if (!key) return;
    field.value = "erase" in key.dataset ? field.value.slice(0, -1) : (field.value + key.value).slice(0, boxes.children.length);
    draw();
  });
  boxes.addEventListener("click", () => field.focus());
  field.addEventListener("input", draw);
  draw();
}
