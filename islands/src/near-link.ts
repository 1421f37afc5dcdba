// <near-link data-denied data-failed data-looking>: a link that needs to know where the phone is. Shown only where a
// phone can tell; the position goes along to 100 m, nearer nobody needs it.
// <near-form …>: a form that is better with the position and is sent without it where the phone does not tell.
import { whereAmI } from "./where";

abstract class Near extends HTMLElement {
  protected say(words: string | undefined): void {
    const place = document.getElementById(this.dataset.told ?? "");
    if (place) place.textContent = words ?? "";
  }

  protected async look(): Promise<[string, string] | undefined> {
    this.say(this.dataset.looking);
    const at = await whereAmI();
    if (typeof at === "string") {
      this.say(at === "denied" ? this.dataset.denied : this.dataset.failed);
      return undefined;
    }
    return [at.lat.toFixed(3), at.lon.toFixed(3)];
  }
}

class NearLink extends Near {
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
    const at = await this.look();
    if (!at) return;
    const to = new URL(link.href);
    to.searchParams.set("lat", at[0]);
    to.searchParams.set("lon", at[1]);
    location.assign(to);
  }
}

class NearForm extends Near {
  connectedCallback(): void {
    if (!isSecureContext || !navigator.geolocation) return;
    const form = this.querySelector("form");
    form?.addEventListener(
      "submit",
      (event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
        void this.#send(form);
      },
      { capture: true, once: true },
    );
  }

  async #send(form: HTMLFormElement): Promise<void> {
    const at = await this.look();
    for (const [nth, name] of ["lat", "lon"].entries()) {
      const field = form.querySelector<HTMLInputElement>(`input[name=${name}]`);
      if (field && at) field.value = at[nth] ?? "";
    }
    form.requestSubmit();
  }
}

customElements.define("near-link", NearLink);
customElements.define("near-form", NearForm);
