// <survey-phone data-incident>: the household survey on a phone, with network or without. The page is a
// shell; views go by the part of the address behind #.
import { hour } from "../hours";
import { Book } from "./book";
import { enter, type Opened, waitingOfOthers } from "./entrance";
import { Labels } from "./labels";
import { OPEN_FOR } from "./locks";
import { fetchPack } from "./pack";
import { Pieces, slot } from "./pieces";
import { Sender } from "./sender";
import type { Stage, View } from "./stage";
import { openList } from "./view-list";

const others = () => import("./views");
const VIEWS: [RegExp, keyof Awaited<ReturnType<typeof others>>][] = [
  [/^#\/new$/, "openNew"],
  [/^#\/h\/(\d{2}[0-9a-f]{32})$/, "openHousehold"],
  [/^#\/h\/(\d{2}[0-9a-f]{32})\/edit$/, "openEdit"],
  [/^#\/scan$/, "openScan"],
  [/^#\/outbox$/, "openOutbox"],
  [/^#\/area$/, "openArea"],
];
const CHANNEL = "jitasa-survey";
const EACH = 30_000;

class SurveyPhone extends HTMLElement {
  #pieces = new Pieces();
  #stage: Stage | undefined;
  #view: View = {};
  #others = 0;
  #usedAt = Date.now();
  #keptAt = 0;
  #opening = 0;
  #channel: BroadcastChannel | undefined;

  connectedCallback(): void {
    void this.#open();
  }

  async #open(): Promise<void> {
    const opened = await enter(this.#pieces, this, this.dataset.incident ?? "");
    if (opened) await this.#begin(opened);
  }

  async #begin({ account, locks, key, isSignedIn }: Opened): Promise<void> {
    const incident = this.dataset.incident ?? "";
    const book = await Book.open(account, locks.db, key);
    const sender = new Sender(book, incident);
    if (!isSignedIn) sender.standing = "signed-out";
    const labels = new Labels(this.#pieces);
    for (const state of ["moved_away", "died", "mistake", "merged"]) {
      const chip = this.#pieces.piece("chips").querySelector(`[data-chip="${state}"]`);
      labels.name("state", state, chip?.textContent ?? state);
    }
    labels.called("village", labels.field("village_choice"));
    for (const field of ["pin", "household"])
      labels.called(field, this.#pieces.word(`field-${field}`));
    this.replaceChildren(this.#pieces.view("frame"));
    this.#stage = {
      pieces: this.#pieces,
      labels,
      book,
      locks,
      sender,
      incident,
      place: slot(this, "view"),
      go: (hash) => this.#go(hash),
      sendSoon: () => this.#sendSoon(),
    };
    this.#channel = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : undefined;
    this.#channel?.addEventListener("message", () => void this.#takeOver());
    book.onChange = () => {
      this.#tell();
      this.#view.refresh?.();
      this.#channel?.postMessage("changed");
    };
    sender.onStanding = () => this.#tell();
    sender.onStranger = () => location.reload();
    addEventListener("hashchange", () => void this.#show());
    addEventListener("online", () => void sender.send());
    addEventListener("offline", () => this.#tell());
    navigator.serviceWorker?.addEventListener("message", async ({ data, ports }) => {
      if ((data as { kind?: string } | null)?.kind !== "survey") return;
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
      if (link && link.getAttribute("href") === location.hash) void this.#show();
    });
    this.#others = await waitingOfOthers(account).catch(() => 0);
    this.#tell();
    await this.#show();
    // What others did, and then the rest of the program, so that every view opens without network as well.
    void sender
      .send()
      .then(others)
      .catch(() => undefined);
    if (navigator.onLine) void this.#freshPack();
  }

  async #freshPack(): Promise<void> {
    const stage = this.#stage;
    const pack = stage && (await fetchPack(stage.incident));
    if (!pack || !stage) return;
    const isFirst = stage.book.notes.pack === null;
    await stage.book.note({ pack });
    // The form was opened before there was a list of areas; nothing can have been chosen in it.
    if (isFirst && location.hash === "#/new") await this.#show();
  }

  #go(hash: string): void {
    if (location.hash === hash || (hash === "#/" && location.hash === "")) void this.#show();
    else location.hash = hash;
  }

  async #show(): Promise<void> {
    const stage = this.#stage;
    if (!stage) return;
    this.#view.leave?.();
    this.#view = {};
    const { hash } = location;
    const [pattern, name] = VIEWS.find(([pattern]) => pattern.test(hash)) ?? [/^/];
    for (const link of this.querySelectorAll(".survey-nav a")) {
      const isHere = link.getAttribute("href") === (hash || "#/");
      if (isHere) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    this.#opening += 1;
    const opening = this.#opening;
    const opens = name ? (await others().catch(() => undefined))?.[name] : openList;
    // Somebody went on while it was fetched.
    if (opening !== this.#opening) return;
    if (!opens) return tellMissing(stage);
    const view = await opens(stage, pattern.exec(hash)?.[1] ?? "");
    if (opening === this.#opening) this.#view = view;
    else view.leave?.();
  }

  #sendSoon(): void {
    void this.#stage?.sender.send();
    // So that the browser wakes us when the network is back, where it knows how.
    void navigator.serviceWorker?.ready
      .then((registration) => (registration as Syncs).sync?.register("survey"))
      .catch(() => undefined);
  }

  async #takeOver(): Promise<void> {
    await this.#stage?.book.load();
    this.#tell();
    this.#view.refresh?.();
  }

  /** The bar: what waits and since when, or that all is sent. */
  #tell(): void {
    const { book, sender } = this.#stage ?? {};
    if (!book || !sender) return;
    const word = (name: string, n = 0, at = "") =>
      this.#pieces.word(name, { n, time: at && hour(at) });
    const refused = book.outbox.filter((one) => one.refused).length;
    const waits = book.outbox.length - refused;
    const first = book.outbox.find((one) => !one.refused)?.change.made_at ?? "";
    const said: string[] = [];
    if (refused > 0) said.push(word("to-mend", refused));
    if (waits > 0 && sender.standing === "sending" && navigator.onLine)
      said.push(word("sending", waits));
    else if (waits > 0) said.push(word("waiting", waits, first));
    else if (refused === 0)
      said.push(book.notes.sentAt ? word("sent", 0, book.notes.sentAt) : word("nothing-sent"));
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
    const stage = this.#stage;
    if (!stage || this.#usedAt - this.#keptAt < 60_000) return;
    this.#keptAt = this.#usedAt;
    void stage.locks.touch(stage.book.key).catch(() => undefined);
  }

  /** Left lying for half an hour: whoever picks the phone up is asked anew. */
  #mayLock(): void {
    if (this.#stage && Date.now() - this.#usedAt > OPEN_FOR) location.reload();
  }
}

/** A view that was not fetched in time, and cannot be now; the next tap tries again. */
function tellMissing({ place, pieces }: Stage): void {
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  told.textContent = pieces.word("missing-offline");
  place.replaceChildren(told);
}

type Syncs = ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } };

customElements.define("survey-phone", SurveyPhone);
