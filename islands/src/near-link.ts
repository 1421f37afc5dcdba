// <near-link data-denied data-failed data-looking>: a link that needs to know where the phone is. Shown only where a
// phone can tell; the position goes into the address to 100 m, nearer nobody needs it.
import { whereAmI } from "./where";

class NearLink extends HTMLElement {
  connectedCallback(): void {
    if (!isSecureContext || !navigator.geolocation) return;
    this.hidden = false;
    const link = this.querySelector("a");
    link?.addEventListener("click", (event) => {
      event.preventDefault();
      void this.#go(link);
    });
  }

  async #go(link: HTMLAnchorElement): Promise<void> {
    this.#say(this.dataset.looking);
    const at = await whereAmI();
    if (typeof at === "string") {
      this.#say(at === "denied" ? this.dataset.denied : this.dataset.failed);
      return;
    }
    const to = new URL(link.href);
    to.searchParams.set("lat", at.lat.toFixed(3));
    to.searchParams.set("lon", at.lon.toFixed(3));
    location.assign(to);
  }

  #say(words: string | undefined): void {
    const place = document.getElementById(this.dataset.told ?? "");
    if (place) place.textContent = words ?? "";
  }
}

customElements.define("near-link", NearLink);
