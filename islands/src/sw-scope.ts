// The few words of a service worker that the types of a page do not have.

export interface LongEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface FetchEvent extends LongEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

export interface MessageEventOfPage extends LongEvent {
  readonly data: { kind?: string; url?: string; files?: string[] } | null;
}

export interface SyncEvent extends LongEvent {
  readonly tag: string;
}

interface PageOfOurs {
  readonly url: string;
  postMessage(told: unknown, ports: MessagePort[]): void;
}

interface Scope {
  readonly location: Location;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(which: { type: "window" }): Promise<PageOfOurs[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(kind: "install" | "activate", act: (event: LongEvent) => void): void;
  addEventListener(kind: "fetch", act: (event: FetchEvent) => void): void;
  addEventListener(kind: "sync", act: (event: SyncEvent) => void): void;
  addEventListener(kind: "message", act: (event: MessageEventOfPage) => void): void;
}

export const scope = self as unknown as Scope;
