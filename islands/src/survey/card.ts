// Household cards: an address as a picture. Whose program made the card does not matter: only the handle is
// taken from it, and that gives no right by itself. Pure.

/** The handle in the address of a card; undefined for whatever else is held before the camera. */
export function handleIn(text: string): string | undefined {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return undefined;
  }
  if (!/^https?:$/.test(url.protocol) || url.pathname !== "/survey") return undefined;
  return /^#\/h\/(\d{2}[0-9a-f]{32})$/.exec(url.hash)?.[1];
}
