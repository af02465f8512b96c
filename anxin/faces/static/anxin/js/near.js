// "Where I am now": the phone says roughly where it is (a hundred metres), the server lists what is near. Without it people type.
for (const button of document.querySelectorAll("[data-here]")) {
  if (!navigator.geolocation) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.setAttribute("aria-busy", "true");
    const go = (here) => location.assign(`${button.dataset.here}?here=${here}`);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => go(`${coords.longitude.toFixed(3)},${coords.latitude.toFixed(3)}`),
      () => go("none"),
      { timeout: 8000, maximumAge: 600000 },
    );
  });
}
