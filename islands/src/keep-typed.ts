// <keep-typed data-key>: what is typed into the form within stays on the phone until its answer has come.
import { collect, read, restore, write } from "./drafts";

class KeepTyped extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    const form = this.querySelector("form");
    const key = this.dataset.key;
    if (!form || !key) return;

    // A refused form shows what was typed as the server understood it: only what is empty is filled.
    const refused =
      form.querySelector("[aria-invalid='true']") ?? document.querySelector(".errors");
    const draft = read(key);
    if (draft && restore(form, draft.typed, refused !== null)) {
      this.#tell();
      // Pickers show what their hidden fields hold.
      form.dispatchEvent(new CustomEvent("jitasa:restored", { bubbles: true }));
    }

    const keep = () => {
      clearTimeout(this.#timer);
      this.#timer = 0;
      write(key, { typed: collect(form) });
    };
    const soon = () => {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(keep, 300);
    };
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    form.addEventListener("submit", keep, { capture: true });
    addEventListener("pagehide", () => {
      if (this.#timer && this.isConnected) keep();
    });
  }

  #tell(): void {
    const place = this.querySelector<HTMLElement>("[data-kept]");
    if (!place || !this.dataset.told) return;
    place.textContent = this.dataset.told;
    place.hidden = false;
  }
}

customElements.define("keep-typed", KeepTyped);
