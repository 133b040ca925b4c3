// What a key-holder's browser does: make a key, open a test ballot with it, and after the last day take one layer off
// every ballot and shuffle them. The key code and the private key never leave this page.
"use strict";

const ROUNDS = 600000; // of PBKDF2 with SHA-256: the code has 120 bits, and this makes guessing it costlier still
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE = 24; // letters of five bits
const AT_ONCE = 300000; // characters of ballots in one request
const { fromBase64, toBase64, text, join } = sealing;

class Told extends Error {}

// --- Keys -----------------------------------------------------------------------------------------

const newCode = () => Array.from(crypto.getRandomValues(new Uint8Array(CODE)), (byte) => LETTERS[byte & 31]).join("");

// As people type it: in fours or not, and with the letters that look like digits.
const asMeant = (typed) => typed.toUpperCase().replace(/[\s–—-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");

async function underCode(code, salt, use) {
  const typed = await crypto.subtle.importKey("raw", text(code), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, [use]);
}

// The public key, and the private one as it may be kept: salt, nonce, and what only the code opens.
async function makeKey(code) {
  const pair = await crypto.subtle.generateKey(sealing.CURVE, true, ["deriveBits"]);
  const publicKey = await sealing.raw(pair.publicKey);
  const salt = crypto.getRandomValues(new Uint8Array(16)), iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: publicKey };
  const wrapped = await crypto.subtle.wrapKey("pkcs8", pair.privateKey, await underCode(code, salt, "wrapKey"), how);
  return { publicKey, wrapped: join(salt, iv, new Uint8Array(wrapped)) };
}

async function openKey(code, publicKey, kept) {
  const how = { name: "AES-GCM", iv: kept.slice(16, 28), additionalData: publicKey };
  const key = await underCode(code, kept.slice(0, 16), "unwrapKey");
  try {
    return await crypto.subtle.unwrapKey("pkcs8", kept.slice(28), key, how, sealing.CURVE, false, ["deriveBits"]);
  } catch {
    throw new Told(words.wrong);
  }
}

// RFC 9180: what `sealing.seal` has sealed to this key, for the same `info`; rejects what was not, or was changed.
async function open(sealed, privateKey, publicKey, info) {
  const encapsulated = sealed.slice(0, sealing.POINT);
  const shared = await sealing.share(privateKey, await sealing.point(encapsulated));
  const { key, algorithm } = await sealing.agreed(shared, encapsulated, publicKey, text(info), "decrypt");
  return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, sealed.slice(sealing.POINT)));
}

// --- Ballots --------------------------------------------------------------------------------------

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const sha256 = async (bytes) => hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));

// As `diagnostic/survey/mixing.py`: SHA-256 over the sorted SHA-256 of each ballot with its side before it.
async function digest(ballots) {
  const each = await Promise.all(ballots.map(([side, sealed]) => sha256(join(text(side), sealed))));
  const all = each.sort().join("");
  return sha256(Uint8Array.from(all.match(/../g) ?? [], (byte) => parseInt(byte, 16)));
}

// The first 100 bits, as the pages show them.
function mark(digest) {
  const number = BigInt("0x" + digest) >> 156n;
  const letters = Array.from({ length: 20 }, (_, n) => LETTERS[Number((number >> BigInt(5 * (19 - n))) & 31n)]);
  return letters.join("").match(/.{4}/g).join("-");
}

// Fisher and Yates, with numbers that are all equally likely.
function shuffle(list) {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const end = last + 1, most = 4294967296 - (4294967296 % end);
    let drawn;
    do drawn = crypto.getRandomValues(new Uint32Array(1))[0]; while (drawn >= most);
    const place = drawn % end;
    [list[last], list[place]] = [list[place], list[last]];
  }
  return list;
}

// Each ballot less one layer, in random order. What is there twice, or does not open, is left out.
async function peel(ballots, privateKey, publicKey, wave, layer, progress) {
  const known = new Set(), opened = [];
  for (const [n, [side, sealed]] of ballots.entries()) {
    const name = side + toBase64(sealed);
    if (!known.has(name)) {
      known.add(name);
      try {
        opened.push([side, await open(sealed, privateKey, publicKey, `alliance-diagnostic ballot ${wave} ${side} ${layer}`)]);
      } catch {} // sealed to another key, wave, side or layer, or changed since
    }
    progress((n + 1) / ballots.length);
  }
  return shuffle(opened);
}

// --- The server -----------------------------------------------------------------------------------

async function ask(what) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(what)) query.set(name, value);
  const answer = await fetch(location.pathname + "?" + query).catch(() => null);
  if (!answer?.ok) throw new Told(words.unsent);
  return answer.json().catch(() => { throw new Told(words.unsent); });
}

async function send(fields) {
  const answer = await fetch(location.pathname, { method: "POST", body: new URLSearchParams(fields) }).catch(() => null);
  if (answer?.status === 409) throw new Told(words.moved);
  if (answer?.status !== 204) throw new Told(words.unsent);
}

// The key as it is kept, opened with what was typed, and what proves that it is the right one.
async function keyFrom(form) {
  const given = await ask({ give: "key" });
  const file = form.querySelector("[type=file]").files[0];
  const pasted = form.querySelector("textarea").value.trim();
  let { public_key: publicKey, wrapped_key: wrapped } = given;
  if (file || pasted) {
    try {
      ({ public_key: publicKey, wrapped_key: wrapped } = JSON.parse(pasted || (await file.text())));
      fromBase64(wrapped);
    } catch {
      throw new Told(words.file);
    }
    if (publicKey !== given.public_key) throw new Told(words.file);
  }
  if (!wrapped) throw new Told(words.moved);
  publicKey = fromBase64(publicKey);
  const code = asMeant(form.querySelector(".code").value);
  if (code.length !== CODE) throw new Told(words.wrong);
  const privateKey = await openKey(code, publicKey, fromBase64(wrapped));
  const { wave, side, layers } = holder.dataset;
  // Ballots have to be locked with this very key, and not with another in its place.
  if (layers && !layers.split(" ").includes(`${side}:${toBase64(publicKey)}`)) throw new Told(words.foreign);
  const proof = await open(fromBase64(given.challenge), privateKey, publicKey, `alliance-diagnostic key ${wave} ${side}`);
  return { privateKey, publicKey, proof: toBase64(proof) };
}

// --- The page -------------------------------------------------------------------------------------

const holder = document.getElementById("holder");
const words = holder.dataset;
const part = (id) => document.getElementById(id);

function turnTo(section) {
  section.hidden = false;
  section.querySelector("h2").focus();
}

// One thing at a time, with what went wrong said where it was begun.
function onSubmit(form, work) {
  if (!form) return;
  const fault = form.querySelector(".fault"), button = form.querySelector("button");
  const field = form.querySelector(".code");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.hasAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    button.disabled = true;
    fault.hidden = true;
    field?.removeAttribute("aria-invalid");
    try {
      await work();
    } catch (error) {
      fault.textContent = error instanceof Told ? error.message : words.unsent;
      fault.hidden = false;
      if (error.message === words.wrong) field?.setAttribute("aria-invalid", "true");
    }
    button.removeAttribute("aria-busy");
    button.disabled = false;
    if (!fault.hidden) (field ?? button).focus();
  });
}

async function make() {
  const code = newCode();
  const { publicKey, wrapped } = await makeKey(code);
  const keys = { public_key: toBase64(publicKey), wrapped_key: toBase64(wrapped) };
  await send({ do: "make", ...keys });
  const file = JSON.stringify({ what: "Alliance Diagnostic, backup file", side: words.side, wave: words.wave, ...keys }, null, 1);
  const made = part("made"), link = made.querySelector(".save");
  link.href = URL.createObjectURL(new Blob([file], { type: "application/json" }));
  part("file-text").value = file;
  made.querySelector("code").textContent = code.match(/.{4}/g).join("-");
  const begin = part("begin");
  if (begin) begin.hidden = true;
  part("try").hidden = true;
  turnTo(made);
}

// What was kept is tried out from where it was kept, not from this page.
part("made")?.querySelector(".kept").addEventListener("click", () => {
  part("made").querySelector("code").textContent = "";
  if (words.stage === "ready") return location.reload();
  part("made").hidden = true;
  turnTo(part("try"));
});

async function tryOut(form) {
  const { proof } = await keyFrom(form);
  await send({ do: "try", proof });
  if (words.stage === "make" || words.stage === "try") return location.reload();
  form.querySelector(".good-news").hidden = false;
}

async function mix(form) {
  const work = form.querySelector(".work"), said = work.querySelector("p"), bar = work.querySelector("progress");
  const show = (what, done) => {
    const sentence = said.dataset[what];
    if (said.textContent !== sentence) said.textContent = sentence;
    bar.value = done;
  };
  const stay = (event) => event.preventDefault();
  window.addEventListener("beforeunload", stay);
  try {
    const { privateKey, publicKey, proof } = await keyFrom(form);
    work.hidden = false;
    const ballots = [];
    for (;;) {
      show("reading", 0);
      const more = await ask({ give: "ballots", from: ballots.length });
      if (!more.length) break;
      for (const [side, sealed] of more) ballots.push([side, fromBase64(sealed)]);
    }
    if (!ballots.length) throw new Told(words.moved); // done meanwhile, in another tab or by a colleague
    const taken = await digest(ballots);
    mustBeTheList(taken);
    const opened = await peel(ballots, privateKey, publicKey, words.wave, words.side, (done) => show("opening", done));
    if (!opened.length) throw new Told(words.none);
    const upload = crypto.randomUUID();
    let batch = [], size = 0;
    for (const [n, [side, sealed]] of opened.entries()) {
      batch.push([side, toBase64(sealed)]);
      size += batch.at(-1)[1].length * 1.1;
      if (size < AT_ONCE && n < opened.length - 1) continue;
      await send({ do: "part", proof, upload, ballots: JSON.stringify(batch) });
      [batch, size] = [[], 0];
      show("sending", (n + 1) / opened.length);
    }
    const given = await digest(opened);
    await send({ do: "finish", proof, upload, taken, given });
    keep("passed on", mark(given));
  } finally {
    work.hidden = true;
    window.removeEventListener("beforeunload", stay);
  }
  location.reload();
}

// Whoever had somebody's ballot mixed among others once, and among all of them later, could tell whose it is: so this
// browser works on one list alone, the one that the page names.
function mustBeTheList(taken) {
  const before = keep("mixed");
  if (mark(taken) !== lists().at(-1) || (before && before !== taken)) throw new Told(words.other);
  keep("mixed", taken);
}

// The marks that the page shows, the last one last.
function lists() { return [...document.querySelectorAll("dl .mark")].map((code) => code.textContent); }

// What this browser worked on and made of it, where it keeps anything.
function keep(what, value) {
  const name = `${what} ${words.wave} ${words.side}`;
  try {
    if (value) localStorage.setItem(name, value);
    return localStorage.getItem(name);
  } catch {
    return value ?? null;
  }
}

function warn(said) {
  part("unable").textContent = said;
  part("unable").hidden = false;
}

if (window.isSecureContext && window.crypto?.subtle) {
  const passedOn = keep("passed on");
  if (passedOn && lists().length && !lists().includes(passedOn)) warn(words.other);
  if (words.layers) sealing.fingerprint(words.layers).then((digits) => { part("fingerprint").textContent = digits; });
  document.querySelectorAll("form.make").forEach((form) => onSubmit(form, make));
  document.querySelectorAll("form.try").forEach((form) => onSubmit(form, () => tryOut(form)));
  document.querySelectorAll("form.peel").forEach((form) => onSubmit(form, () => mix(form)));
} else {
  warn(words.missing);
  document.querySelectorAll("form button").forEach((button) => { button.disabled = true; });
}
