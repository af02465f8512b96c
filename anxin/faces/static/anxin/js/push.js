// This phone is told while no page is open: asked for by a button, never by itself.
const box = document.querySelector("[data-push]");
const state = box?.querySelector("[data-push-state]");
const [on, off] = ["on", "off"].map((name) => box?.querySelector(`[data-push-${name}]`));

async function send(address, fields) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: box.querySelector("[name=csrfmiddlewaretoken]").value, ...fields });
  const answer = await fetch(address, { method: "POST", body, credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const known = async () => (await navigator.serviceWorker.ready).pushManager.getSubscription();

async function show(said) {
  const mine = await known();
  on.hidden = Boolean(mine);
  off.hidden = !mine;
  state.textContent = box.dataset[said ?? (mine ? "saidOn" : "saidOff")];
}

async function begin() {
  if ((await Notification.requestPermission()) !== "granted") return show("saidDenied");
  const { key } = await (await send(box.dataset.key, {})).json();
  const worker = await navigator.serviceWorker.ready;
  const mine = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  const { endpoint, keys } = mine.toJSON();
  try {
    await send(box.dataset.keep, { endpoint, ...keys });
  } catch (error) {
    await mine.unsubscribe();
    throw error;
  }
  return show();
}

async function end() {
  const mine = await known();
  await send(box.dataset.end, { endpoint: mine.endpoint });
  await mine.unsubscribe();
  return show();
}

if (box && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
  box.hidden = false;
  for (const [button, work] of [[on, begin], [off, end]]) {
    button.addEventListener("click", async () => {
      button.disabled = true;
      await work().catch(() => show("saidFailed"));
      button.disabled = false;
    });
  }
  show();
}
