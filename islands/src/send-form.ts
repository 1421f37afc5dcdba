// <send-form>: sends the form within by fetch, so that a lost connection loses nothing. The same content
// is always sent under the same Idempotency-Key, whatever happened to the answer.
import { forget, read, write } from "./drafts";
import { contentOf, uuidV7 } from "./sending";
import { fill } from "./words";

const PATIENCE = 60_000;
/** Answers of something between us and the program, or of a program in trouble: worth another try. */
const TROUBLE = new Set([500, 502, 503, 504]);

class SendForm extends HTMLElement {
  #busy = false;
  #bar: HTMLElement | undefined;
  #timer = 0;
  #tries = 0;
  #since = 0;
  #submitter: HTMLElement | null = null;
  /** Keys by the content they stand for: a page that comes back by the back button still knows them. */
  #keys = new Map<string, string>();

  connectedCallback(): void {
    const form = this.querySelector("form");
    if (!form) return;
    form.addEventListener("submit", (event) => {
      const submitter = event.submitter;
      if (submitter?.dataset.plain !== undefined || form.method !== "post") return;
      if (!form.noValidate && !submitter?.hasAttribute("formnovalidate") && !form.reportValidity())
        return;
      event.preventDefault();
      this.#submitter = submitter;
      void this.#send(form);
    });
    addEventListener("online", this.#again);
  }

  disconnectedCallback(): void {
    removeEventListener("online", this.#again);
    clearTimeout(this.#timer);
  }

  #again = (): void => {
    const form = this.querySelector("form");
    if (this.#bar && form) void this.#send(form);
  };

  get #draftName(): string {
    return this.closest<HTMLElement>("keep-typed")?.dataset.key ?? location.pathname;
  }

  async #send(form: HTMLFormElement): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    clearTimeout(this.#timer);
    this.#mark(form, true);
    try {
      const body = bodyOf(form, this.#submitter);
      const key = this.#keyFor(form, body);
      const response = await fetch(targetOf(form, this.#submitter), {
        method: "POST",
        body,
        headers: { Accept: "text/html", "Idempotency-Key": key },
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (TROUBLE.has(response.status)) {
        const id = response.headers.get("x-request-id") ?? "–";
        this.#wait(
          form,
          fill(this.dataset.busy ?? "", { id }),
          Number(response.headers.get("retry-after")),
        );
      } else {
        await this.#arrive(response);
      }
    } catch {
      this.#wait(form, this.dataset.waiting ?? "", 0);
    } finally {
      this.#busy = false;
      this.#mark(form, false);
    }
  }

  /** The key of this very content: a changed form is a new sending, an unchanged one the old. */
  #keyFor(form: HTMLFormElement, body: FormData | URLSearchParams): string {
    const own = form.elements.namedItem("idempotency_key");
    const content = contentOf(body);
    const draft = read(this.#draftName);
    if (draft?.key && draft.sentContent) this.#keys.set(draft.sentContent, draft.key);
    const offered = own instanceof HTMLInputElement ? own.value : "";
    const fresh = offered && ![...this.#keys.values()].includes(offered) ? offered : uuidV7();
    const key = this.#keys.get(content) ?? fresh;
    this.#keys.set(content, key);
    if (own instanceof HTMLInputElement) {
      own.value = key;
      body.set(own.name, key);
    }
    write(this.#draftName, { key, sentContent: content });
    return key;
  }

  async #arrive(response: Response): Promise<void> {
    const html = await response.text();
    const page = new DOMParser().parseFromString(html, "text/html");
    if (response.ok && response.redirected) {
      // Steps in between (sign-in, code) say that the typed text is still wanted.
      if (!page.querySelector('meta[name="typed-keep"]')) forget(this.#draftName);
      location.assign(response.url);
      return;
    }
    if (page.body.childElementCount === 0) {
      location.reload();
      return;
    }
    show(page, response.url);
  }

  /** The bar that says what waits and since when; tries again by itself, by hand, and when the network is back. */
  #wait(form: HTMLFormElement, words: string, retryAfter: number): void {
    this.#tries += 1;
    this.#since ||= Date.now();
    if (!this.#bar) {
      this.#bar = document.createElement("div");
      this.#bar.className = "offline-bar";
      const said = document.createElement("p");
      said.setAttribute("role", "status");
      const retry = document.createElement("button");
      retry.type = "button";
      retry.className = "btn btn-small";
      retry.textContent = this.dataset.retry ?? "↻";
      retry.addEventListener("click", () => void this.#send(form));
      this.#bar.append(said, retry);
      this.append(this.#bar);
    }
    const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
    });
    const since = fill(this.dataset.since ?? "", { time: clock.format(this.#since) });
    const said = this.#bar.querySelector("p");
    if (said) said.textContent = `${words} ${since}`.trim();
    const seconds = Math.max(retryAfter || 0, Math.min(15 * 2 ** (this.#tries - 1), 120));
    this.#timer = window.setTimeout(this.#again, seconds * 1000);
  }

  #mark(form: HTMLFormElement, busy: boolean): void {
    for (const button of form.querySelectorAll<HTMLButtonElement>("button:not([type='button'])")) {
      if (!busy) {
        button.removeAttribute("aria-busy");
        if (button.dataset.words) button.textContent = button.dataset.words;
        delete button.dataset.words;
      } else if (button === this.#submitter || !this.#submitter) {
        button.setAttribute("aria-busy", "true");
        // Only plain words are exchanged; a button with an icon keeps its face.
        if (this.dataset.sending && button.childElementCount === 0) {
          button.dataset.words = button.textContent ?? "";
          button.textContent = this.dataset.sending;
        }
      }
    }
  }
}

function targetOf(form: HTMLFormElement, submitter: HTMLElement | null): string {
  return submitter instanceof HTMLButtonElement && submitter.hasAttribute("formaction")
    ? submitter.formAction
    : form.getAttribute("action") || location.href;
}

function bodyOf(form: HTMLFormElement, submitter: HTMLElement | null): FormData | URLSearchParams {
  const data = new FormData(form);
  if (submitter instanceof HTMLButtonElement && submitter.name)
    data.append(submitter.name, submitter.value);
  if (form.enctype === "multipart/form-data") return data;
  const body = new URLSearchParams();
  for (const [name, value] of data) if (typeof value === "string") body.append(name, value);
  return body;
}

/** Puts an answered page in the place of this one; focus goes to what must be read first. */
function show(page: Document, url: string): void {
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  for (const meta of document.head.querySelectorAll("meta[name^='typed-']")) meta.remove();
  document.head.append(...page.head.querySelectorAll("meta[name^='typed-']"));
  document.body.replaceWith(document.adoptNode(page.body));
  if (url && new URL(url).origin === location.origin) history.replaceState(null, "", url);
  document.dispatchEvent(new CustomEvent("jitasa:page"));
  scrollTo(0, 0);
  const first = [".errors", "[autofocus]", "main"]
    .map((selector) => document.querySelector<HTMLElement>(selector))
    .find((place) => place !== null);
  first?.focus();
}

customElements.define("send-form", SendForm);
