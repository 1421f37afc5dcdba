// <told-field data-url data-field [data-list]>: while somebody types, asks the server about the field:
// either says its answer below ({message}), or offers what others typed ({items}) in a datalist.

const PAUSE_MS = 300;

class ToldField extends HTMLElement {
  #timer: number | undefined;
  #asked = "";

  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>(`[name="${this.dataset.field ?? ""}"]`);
    input?.addEventListener("input", () => {
      window.clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => void this.#ask(input.value.trim()), PAUSE_MS);
    });
  }

  async #ask(typed: string): Promise<void> {
    this.#asked = typed;
    if (typed.length < 2) return this.#say("");
    try {
      const answer = await fetch(`${this.dataset.url ?? ""}?q=${encodeURIComponent(typed)}`);
      if (!answer.ok || this.#asked !== typed) return;
      const told = (await answer.json()) as { message?: string; items?: string[] };
      if (told.message !== undefined) this.#say(told.message);
      if (told.items) this.#offer(told.items);
    } catch {
      // Without a network the send will tell.
    }
  }

  #say(message: string): void {
    const place = this.querySelector("[data-told]");
    if (place) place.textContent = message;
  }

  #offer(items: string[]): void {
    const list = document.getElementById(this.dataset.list ?? "");
    list?.replaceChildren(
      ...items.map((item) => {
        const option = document.createElement("option");
        option.value = item;
        return option;
      }),
    );
  }
}

customElements.define("told-field", ToldField);
