// <number-steps data-less data-more>: large buttons beside a number, one less and one more. Without script
// the number is typed.

class NumberSteps extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector("input");
    if (!input || this.querySelector("button")) return;
    input.before(this.#button("−", this.dataset.less ?? "", -1, input));
    input.after(this.#button("+", this.dataset.more ?? "", 1, input));
  }

  #button(sign: string, label: string, step: number, input: HTMLInputElement): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-plain";
    button.textContent = sign;
    const name = input.labels?.[0]?.textContent?.trim() ?? "";
    button.setAttribute("aria-label", `${label} ${name}`.trim());
    button.addEventListener("click", () => {
      const now = Number.parseInt(latin(input.value), 10);
      input.value = String(Math.max(0, (Number.isNaN(now) ? 0 : now) + step));
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return button;
  }
}

/** Thai digits, as keyboards here type them. */
function latin(text: string): string {
  return text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));
}

if (!customElements.get("number-steps")) customElements.define("number-steps", NumberSteps);
