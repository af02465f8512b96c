// Clock chips tick without a reload. The server writes the first words; these are the same sentences (spans.py).
const words = document.getElementById("clock-words")?.dataset ?? {};
const [MINUTE, HOUR, DAY] = [60, 3600, 86400];
const SOON = 0.7;

const fill = (text, values) => text.replace(/%\((\w+)\)[sd]/g, (_all, name) => values[name]);

export function span(seconds, short) {
  const s = Math.max(Math.floor(seconds), 0);
  const [d, h, m] = [Math.floor(s / DAY), Math.floor((s % DAY) / HOUR), Math.floor((s % HOUR) / MINUTE)];
  if (s < MINUTE) return words.under;
  if (d) return fill(short || !h ? words.d : words.dh, { d, h });
  if (h) return fill(short || !m ? words.h : words.hm, { h, m });
  return fill(words.m, { m });
}

const ICON = { run: "timer", soon: "alarm-clock", missed: "alarm-clock-off" };

function draw(chip, now) {
  const [from, due] = [Date.parse(chip.dataset.start), Date.parse(chip.dataset.due)];
  const late = now > due;
  const state = late ? "missed" : (now - from) / Math.max(due - from, 1000) >= SOON ? "soon" : "run";
  const short = "short" in chip.dataset;
  const time = span(Math.abs(due - now) / 1000, short);
  const under = Math.abs(due - now) < MINUTE * 1000; // a narrow chip keeps room for its name
  const last = late ? (short ? words.just : words.overUnder) : short ? time : words.leftUnder;
  const text = under ? last : fill(late ? words.over : words.left, { time });
  const place = chip.querySelector("[data-time]");
  if (place.textContent !== text) place.textContent = text;
  if (chip.dataset.state !== state) {
    chip.dataset.state = state;
    const use = chip.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#i-${ICON[state]}`));
    chip.dispatchEvent(new CustomEvent("anxin:clock", { bubbles: true, detail: { state } }));
  }
  const bar = chip.querySelector("progress");
  if (bar && late) bar.remove();
  else if (bar) bar.value = Math.min(bar.max, (now - from) / 1000);
}

// The device's clock may be wrong: the page says when it was written.
const written = Date.parse(document.body.dataset.now ?? "");
const skew = Number.isNaN(written) ? 0 : written - Date.now();

function tick() {
  const now = Date.now() + skew;
  for (const chip of document.querySelectorAll(".clock[data-due]")) draw(chip, now);
  const clock = document.querySelector("[data-now]:not(body)");
  if (clock) clock.textContent = new Date(now).toLocaleTimeString("en-GB", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });
}

if (words.left) {
  tick();
  setInterval(tick, 5000);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
}
