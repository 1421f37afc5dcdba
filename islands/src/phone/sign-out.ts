// <phone-sign-out> around the form that signs out: what waits of the survey and of supplies is sent first;
// where that cannot be, its owner decides whether it stays on the phone, sealed. Nothing unsent is thrown away.

import {
  countWaiting,
  forgetAccount,
  lastAccount,
  type Owner,
  openFor,
  ownersHere,
  remove,
} from "../phone/database";
import { type Asked, askForKey, Locks } from "../phone/locks";
import { SupplyBook } from "../supplies/book";
import { supplySender } from "../supplies/exchange";
import { Book } from "../survey/book";
import { surveySender } from "../survey/exchange";
import { fill } from "../words";
import type { Sender } from "./sender";

const PATIENCE = 20_000;

class PhoneSignOut extends HTMLElement {
  #isSure = false;

  connectedCallback(): void {
    const form = this.querySelector("form");
    form?.addEventListener("submit", (event) => {
      if (this.#isSure) return;
      event.preventDefault();
      void this.#leave(form);
    });
  }

  async #leave(form: HTMLFormElement): Promise<void> {
    let waits = 0;
    try {
      waits = await this.#tidy();
    } catch {
      // No database, or one that cannot be opened: nothing is here.
    }
    if (waits === 0) return this.#go(form);
    const box = this.querySelector<HTMLElement>("[data-sign-out-box]");
    if (!box) return this.#go(form);
    box.hidden = false;
    const said = box.querySelector("p");
    if (said) said.textContent = fill(this.dataset.waits ?? "", { n: waits });
    form.hidden = true;
    box.querySelector("[data-leave]")?.addEventListener("click", () => this.#go(form));
    box.querySelector("[data-stay]")?.addEventListener("click", () => {
      box.hidden = true;
      form.hidden = false;
    });
    box.querySelector<HTMLElement>("[data-leave]")?.focus();
  }

  /** Of all that the account has here. Tells how many changes are left. */
  async #tidy(): Promise<number> {
    const all = await ownersHere();
    if (all.length === 0) return 0;
    const asked = await askForKey();
    const account = typeof asked === "object" ? asked.account : lastAccount();
    let waits = 0;
    for (const owner of all)
      if (owner.account === account) waits += await this.#tidyOne(owner, asked);
    if (waits === 0) forgetAccount();
    return waits;
  }

  /** Sends what waits; with nothing left the database goes. */
  async #tidyOne(owner: Owner, asked: Asked): Promise<number> {
    const db = await openFor(owner);
    const locks = new Locks(db);
    let waits = await countWaiting(db);
    const key = waits > 0 && typeof asked === "object" && (await locks.bySecret(asked.secret));
    if (key) {
      const said = this.querySelector("[data-said]");
      if (said) said.textContent = this.dataset.sending ?? "";
      const { account, incident } = owner;
      await sendAll([
        surveySender(await Book.open(account, db, key), incident),
        supplySender(await SupplyBook.open(account, db, key), incident),
      ]);
      waits = await countWaiting(db);
      if (said) said.textContent = "";
    }
    await locks.shut();
    db.close();
    if (waits === 0) await remove(owner);
    return waits;
  }

  #go(form: HTMLFormElement): void {
    this.#isSure = true;
    form.requestSubmit();
  }
}

async function sendAll(senders: readonly Sender[]): Promise<void> {
  const patience = new Promise((over) => setTimeout(over, PATIENCE));
  for (const sender of senders) {
    await Promise.race([sender.send(), patience]);
    sender.stop();
  }
}

customElements.define("phone-sign-out", PhoneSignOut);
