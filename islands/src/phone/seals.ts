// What is written on the phone is sealed with a random key; the key itself lies there only wrapped: once
// under a secret that the server tells whoever is signed in, once under a PIN for when there is no network.

const ROUNDS = 310_000;

type Bytes = Uint8Array<ArrayBuffer>;

export interface Sealed {
  iv: Bytes;
  data: ArrayBuffer;
}

export interface SealedByPin extends Sealed {
  salt: Bytes;
  rounds: number;
}

const random = (size: number): Bytes => crypto.getRandomValues(new Uint8Array(size));
const bytesOf = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;
const AES = { name: "AES-GCM", length: 256 };

/** May be taken out, so that it can be wrapped; what stays on the phone open for a while may not. */
export function newKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]);
}

export async function wrap(key: CryptoKey, secret: string): Promise<Sealed> {
  return wrapUnder(key, await fromSecret(secret));
}

export async function unwrap(
  wrapped: Sealed,
  secret: string,
  mayLeave = false,
): Promise<CryptoKey> {
  return unwrapUnder(wrapped, await fromSecret(secret), mayLeave);
}

export async function wrapByPin(
  key: CryptoKey,
  pin: string,
  rounds = ROUNDS,
): Promise<SealedByPin> {
  const salt = random(16);
  return { ...(await wrapUnder(key, await fromPin(pin, salt, rounds))), salt, rounds };
}

export async function unwrapByPin(
  wrapped: SealedByPin,
  pin: string,
  mayLeave = false,
): Promise<CryptoKey> {
  const under = await fromPin(pin, wrapped.salt, wrapped.rounds);
  return unwrapUnder(wrapped, under, mayLeave);
}

async function wrapUnder(key: CryptoKey, under: CryptoKey): Promise<Sealed> {
  const iv = random(12);
  return { iv, data: await crypto.subtle.wrapKey("raw", key, under, { name: "AES-GCM", iv }) };
}

function unwrapUnder(
  { iv, data }: Sealed,
  under: CryptoKey,
  mayLeave: boolean,
): Promise<CryptoKey> {
  const how = { name: "AES-GCM", iv };
  return crypto.subtle.unwrapKey("raw", data, under, how, AES, mayLeave, ["encrypt", "decrypt"]);
}

function fromSecret(secret: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0));
  return crypto.subtle.importKey("raw", bytes, AES, false, ["wrapKey", "unwrapKey"]);
}

async function fromPin(pin: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey("raw", bytesOf(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, typed, AES, false, ["wrapKey", "unwrapKey"]);
}

/** `place` goes into the seal: what lies in one place cannot be put into another. */
export async function seal(key: CryptoKey, place: string, value: unknown): Promise<Sealed> {
  const iv = random(12);
  const how = { name: "AES-GCM", iv, additionalData: bytesOf(place) };
  return { iv, data: await crypto.subtle.encrypt(how, key, bytesOf(JSON.stringify(value))) };
}

export async function unseal<T>(key: CryptoKey, place: string, { iv, data }: Sealed): Promise<T> {
  const how = { name: "AES-GCM", iv, additionalData: bytesOf(place) };
  const text = new TextDecoder().decode(await crypto.subtle.decrypt(how, key, data));
  return JSON.parse(text) as T;
}
