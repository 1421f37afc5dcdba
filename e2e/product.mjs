// The built program on a folder of its own, as an operator would start it, with text messages kept in a file.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atEnd } from "./ending.mjs";

const PATIENCE_MS = 30_000;

/** A running program; `open` starts it and a test's end stops it. */
export class Product {
  /** Where pages are, without a slash at the end. */
  url = "";
  #child;
  #folder;
  #output = "";
  /** Settings of its own, the same after every restart. @type {Record<string, string>} */
  #settings = {};

  /**
   * Starts the binary named by JITASA_BIN and waits until it is ready.
   *
   * @param {import("node:test").TestContext | { after: (end: () => Promise<void>) => void }} t
   *   whose end stops the program
   * @param {{ command?: string, env?: Record<string, string> }} options
   */
  static async open(t, { command = "serve", env = {} } = {}) {
    const product = new Product();
    product.#folder = await mkdtemp(join(tmpdir(), "jitasa-journey-"));
    atEnd(t, async () => {
      await product.stop();
      await rm(product.#folder, { recursive: true, force: true });
    });
    product.#settings = env;
    await product.start({ command });
    return product;
  }

  /** Starts on the folder that is there; after `stop` or `kill` this is a restart on the same data. */
  async start({ command = "serve", listen = "127.0.0.1:0" } = {}) {
    this.#output = "";
    this.#child = this.#spawn([command, "--listen", listen], "ignore");
    const hear = (/** @type {Buffer} */ part) => {
      this.#output += part;
    };
    this.#child.stdout.on("data", hear);
    this.#child.stderr.on("data", hear);
    const address = await this.#until("printed its address", () =>
      this.#output.match(/https?:\/\/127\.0\.0\.1:\d+/),
    );
    this.url = address[0];
    await this.#until("was ready", async () => {
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      return answer?.status === 200;
    });
  }

  /** A restart after `stop` or `kill` where it was before, so that open pages find it again. */
  async startAgain() {
    await this.start({ listen: new URL(this.url).host });
  }

  /**
   * Makes an account with a seat, as an operator would: `jitasa admin create`, beside the running server.
   *
   * @param {{ username: string, phone: string, role: string, area?: string, name?: string, password: string }} wish
   */
  async account({ username, phone, role, area, name, password }) {
    const flags = ["--username", username, "--phone", phone, "--role", role, "--password-stdin"];
    if (area) flags.push("--area", area);
    if (name) flags.push("--full-name", name);
    await this.run(["admin", "create", ...flags], password);
  }

  /**
   * Runs a command of the program on the same folder, to its end; beside the running server or while it stands.
   *
   * @param {string[]} words
   * @param {string} typed
   */
  async run(words, typed = "") {
    const child = this.#spawn(words, "pipe");
    let told = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (/** @type {Buffer} */ part) => {
        told += part;
      });
    }
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.stdin?.end(typed);
    if ((await ended) !== 0) throw new Error(`jitasa ${words.join(" ")}:\n${told}`);
  }

  /** SIGTERM, and waits for the graceful end. Gives back the exit code. */
  async stop() {
    return this.#end("SIGTERM");
  }

  /** SIGKILL: what a power cut does to the process. */
  async kill() {
    return this.#end("SIGKILL");
  }

  /** All the program has printed since its start. */
  get output() {
    return this.#output;
  }

  /** Text messages sent so far, oldest first: `{ to, text, at }`. */
  async messages() {
    const text = await readFile(this.#messages, "utf8").catch(() => "");
    return text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  /**
   * The one-time code of the newest message to a phone; waits for it, since messages leave by a job.
   *
   * @param {string} phone as typed; compared by its last nine digits
   * @param {number} seen how many messages to this phone were already read
   */
  async code(phone, seen = 0) {
    const digits = (/** @type {string} */ text) => text.replace(/\D/g, "").slice(-9);
    return this.#until(`sent a code to ${phone}`, async () => {
      const mine = (await this.messages()).filter(
        (message) => digits(message.to) === digits(phone),
      );
      return mine.length > seen && mine.at(-1).text.match(/OTP\D*(\d{4,6})/)?.[1];
    });
  }

  /**
   * @param {string[]} words
   * @param {"ignore" | "pipe"} stdin
   */
  #spawn(words, stdin) {
    const binary = process.env.JITASA_BIN;
    if (!binary) throw new Error("JITASA_BIN must name the built program: cargo xtask check");
    // Settings of whoever runs the journeys must not reach the program.
    const outside = Object.entries(process.env).filter(([name]) => !name.startsWith("JITASA_"));
    return spawn(binary, words, {
      cwd: this.#folder,
      env: {
        ...Object.fromEntries(outside),
        JITASA_DATA: join(this.#folder, "data"),
        JITASA_SMS_DRIVER: "file",
        JITASA_SMS_PATH: this.#messages,
        ...this.#settings,
      },
      stdio: [stdin, "pipe", "pipe"],
    });
  }

  get #messages() {
    return join(this.#folder, "sms.jsonl");
  }

  /** @param {NodeJS.Signals} signal */
  async #end(signal) {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    const code = await ended;
    clearTimeout(late);
    return code;
  }

  /**
   * @template T
   * @param {string} what
   * @param {() => T | Promise<T>} ask
   */
  async #until(what, ask) {
    const end = Date.now() + PATIENCE_MS;
    while (Date.now() < end) {
      if (this.#child.exitCode !== null) {
        throw new Error(`the program ended before it ${what}:\n${this.#output}`);
      }
      const answer = await ask();
      if (answer) return answer;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`the program has not ${what} within ${PATIENCE_MS / 1000} s:\n${this.#output}`);
  }
}
