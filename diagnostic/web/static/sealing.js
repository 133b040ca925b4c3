// Sealing by HPKE (RFC 9180, base mode): P-256, HKDF-SHA256, AES-256-GCM. What is sealed here opens with any
// implementation of it; `diagnostic/survey/sealing.py` is the same in Python.
"use strict";

const sealing = (() => {
  const CURVE = { name: "ECDH", namedCurve: "P-256" };
  const POINT = 65; // bytes of a public key
  const text = (words) => new TextEncoder().encode(words);
  const join = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));
  const KEM = join(text("KEM"), [0, 0x10]);
  const SUITE = join(text("HPKE"), [0, 0x10, 0, 1, 0, 2]);

  // An empty key and one of zeros are the same to HMAC; browsers refuse the empty one.
  async function hmac(key, data) {
    const made = await crypto.subtle.importKey("raw", key.length ? key : new Uint8Array(32), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    return new Uint8Array(await crypto.subtle.sign("HMAC", made, data));
  }

  const extract = (suite, salt, label, secret) => hmac(salt, join(text("HPKE-v1"), suite, text(label), secret));

  async function expand(suite, key, label, info, length) {
    return (await hmac(key, join([0, length], text("HPKE-v1"), suite, text(label), info, [1]))).slice(0, length);
  }

  // RFC 9180, 4.1 and 5.1: the key and nonce that both ends work out from what they share.
  async function agreed(shared, encapsulated, publicKey, info, use) {
    const inner = await extract(KEM, [], "eae_prk", shared);
    const secret = await expand(KEM, inner, "shared_secret", join(encapsulated, publicKey), 32);
    const context = join([0], await extract(SUITE, [], "psk_id_hash", []), await extract(SUITE, [], "info_hash", info));
    const main = await extract(SUITE, secret, "secret", []);
    const key = await crypto.subtle.importKey("raw", await expand(SUITE, main, "key", context, 32), "AES-GCM", false, [use]);
    return { key, algorithm: { name: "AES-GCM", iv: await expand(SUITE, main, "base_nonce", context, 12) } };
  }

  const share = (privateKey, publicKey) => crypto.subtle.deriveBits({ name: "ECDH", public: publicKey }, privateKey, 256).then((bits) => new Uint8Array(bits));
  const point = (raw) => crypto.subtle.importKey("raw", raw, CURVE, true, []);
  const raw = async (publicKey) => new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));

  return {
    CURVE,

    // Bytes for whoever has the private key; `info`, a text, says what they are for.
    async seal(bytes, publicKey, info) {
      const once = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
      const encapsulated = await raw(once.publicKey);
      const { key, algorithm } = await agreed(await share(once.privateKey, await point(publicKey)), encapsulated, publicKey, text(info), "encrypt");
      return join(encapsulated, new Uint8Array(await crypto.subtle.encrypt(algorithm, key, bytes)));
    },

    // For whoever opens what was sealed: `keys.js`.
    agreed, share, point, join, text, raw, POINT,

    // The digits that people compare, worked out here from the keys that are sealed to.
    async fingerprint(layers) {
      const keys = layers.split(" ").map((layer) => layer.split(":"));
      const all = join(...keys.flatMap(([name, key]) => [text(name), [0], this.fromBase64(key)]));
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", all));
      const number = digest.reduce((sum, byte) => (sum * 256n + BigInt(byte)) % 10n ** 30n, 0n);
      return String(number).padStart(30, "0").match(/.{5}/g).join(" ");
    },

    fromBase64: (words) => Uint8Array.from(atob(words), (letter) => letter.charCodeAt(0)),
    toBase64: (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")),
  };
})();
