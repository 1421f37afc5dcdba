// What stands around the map: search by name, own position, sharing, zoom, the way to the list.
import { element, faceButton } from "./elements";
import { icon } from "./icons";
import type { MapView } from "./map-view";
import { Suggest } from "./suggest";
import { whereAmI } from "./where";

/** A field that finds places; `go` takes the one chosen. */
export function searchBox(
  url: string,
  texts: { search: string; none: string; found: string },
  go: ConstructorParameters<typeof Suggest>[3],
): HTMLElement {
  const search = element("div", "map-search");
  const box = element("label", "search");
  const input = element("input");
  input.type = "search";
  input.placeholder = texts.search;
  input.setAttribute("aria-label", texts.search);
  box.append(icon("search"), input);
  search.append(box);
  new Suggest(input, url, { none: texts.none, found: texts.found }, go);
  return search;
}

/** Goes to where the reader is; `say` tells when the device does not say. */
export function hereButton(
  view: MapView,
  texts: { here: string; denied: string },
  say: (words: string) => void,
): HTMLButtonElement {
  const button = faceButton("locate", texts.here, async () => {
    button.setAttribute("aria-busy", "true");
    const found = await whereAmI();
    button.removeAttribute("aria-busy");
    if (typeof found === "string") {
      say(texts.denied);
      return;
    }
    say("");
    view.here(found.lon, found.lat, found.accuracy);
    // Not closer than the public map's blur, so that requests around are still seen around.
    view.fly(found.lon, found.lat, found.accuracy > 1500 ? 11 : 13);
  });
  return button;
}

/** Hands the view on: to another app of the phone, or copied. */
export function shareButton(
  address: () => string,
  texts: { share: string; shared: string },
  say: (words: string) => void,
): HTMLButtonElement {
  return faceButton("share", texts.share, async () => {
    const url = address();
    try {
      if (navigator.share) {
        await navigator.share({ title: document.title, url });
        return;
      }
      await navigator.clipboard.writeText(url);
      say(texts.shared);
      setTimeout(() => say(""), 4000);
    } catch (fault) {
      // Who changed their mind is told nothing; who cannot copy gets the address itself.
      if ((fault as Error).name !== "AbortError") say(url);
    }
  });
}

/** The way to the list, which tells the same. */
export function listLink(address: string, words: string): HTMLElement {
  const foot = element("div", "map-foot");
  const list = element("a", "btn btn-plain btn-small");
  list.href = address;
  list.append(icon("list"), words);
  foot.append(list);
  return foot;
}

/** A link whose address follows the map; it is made when somebody is about to take it. */
export function followed(link: HTMLAnchorElement, address: () => string): void {
  const now = () => {
    link.href = address();
  };
  for (const moment of ["pointerdown", "focus", "click", "contextmenu"]) {
    link.addEventListener(moment, now, { capture: true });
  }
}
