// A program on the phone that works with network or without: opened by the account or by its PIN, its views
// go by the part of the address behind #, a bar says what waits, and after half an hour unused it is shut.
import { hour } from "../hours";
import { enter, type Opened, waitingOfOthers } from "./entrance";
import { OPEN_FOR } from "./locks";
import { Pieces, slot } from "./pieces";
import type { Sender } from "./sender";
import type { Ground, View } from "./stage";

const EACH = 30_000;

/** What waits, for the bar. */
export interface Waits {
  /** To be mended before it can be sent. */
  refused: number;
  waits: number;
  /** Since when the first of it waits, as an instant; empty where nothing does. */
  since: string;
  /** When all was sent last. */
  sentAt: string | null;
}

/** What is kept on the phone, of which program ever. */
export interface Kept {
  load(): Promise<void>;
  onChange: () => void;
  waits(): Waits;
}

export abstract class PhoneProgram<S extends Ground> extends HTMLElement {
  protected pieces = new Pieces();
  protected stage: S | undefined;
  #kept: Kept | undefined;
  #view: View = {};
  #others = 0;
  #usedAt = Date.now();
  #keptAt = 0;
  #opening = 0;
  #channel: BroadcastChannel | undefined;

  /** The tag the browser wakes it by; other pages of the same program are told under this name as well. */
  abstract readonly tag: string;
  /** Opens what is kept, and makes the stage upon it. */
  abstract setUp(opened: Opened, incident: string): Promise<{ kept: Kept; sender: Sender }>;
  abstract stageOn(ground: Ground, kept: Kept): S;
  /** The view of an address; undefined where it was not fetched in time, and cannot be now. */
  abstract viewOf(
    stage: S,
    hash: string,
  ): Promise<((stage: S) => View | Promise<View>) | undefined>;
  /** What has to be fetched before the first view can stand. */
  async beforeShowing(_stage: S): Promise<void> {}
  /** All stands: the rest of the program is fetched, and what the network alone tells. */
  abstract afterOpening(stage: S): void;

  connectedCallback(): void {
    void this.#open();
  }

  async #open(): Promise<void> {
    const opened = await enter(this.pieces, this, this.dataset.incident ?? "");
    if (opened) await this.#begin(opened);
  }

  async #begin(opened: Opened): Promise<void> {
    const incident = this.dataset.incident ?? "";
    const { kept, sender } = await this.setUp(opened, incident);
    if (!opened.isSignedIn) sender.standing = "signed-out";
    this.replaceChildren(this.pieces.view("frame"));
    const ground: Ground = {
      pieces: this.pieces,
      locks: opened.locks,
      key: opened.key,
      sender,
      incident,
      place: slot(this, "view"),
      go: (hash) => this.#go(hash),
      sendSoon: () => this.#sendSoon(),
    };
    const stage = this.stageOn(ground, kept);
    this.stage = stage;
    this.#kept = kept;
    this.#channel = "BroadcastChannel" in window ? new BroadcastChannel(this.#name()) : undefined;
    this.#channel?.addEventListener("message", () => void this.#takeOver());
    kept.onChange = () => {
      this.#tell();
      this.#view.refresh?.();
      this.#channel?.postMessage("changed");
    };
    sender.onStanding = () => this.#tell();
    sender.onStranger = () => location.reload();
    this.#listen(sender);
    this.#others = await waitingOfOthers(opened.account).catch(() => 0);
    this.#tell();
    await this.beforeShowing(stage);
    await this.show();
    // What others did, and then the rest.
    void sender.send().then(() => this.afterOpening(stage));
  }

  #name(): string {
    return `jitasa-${this.tag}`;
  }

  #listen(sender: Sender): void {
    addEventListener("hashchange", () => void this.show());
    addEventListener("online", () => void sender.send());
    addEventListener("offline", () => this.#tell());
    navigator.serviceWorker?.addEventListener("message", async ({ data, ports }) => {
      if ((data as { kind?: string } | null)?.kind !== this.tag) return;
      await sender.send();
      // So that the browser wakes us again where this came to nothing.
      ports[0]?.postMessage(sender.standing !== "waiting");
    });
    for (const use of ["pointerdown", "keydown"]) addEventListener(use, () => this.#used());
    setInterval(() => this.#mayLock(), EACH);
    document.addEventListener("visibilitychange", () => this.#mayLock());
    // A link to the view that is open opens it anew: "next house" after a house.
    this.addEventListener("click", (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#/"]');
      if (link && link.getAttribute("href") === location.hash) void this.show();
    });
  }

  #go(hash: string): void {
    if (location.hash === hash || (hash === "#/" && location.hash === "")) void this.show();
    else location.hash = hash;
  }

  async show(): Promise<void> {
    const { stage } = this;
    if (!stage) return;
    this.#view.leave?.();
    this.#view = {};
    const hash = location.hash || "#/";
    for (const link of this.querySelectorAll(".phone-nav a")) {
      if (link.getAttribute("href") === hash) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    this.#opening += 1;
    const opening = this.#opening;
    const opens = await this.viewOf(stage, hash);
    // Somebody went on while it was fetched.
    if (opening !== this.#opening) return;
    if (!opens) return tellMissing(stage);
    const view = await opens(stage);
    if (opening === this.#opening) this.#view = view;
    else view.leave?.();
  }

  #sendSoon(): void {
    void this.stage?.sender.send();
    // So that the browser wakes us when the network is back, where it knows how.
    void navigator.serviceWorker?.ready
      .then((registration) => (registration as Syncs).sync?.register(this.tag))
      .catch(() => undefined);
  }

  async #takeOver(): Promise<void> {
    await this.#kept?.load();
    this.#tell();
    this.#view.refresh?.();
  }

  /** The bar: what waits and since when, or that all is sent. */
  #tell(): void {
    const { sender } = this.stage ?? {};
    const told = this.#kept?.waits();
    if (!told || !sender) return;
    const { refused, waits, since, sentAt } = told;
    const word = (name: string, n = 0, at = "") =>
      this.pieces.word(name, { n, time: at && hour(at) });
    const said: string[] = [];
    if (refused > 0) said.push(word("to-mend", refused));
    if (waits > 0 && sender.standing === "sending" && navigator.onLine)
      said.push(word("sending", waits));
    else if (waits > 0) said.push(word("waiting", waits, since));
    else if (refused === 0) said.push(sentAt ? word("sent", 0, sentAt) : word("nothing-sent"));
    const isOut = sender.standing === "signed-out";
    if (isOut) said.push(word("signed-out"));
    if (this.#others > 0) said.push(word("others-wait", this.#others));
    const words = said.join(" · ");
    const place = slot(this, "said");
    if (place.textContent !== words) place.textContent = words;
    slot(this, "way-in").hidden = !isOut;
    slot(this, "bar").dataset.standing = refused > 0 ? "refused" : waits > 0 ? "waits" : "sent";
  }

  #used(): void {
    this.#usedAt = Date.now();
    const { stage } = this;
    if (!stage || this.#usedAt - this.#keptAt < 60_000) return;
    this.#keptAt = this.#usedAt;
    void stage.locks.touch(stage.key).catch(() => undefined);
  }

  /** Left lying for half an hour: whoever picks the phone up is asked anew. */
  #mayLock(): void {
    if (this.stage && Date.now() - this.#usedAt > OPEN_FOR) location.reload();
  }
}

/** A view that was not fetched in time, and cannot be now; the next tap tries again. */
function tellMissing({ place, pieces }: Ground): void {
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  told.textContent = pieces.word("missing-offline");
  place.replaceChildren(told);
}

type Syncs = ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } };
