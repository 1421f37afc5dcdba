// <area-picker>: the field for an area's name offers the areas while one types and notes the chosen one's code.
import { Suggest } from "./suggest";

class AreaPicker extends HTMLElement {
  #ready = false;

  connectedCallback(): void {
    const text = this.querySelector<HTMLInputElement>("input:not([type='hidden'])");
    const code = this.querySelector<HTMLInputElement>("input[type='hidden']");
    if (this.#ready || !text || !code) return;
    this.#ready = true;
    const wording = { none: this.dataset.none ?? "", found: this.dataset.found ?? "" };
    new Suggest(text, this.dataset.url ?? "/api/v1/areas/search", wording, (place) => {
      code.value = place.code;
      code.dispatchEvent(new Event("change", { bubbles: true }));
    });
    // Words typed after a choice are no longer that choice.
    text.addEventListener("input", () => {
      code.value = "";
    });
  }
}

customElements.define("area-picker", AreaPicker);
