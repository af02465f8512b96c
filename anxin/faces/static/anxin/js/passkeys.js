// Passkeys: the server says what is to be signed, the device asks its owner, the form takes the answer to the server.
// Where the browser has none the form stays hidden: password and code do without script.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (one) => ({ ...one, id: bytes(one.id) });

const read = (options) => {
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  if (options.user) publicKey.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) publicKey.excludeCredentials = options.excludeCredentials.map(known);
  return { publicKey };
};

const written = ({ id, rawId, type, response }) => {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const given = parts.filter((name) => response[name]).map((name) => [name, text(response[name])]);
  return JSON.stringify({ id, rawId: text(rawId), type, response: Object.fromEntries(given), clientExtensionResults: {} });
};

const signs = async (form) => {
  const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
  const asked = await fetch(form.dataset.passkey, { method: "POST", body });
  if (!asked.ok) throw new Error(String(asked.status));
  const { key, options } = await asked.json();
  const answer = await navigator.credentials[options.user ? "create" : "get"](read(options));
  form.elements.key.value = key;
  form.elements.answer.value = written(answer);
  form.submit();
};

if (window.isSecureContext && window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("[data-passkey]")) {
    const said = form.querySelector("[role=alert]");
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      said.hidden = true;
      signs(form).catch(() => { said.hidden = false; });
    });
  }
}
