// Opens one sealed message: a key as JWK, the info as text and the message in base 64 come in, the message goes out.
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";

let given = "";
for await (const part of process.stdin) given += part;
const { key, info, sealed } = JSON.parse(given);

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const bytes = Buffer.from(sealed, "base64");
const recipient = await suite.createRecipientContext({
  recipientKey: await suite.kem.importKey("jwk", key, false),
  enc: bytes.subarray(0, 65),
  info: new TextEncoder().encode(info),
});
process.stdout.write(Buffer.from(await recipient.open(bytes.subarray(65))).toString("base64"));
