// Reads a waybill's barcode with the camera where the browser can; everywhere else typing and hand scanners work as before.
const form = document.querySelector("[data-scan]");
const begin = form?.querySelector("[data-scan-begin]");
const view = form?.querySelector("[data-scan-view]");
const EVERY_MS = 250;

async function read() {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const detector = new BarcodeDetector();
  view.srcObject = stream;
  view.hidden = false;
  await view.play();
  const end = () => stream.getTracks().forEach((track) => track.stop());
  window.addEventListener("pagehide", end, { once: true });
  const look = async () => {
    const [found] = await detector.detect(view).catch(() => []);
    if (!found) return setTimeout(look, EVERY_MS);
    end();
    form.elements.q.value = found.rawValue;
    form.requestSubmit();
  };
  look();
}

if (begin && "BarcodeDetector" in window && navigator.mediaDevices) {
  begin.hidden = false;
  begin.addEventListener("click", () => read().catch(() => { begin.hidden = true; form.elements.q.focus(); }));
}
