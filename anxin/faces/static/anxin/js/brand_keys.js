// A brand's key made and used in its owner's browser. The private half leaves it only sealed with his passphrase, as a file he
// keeps; neither the file nor the passphrase is ever sent: their fields have no names. `anxin sign` reads the same file.
const ROUNDS = 600000;
const SHORTEST = 12;
const SHAPE = { anxin_key: 1, algorithm: "Ed25519", kdf: "PBKDF2-SHA-256", cipher: "AES-256-GCM" };
const PKCS8 = Uint8Array.from([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20]);
const encoder = new TextEncoder();
const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const bound = ({ brand, public_key: known }) => encoder.encode(`anxin-key|1|${brand}|${known}`);
const said = document.getElementById("key-words")?.dataset ?? {};
const fileOf = (form) => form.querySelector("[data-key-file]");
const passphraseOf = (form) => form.querySelector("[data-passphrase]").value;
const fill = (sentence, values) => sentence.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);

class Refused extends Error {}

async function stretched(passphrase, salt, iterations) {
  const words = await crypto.subtle.importKey("raw", encoder.encode(passphrase.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, words, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

async function made(brand, passphrase) {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  const seed = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey)).slice(PKCS8.length);
  const file = { ...SHAPE, brand, public_key: text(await crypto.subtle.exportKey("raw", pair.publicKey)), iterations: ROUNDS };
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const key = await stretched(passphrase, salt, ROUNDS);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: bound(file) }, key, seed);
  return { ...file, salt: text(salt), nonce: text(nonce), sealed: text(sealed) };
}

// Open a key file: of this brand, with this public half where one is wanted. Each way it can be the wrong one has its sentence.
async function opened(form) {
  const { brand, known } = form.dataset;
  const [chosen] = fileOf(form).files;
  if (!chosen) throw new Refused(said.saidNoFile);
  let file;
  try {
    file = JSON.parse(chosen.size < 8192 ? await chosen.text() : "");
  } catch {
    throw new Refused(said.saidNoKeyFile);
  }
  const rounds = file?.iterations;
  const shaped = file && Object.entries(SHAPE).every(([name, only]) => file[name] === only);
  if (!shaped || !Number.isInteger(rounds) || rounds < 100000 || rounds > 10000000) throw new Refused(said.saidNoKeyFile);
  if (file.brand !== brand) throw new Refused(fill(said.saidOtherBrand, { brand: file.brand }));
  if (known && file.public_key !== known) throw new Refused(fill(said.saidOtherKey, { key: file.public_key }));
  let seed;
  try {
    const key = await stretched(passphraseOf(form), bytes(file.salt), rounds);
    seed = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(file.nonce), additionalData: bound(file) }, key, bytes(file.sealed)));
  } catch {
    throw new Refused(said.saidPassphrase);
  }
  const signing = await crypto.subtle.importKey("pkcs8", Uint8Array.from([...PKCS8, ...seed]), "Ed25519", false, ["sign"]);
  const verifying = await crypto.subtle.importKey("raw", bytes(file.public_key), "Ed25519", false, ["verify"]);
  const sign = (content) => crypto.subtle.sign("Ed25519", signing, content);
  const sample = encoder.encode("anxin");
  if (!(await crypto.subtle.verify("Ed25519", verifying, await sign(sample), sample))) throw new Refused(said.saidNoKeyFile);
  return { public: file.public_key, sign };
}

function download(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${JSON.stringify(file, null, 1)}\n`], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// Two steps: make and keep the file; then show that it opens. Only what opens is published.
function maker(form) {
  const { brand } = form.dataset;
  form.querySelector("[data-key-make]").addEventListener("click", (event) => works(form, event.currentTarget, async () => {
    const passphrase = passphraseOf(form);
    if ([...passphrase].length < SHORTEST) throw new Refused(said.saidShort);
    if (passphrase !== form.querySelector("[data-passphrase-again]").value) throw new Refused(said.saidDiffers);
    const file = await made(brand, passphrase);
    download(file, `${brand}-${file.public_key.replace(/[^A-Za-z0-9]/g, "").slice(0, 6)}.key.json`);
    form.querySelector("[data-key-publish]").hidden = false;
    form.dataset.known = file.public_key;
    fileOf(form).focus();
  }));
  return async () => {
    if (!form.dataset.known) throw new Refused(said.saidFirst);
    form.elements.public.value = (await opened(form)).public;
  };
}

// In the order of their bytes, as the server sorts: two lists with one print are the same list.
function before(one, other) {
  const at = one.findIndex((byte, n) => byte !== other[n]);
  return at < 0 ? one.length - other.length : one[at] - (other[at] ?? -1);
}

async function printOf(statements) {
  const texts = statements.map((one) => encoder.encode(one)).sort(before);
  const all = texts.flatMap((one, n) => (n ? [10, ...one] : [...one]));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", Uint8Array.from(all)));
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("").toUpperCase();
  return hex.slice(0, 32).match(/.{4}/g).join(" ");
}

// What is to be signed comes from the page's own address, is signed here where it is what the page shows, and goes back as
// the file that `anxin sign` writes.
function signer(form) {
  return async () => {
    const key = await opened(form);
    const answer = await fetch(form.dataset.request, { credentials: "same-origin" });
    if (!answer.ok) throw new Refused(said.saidNotLoaded);
    const sheet = await answer.json();
    const print = await printOf(sheet.statements.map((one) => one.statement));
    if (print !== form.elements.print.value) throw new Refused(said.saidOtherPrint);
    for (const one of sheet.statements) one.signature = text(await key.sign(encoder.encode(one.statement)));
    const taken = new DataTransfer();
    taken.items.add(new File([JSON.stringify(sheet)], `${form.dataset.brand}-signed.json`, { type: "application/json" }));
    form.elements.file.files = taken.files;
  };
}

async function works(form, button, work) {
  const alert = form.querySelector("[role=alert]");
  alert.hidden = true;
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  try {
    await work();
    return true;
  } catch (error) {
    alert.textContent = error instanceof Refused ? error.message : said.saidFailed;
    alert.hidden = false;
    return false;
  } finally {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}

function start(form, prepare) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await works(form, event.submitter ?? form.querySelector("[type=submit]"), prepare)) form.submit();
  });
  form.hidden = false;
}

async function able() {
  if (!window.isSecureContext || !crypto.subtle) return false;
  return crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]).then(() => true, () => false);
}

if (await able()) {
  for (const note of document.querySelectorAll("[data-key-cannot]")) note.hidden = true;
  for (const form of document.querySelectorAll("[data-key-maker]")) start(form, maker(form));
  for (const form of document.querySelectorAll("[data-key-signer]")) start(form, signer(form));
}
