// <otp-clock>: seconds left, when a new code may be asked for, and the way on without a code.
// Seen every second, told to screen readers every half minute and when something changes.
import { fill, secondsUntil } from "./words";

/** Seconds after which the page asks whether the SMS was refused. */
const ASK_AFTER_S = [3, 10, 25];

class OtpClock extends HTMLElement {
  #timer = 0;
  #asks: number[] = [];
  #told = "";

  connectedCallback(): void {
    // The server's clock counts: a phone whose clock is wrong must not lose its minutes.
    const shift = Date.parse(this.dataset.now ?? "") - Date.now() || 0;
    const live = document.createElement("span");
    live.className = "only-read";
    live.setAttribute("role", "status");
    this.append(live);
    const tick = () => this.#tick(Date.now() + shift, live);
    tick();
    this.#timer = window.setInterval(tick, 1000);
    for (const seconds of ASK_AFTER_S) {
      this.#asks.push(window.setTimeout(() => this.#askWhetherRefused(), seconds * 1000));
    }
  }

  disconnectedCallback(): void {
    clearInterval(this.#timer);
    for (const ask of this.#asks) clearTimeout(ask);
  }

  // The gateway may refuse a moment after this page was made: then the way on without a code opens
  // at once instead of after the minute.
  async #askWhetherRefused(): Promise<void> {
    const skip = this.querySelector<HTMLElement>("[data-skip]");
    if (!skip?.hidden) return;
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (page.querySelector("[data-skip]:not([hidden])")) {
        this.dataset.skipAt = this.dataset.now ?? "";
      }
    } catch {
      // No network: the clock opens the way in its time.
    }
  }

  #tick(now: number, live: HTMLElement): void {
    const left = secondsUntil(this.dataset.expiresAt, now);
    const resend = secondsUntil(this.dataset.resendAt, now);
    const leftText = this.querySelector<HTMLElement>("[data-left-text]");
    const words = left > 0 ? fill(this.dataset.left ?? "", { s: left }) : (this.dataset.over ?? "");
    if (leftText && words) leftText.textContent = words;

    const resendText = this.querySelector<HTMLElement>("[data-resend-text]");
    if (resendText)
      resendText.textContent = resend > 0 ? fill(this.dataset.resendIn ?? "", { s: resend }) : "";
    const again = this.querySelector<HTMLButtonElement>("[data-resend]");
    if (again) again.disabled = resend > 0;

    const skip = this.querySelector<HTMLElement>("[data-skip]");
    let news = "";
    if (skip?.hidden && this.dataset.skipAt && secondsUntil(this.dataset.skipAt, now) <= 0) {
      skip.hidden = false;
      news = skip.querySelector("p")?.textContent?.trim() ?? "";
    }
    const due = left > 0 ? (left % 30 === 0 ? words : "") : words;
    const said = [due, news].filter(Boolean).join(" ");
    if (said && said !== this.#told) {
      this.#told = said;
      live.textContent = said;
    }
  }
}

customElements.define("otp-clock", OtpClock);
