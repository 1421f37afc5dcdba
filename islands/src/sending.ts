// The key of a sending, and the fingerprint that tells whether the same content is sent again.

/** What is sent, without what the server made up for this page. Never leaves the phone but as the form itself. */
export function contentOf(body: FormData | URLSearchParams): string {
  const parts: [string, string][] = [];
  for (const [name, value] of body) {
    if (name === "idempotency_key" || name === "_csrf") continue;
    const told =
      typeof value === "string" ? value : `${value.name}/${value.size}/${value.lastModified}`;
    parts.push([name, told]);
  }
  return digest(JSON.stringify(parts));
}

/** A short fingerprint (FNV-1a, twice with different starts); it only tells one content from another. */
function digest(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(i), 0x85ebca6b);
  }
  return (a >>> 0).toString(16) + (b >>> 0).toString(16) + text.length.toString(16);
}

/** An id in order of time; made here because randomUUID needs a secure page and gives version 4. */
export function uuidV7(now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) & 0xff;
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
