import { byteLength } from "../../kernel/bytes.ts";
import { FileError } from "../../kernel/filesystem.ts";
import { HttpFailure, headerOf, type OpenResponse } from "../../kernel/http.ts";
import { openOutput } from "../../kernel/open.ts";
import type { Run } from "../command.ts";
import { fileNameOf, parseTarget, redirected, type Target, UrlError } from "../http-fetch.ts";
import { toolVersion } from "../tool-versions.ts";
import type { WgetConnection } from "./connection.ts";
import type { WgetLog } from "./log.ts";
import { barMeter, dotMeter, rateText, sizeText } from "./meter.ts";

const MAX_REDIRECTS = 20;
const TRIES = 20;
/** The most that it waits before it tries again, seconds. */
const LONGEST_WAIT = 10;
/** The shortest time that a download is said to take, seconds: speeds are divided by it. */
const INSTANT = 5e-6;

/** What has been downloaded by one command line. */
export interface Tally {
  files: number;
  bytes: number;
  seconds: number;
}

/** One URL of GNU wget: its redirects, its tries, its file. */
export class WgetRetrieval {
  readonly #run: Run;
  readonly #log: WgetLog;
  readonly #connection: WgetConnection;
  readonly #tally: Tally;
  readonly #first: Target;
  #target: Target;
  #authorized: boolean;
  /** Where the next try goes on, bytes. */
  #from = 0;

  constructor(run: Run, log: WgetLog, connection: WgetConnection, tally: Tally, target: Target) {
    this.#run = run;
    this.#log = log;
    this.#connection = connection;
    this.#tally = tally;
    this.#first = target;
    this.#target = target;
    // A name in the URL or in the options waits until the server asks for it.
    this.#authorized = false;
  }

  /** The exit status. */
  async run(): Promise<number> {
    const log = this.#log;
    if (this.#run.has("spider")) await log.verbose("Spider mode enabled. Check if remote file exists.\n");
    const there = this.#alreadyThere();
    if (there !== undefined) {
      await log.verbose(`File ‘${there}’ already there; not retrieving.\n\n`);
      return 0;
    }
    if (this.#run.has("c")) this.#from = this.#sizeNow();
    const asked = Number(this.#run.options.value("t") ?? TRIES);
    const tries = asked === 0 ? Number.POSITIVE_INFINITY : asked;
    for (let count = 1; ; count++) {
      const outcome = await this.#try(count);
      if (typeof outcome === "number") return outcome;
      const left = count < tries;
      await log.verbose(
        `${outcome.why}${outcome.why.endsWith(" ") ? "" : "\n"}${left ? "Retrying" : "Giving up"}.\n\n`,
      );
      await log.brief(`${outcome.why.replace(/^HTTP request sent, awaiting response\.\.\. /, "")}\n`);
      if (!left) return 4;
      await this.#run.process.sleep(Math.min(count, LONGEST_WAIT) * 1000);
    }
  }

  /** One try, redirects and the question for a name included: the exit status, or why another try is due. */
  async #try(count: number): Promise<number | { readonly why: string }> {
    const log = this.#log;
    const limit = Number(this.#run.options.value("max-redirect") ?? MAX_REDIRECTS);
    let isShown = false;
    for (let hop = 0; ; ) {
      if (!isShown)
        await log.verbose(
          `--${log.now()}--  ${count > 1 ? `(try:${String(count).padStart(2)})  ` : ""}${this.#target.url}\n`,
        );
      const outcome = await this.#connection.ask(this.#target, this.#request());
      if (outcome.kind === "failed") return outcome.status;
      if (outcome.kind === "again") return outcome;
      const { response } = outcome;
      const { status, reason, headers, head } = response;
      if (this.#run.has("S")) {
        const lines = head.split("\r\n").filter((line) => line !== "");
        await log.verbose("\n");
        await log.always(lines.map((line) => `  ${line}\n`).join(""));
      } else await log.verbose(`${status} ${reason}\n`);
      const location = headerOf(headers, "location");
      if (status >= 300 && status < 400 && location !== undefined) {
        await this.#skip(response);
        await log.verbose(`Location: ${location} [following]\n`);
        if (hop++ >= limit) {
          await log.always(`${limit} redirections exceeded.\n`);
          return 8;
        }
        this.#target = redirected(this.#target, location);
        isShown = false;
        continue;
      }
      const wants = headerOf(headers, "www-authenticate");
      if (status === 401 && wants !== undefined) {
        await this.#skip(response);
        if (this.#authorized || this.#login === undefined) {
          await log.normal("\nUsername/Password Authentication Failed.\n");
          return 6;
        }
        this.#authorized = true;
        await log.verbose(`Authentication selected: ${wants}\n`);
        isShown = true;
        continue;
      }
      return this.#finish(response);
    }
  }

  async #skip(response: OpenResponse): Promise<void> {
    for await (const _ of response.body);
    this.#connection.release(response);
  }

  get #login(): string | undefined {
    const { options } = this.#run;
    const user = options.value("user");
    return this.#target.user ?? (user === undefined ? undefined : `${user}:${options.value("password") ?? ""}`);
  }

  #request() {
    const { options, process, files } = this.#run;
    const file = options.value("post-file") ?? options.value("body-file");
    const body =
      options.value("post-data") ??
      options.value("body-data") ??
      (file === undefined ? undefined : files.readFile(this.#run.path(file)));
    const target = this.#target;
    const headers: Record<string, string> = {
      Host: target.authority,
      "User-Agent": options.value("U") ?? `Wget/${toolVersion(process.machine.files, "wget")}`,
      Accept: "*/*",
      "Accept-Encoding": "identity",
      ...(this.#authorized && this.#login !== undefined ? { Authorization: `Basic ${btoa(this.#login)}` } : {}),
      Connection: "Keep-Alive",
      ...(body === undefined ? {} : { "Content-Type": "application/x-www-form-urlencoded" }),
      ...(this.#from > 0 ? { Range: `bytes=${this.#from}-` } : {}),
    };
    for (const header of options.values("header")) {
      const cut = header.indexOf(":");
      headers[header.slice(0, cut)] = header.slice(cut + 1).trim();
    }
    const usual = this.#run.has("spider") ? "HEAD" : body === undefined ? "GET" : "POST";
    return { method: options.value("method") ?? usual, headers, ...(body === undefined ? {} : { body }) };
  }

  async #finish(response: OpenResponse): Promise<number | { readonly why: string }> {
    const { status, reason, headers } = response;
    const run = this.#run;
    const log = this.#log;
    if (status === 416 && this.#from > 0) {
      await this.#skip(response);
      await log.verbose("\n    The file is already fully retrieved; nothing to do.\n\n");
      return 0;
    }
    if (status >= 400) {
      if (run.has("spider")) {
        await this.#skip(response);
        await log.verbose("Remote file does not exist -- broken link!!!\n\n");
        await log.brief(`${this.#target.url}:\nRemote file does not exist -- broken link!!!\n`);
        return 8;
      }
      if (run.has("content-on-error")) await this.#save(response);
      else await this.#skip(response);
      await log.brief(`${this.#target.url}:\n`);
      await log.normal(`${log.now()} ERROR ${status}: ${reason}.\n`);
      await log.verbose("\n");
      return 8;
    }
    if (run.has("spider")) {
      await log.verbose(this.#lengthLine(response));
      await log.verbose("Remote file exists.\n\n");
      await log.brief(`${log.now()} URL: ${this.#target.url} ${status} ${reason}\n`);
      this.#connection.release(response);
      return 0;
    }
    if (status === 204) {
      // There is no body to make a file of.
      this.#connection.release(response);
      await log.verbose(`${log.now()} (0.00 B/s) - ‘${this.#nameFor(headers)}’ saved [0]\n\n`);
      return 0;
    }
    return this.#save(response);
  }

  #lengthLine({ status, headers }: OpenResponse): string {
    const length = headerOf(headers, "content-length");
    const type = headerOf(headers, "content-type")?.replace(/;.*$/, "");
    const whole = status === 206 ? Number(length) + this.#from : Number(length);
    const size =
      length === undefined
        ? "unspecified"
        : sizeText(whole) + (status === 206 ? `, ${sizeText(Number(length))} remaining` : "");
    return `Length: ${size}${type === undefined ? "" : ` [${type}]`}\n`;
  }

  /** Writes the body where it belongs, and tells of it. */
  async #save(response: OpenResponse): Promise<number | { readonly why: string }> {
    const { process } = this.#run;
    const log = this.#log;
    const { headers, status } = response;
    await log.verbose(this.#lengthLine(response));
    const asked = this.#run.options.value("O");
    const name = asked ?? this.#freeName(this.#nameFor(headers));
    const before = status === 206 ? this.#from : 0;
    const output =
      asked === "-"
        ? process.stdout
        : await this.#openFile(name, before > 0 || (asked !== undefined && this.#tally.files > 0));
    if (!output) return 3;
    const shown = asked === "-" ? "STDOUT" : name;
    await log.verbose(`Saving to: ‘${shown}’\n\n`);
    const started = process.machine.clock.now();
    let came = 0;
    let isWhole = true;
    try {
      for await (const piece of response.body) {
        await output.write(piece);
        came += byteLength(piece);
      }
      this.#connection.release(response);
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      isWhole = false;
      this.#connection.close();
    }
    const seconds = Math.max((process.machine.clock.now() - started) / 1000, INSTANT);
    const length = headerOf(headers, "content-length");
    const total = length === undefined ? undefined : before + Number(length);
    const download = { name: shown, before, came, total, seconds };
    if (log.showsProgress) {
      if (log.quiet) await log.always("\n");
      await log.always((log.output.isTTY ? barMeter : dotMeter)(download));
    }
    if (!isWhole) {
      this.#from = asked === "-" ? 0 : before + came;
      return { why: `${log.now()} (${rateText(came, seconds)}) - Connection closed at byte ${before + came}. ` };
    }
    this.#tally.files++;
    this.#tally.bytes += came;
    this.#tally.seconds += seconds;
    const count = total === undefined ? `[${came}]` : `[${before + came}/${total}]`;
    const verb = asked === "-" ? "written to stdout" : `‘${name}’ saved`;
    await log.verbose(`${log.now()} (${rateText(came, seconds)}) - ${verb} ${count}\n\n`);
    await log.brief(`${log.now()} URL:${this.#target.url} ${count} -> "${name}" [1]\n`);
    return 0;
  }

  async #openFile(name: string, append: boolean) {
    const folder = this.#run.options.value("P");
    try {
      if (folder !== undefined) this.#run.files.mkdir(this.#run.path(folder), { recursive: true });
      return openOutput(this.#run.process, name, { append });
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await this.#log.always(`${name}: ${error.message}\n\nCannot write to ‘${name}’ (${error.message}).\n`);
      return undefined;
    }
  }

  /** The file's name by the URL that was typed (a redirect does not change it), or with leave by the server's word. */
  #nameFor(headers: OpenResponse["headers"]): string {
    const given = /filename="?([^";]+)"?/i.exec(headerOf(headers, "content-disposition") ?? "")?.[1];
    const name =
      this.#run.has("content-disposition") && given !== undefined
        ? given.replace(/^.*\//, "")
        : nameOf(this.#run.has("trust-server-names") ? this.#target : this.#first);
    const folder = this.#run.options.value("P");
    return folder === undefined ? name : `${folder}/${name}`;
  }

  /** `f`, or when that is there `f.1`, `f.2`. */
  #freeName(name: string): string {
    if (this.#from > 0) return name;
    for (let i = 0; ; i++) {
      const candidate = i === 0 ? name : `${name}.${i}`;
      if (!this.#run.files.exists(this.#run.path(candidate))) return candidate;
    }
  }

  /** The file that `-nc` leaves as it is. */
  #alreadyThere(): string | undefined {
    const name = this.#run.options.value("O") ?? this.#nameFor({});
    return this.#run.has("nc") && this.#run.files.exists(this.#run.path(name)) ? name : undefined;
  }

  #sizeNow(): number {
    const name = this.#run.options.value("O") ?? this.#nameFor({});
    const path = this.#run.path(name);
    return name !== "-" && this.#run.files.exists(path) ? this.#run.files.stat(path).size : 0;
  }
}

/** What a URL's file is called, its query included; `index.html` for a folder. */
function nameOf(target: Target): string {
  const query = /\?(.*)$/.exec(target.path)?.[1];
  const name = fileNameOf(target) || "index.html";
  return query === undefined ? name : `${name}?${query}`;
}

/** A URL that is typed; a message where it is none that wget can ask. */
export function targetOf(url: string): Target | string {
  try {
    const target = parseTarget(url);
    if (target.scheme !== "http" && target.scheme !== "https") return `${url}: Unsupported scheme.\n`;
    return target;
  } catch (error) {
    if (!(error instanceof UrlError)) throw error;
    return `${url}: ${error.message.startsWith("Port") ? "Bad port number" : "Invalid host name"}.\n`;
  }
}
