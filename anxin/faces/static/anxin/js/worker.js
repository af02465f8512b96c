// Stands between the technician's pages and the network. A page comes from the network, and where that doesn't answer from
// what the phone keeps; a step that can't be sent is written into the queue with its key, and queue.js sends it later.
// Nothing is kept here that queue.js did not put there; what is over is wiped before anything is looked for.
const PAGES = "anxin.pages";
const PARTS = "anxin.parts";
const HOME = "/technician/";
const NOWHERE = "/technician/no-signal/";
const JOB = /^\/technician\/jobs\/([^/]+)\/(?:(\w+)\/)?$/;
const LATER = ["departure", "arrival", "quote", "checks", "signature", "finding", "parts", "completion", "call", "ending"];
// What a page asks for by itself, and does without where there is no signal.
const BESIDE = /^\/(notices\/bell|technician\/offers\/[^/]+\/sight)\/$/;
const PATIENCE_MS = 6000;
const GONE = 502;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(request.method === "POST" ? sent(request, url) : page(request, url));
  else if (request.method === "GET" && /^\/(static|accent)\//.test(url.pathname)) event.respondWith(part(request));
  else if (BESIDE.test(url.pathname)) event.respondWith(fetch(request).catch(() => new Response(null, { status: 204 })));
});

async function part(request) {
  try {
    return await fetch(request);
  } catch {
    return (await (await caches.open(PARTS)).match(request.url)) ?? Response.error();
  }
}

const late = (ms) => new Promise((_go, fail) => setTimeout(() => fail(new Error("late")), ms));

async function page(request, url) {
  const found = await kept(url).catch(() => undefined); // a shelf that can't be read keeps nobody from the network
  try {
    const answer = await (found ? Promise.race([fetch(request), late(PATIENCE_MS)]) : fetch(request));
    if (answer.status < GONE || !found) return answer;
  } catch {
    // The network doesn't answer.
  }
  return found ?? (await kept(new URL(NOWHERE, url))) ?? Response.error();
}

async function kept(url) {
  const shelf = await caches.open(PAGES);
  for (const one of await shelf.keys()) {
    const until = Number((await shelf.match(one))?.headers.get("Anxin-Until")); // a page may wipe it just now
    if (!(until > Date.now())) await shelf.delete(one);
  }
  const job = JOB.exec(url.pathname);
  const sheet = job && (!job[2] || (LATER.includes(job[2]) && job[2] !== "call")); // what else a job has needs a signal, and says so
  const ways = [url.pathname + url.search, ...(sheet ? [`/technician/jobs/${job[1]}/sheet/`] : []), ...(url.pathname === HOME ? [HOME] : [])];
  for (const way of ways) {
    const found = await shelf.match(way);
    if (found) return found;
  }
}

async function sent(request, url) {
  const [, job, step] = JOB.exec(url.pathname) ?? [];
  const copy = request.clone();
  try {
    const answer = await fetch(request);
    if (answer.status < GONE) return answer;
  } catch {
    // It may have arrived all the same: the key of the form tells the server so when it is sent again.
  }
  const fields = LATER.includes(step) ? [...(await copy.formData())].filter(([name]) => name !== "csrfmiddlewaretoken") : [];
  const whole = step !== "quote" || fields.some(([name]) => name === "send");
  if (!fields.length || !whole) return (await kept(new URL(NOWHERE, url))) ?? Response.error();
  await put({ job, step, url: url.href, fields, at: Date.now(), state: "waiting" });
  return Response.redirect(`/technician/jobs/${job}/`, 303);
}

const asked = (request) => new Promise((go, fail) => { request.onsuccess = () => go(request.result); request.onerror = () => fail(request.error); });

async function put(step) {
  const opening = indexedDB.open("anxin.field", 2);
  opening.onupgradeneeded = () => opening.transaction.abort(); // only queue.js lays the shelves
  const base = await asked(opening);
  const both = base.transaction(["steps", "owner"], "readwrite");
  const owner = await asked(both.objectStore("owner").get(1));
  await asked(both.objectStore("steps").add({ ...step, account: owner?.account ?? "" }));
  base.close();
}

// What the house pushes: one sentence and a page, nobody's name.
self.addEventListener("push", (event) => {
  const told = event.data?.json() ?? {};
  const shown = { tag: told.tag, data: { url: told.url ?? HOME }, icon: "/static/anxin/mark.png", vibrate: [200, 100, 200], renotify: Boolean(told.tag) };
  event.waitUntil(self.registration.showNotification(told.said ?? "", shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(opened(event.notification.data.url));
});

async function opened(way) {
  const [page] = await self.clients.matchAll({ type: "window" });
  if (!page) return self.clients.openWindow(way);
  await page.focus();
  return page.navigate(way);
}
