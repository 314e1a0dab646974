import { headerOf } from "../../../kernel/http.ts";
import { addressesOf, DialError } from "../../dial.ts";
import { call, HttpFailure, parseTarget, redirected, UrlError } from "../../http-fetch.ts";
import { GitError } from "../git-error.ts";
import type { GitRun } from "../git-run.ts";
import { gitVersion } from "../version.ts";
import type { Source } from "./transport.ts";

const MOST_REDIRECTS = 20;

/** A repository behind HTTP that hands out its files as they are: git's "dumb" protocol (gitprotocol-http). */
export class HttpSource implements Source {
  readonly refs: ReadonlyMap<string, string>;
  readonly head: string | undefined;
  readonly isRemote = true;
  readonly #git: GitRun;
  readonly #base: string;

  private constructor(git: GitRun, base: string, refs: ReadonlyMap<string, string>, head: string | undefined) {
    this.#git = git;
    this.#base = base;
    this.refs = refs;
    this.head = head;
  }

  /** Asks for the names. @throws GitError in git's words */
  static async open(git: GitRun, address: string): Promise<HttpSource> {
    const base = address.replace(/\/$/, "");
    const listing = await fetchText(git, base, "info/refs?service=git-upload-pack");
    if (listing === undefined) throw new GitError(`repository '${base}/' not found`);
    const rows = listing.split("\n").flatMap((line) => {
      const [, id = "", name = ""] = /^([0-9a-f]{40})\t(refs\/[^^\s]+)$/.exec(line) ?? [];
      return name === "" ? [] : [[name, id] as const];
    });
    if (rows.length === 0 && listing.trim() !== "")
      throw new GitError(`${base}/info/refs not valid: is this a git repository?`);
    const head = /^ref: (\S+)/.exec((await fetchText(git, base, "HEAD")) ?? "")?.[1];
    return new HttpSource(git, base, new Map(rows), head);
  }

  async object(id: string): Promise<string> {
    const content = await fetchText(this.#git, this.#base, `objects/${id.slice(0, 2)}/${id.slice(2)}`);
    if (content === undefined) throw new GitError(`Unable to find ${id} under ${this.#base}`, { label: "error: " });
    return content;
  }
}

/** Asks a server. @returns undefined when it has no such thing @throws GitError */
export async function fetchText(git: GitRun, base: string, path: string): Promise<string | undefined> {
  const { process } = git;
  const cannot = (reason: string) => new GitError(`unable to access '${base}/': ${reason}`);
  let target: ReturnType<typeof parseTarget>;
  try {
    target = parseTarget(`${base}/${path}`);
  } catch (error) {
    if (error instanceof UrlError) throw cannot(`URL rejected: ${error.message}`);
    throw error;
  }
  for (let hop = 0; ; hop++) {
    const [address] = addressesOf(process, target.host) ?? [];
    if (address === undefined) throw cannot(`Could not resolve host: ${target.host}`);
    const started = process.machine.clock.now();
    try {
      const { response, connection } = await call(process, target, address, {
        method: "GET",
        headers: { Host: target.authority, "User-Agent": `git/${gitVersion(process)}`, Accept: "*/*" },
      });
      if (target.scheme === "https" && !connection.secure) {
        connection.close();
        throw cannot("TLS connect error: error:0A00010B:SSL routines::wrong version number");
      }
      let body = "";
      for await (const piece of response.body) body += piece;
      connection.close();
      const location = headerOf(response.headers, "location");
      if (response.status >= 300 && response.status < 400 && location !== undefined && hop < MOST_REDIRECTS) {
        target = redirected(target, location);
        continue;
      }
      if (response.status === 404) return undefined;
      if (response.status >= 400) throw cannot(`The requested URL returned error: ${response.status}`);
      return body;
    } catch (error) {
      if (error instanceof HttpFailure) throw cannot("Empty reply from server");
      if (!(error instanceof DialError)) throw error;
      const ms = Math.round(process.machine.clock.now() - started);
      throw cannot(`Failed to connect to ${target.host}:${target.port} after ${ms} ms: Could not connect to server`);
    }
  }
}
