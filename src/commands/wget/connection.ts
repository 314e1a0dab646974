import type { Connection } from "../../kernel/connection.ts";
import { HttpFailure, headerOf, type OpenResponse, requestHttp } from "../../kernel/http.ts";
import type { Run } from "../command.ts";
import { addressesOf, DialError, dial, isMusl, networkErrorText, resolveErrorText } from "../dial.ts";
import type { HttpCall, Target } from "../http-fetch.ts";
import type { WgetLog } from "./log.ts";

/** What came of asking: an answer, a failure that another try may mend, or one that it will not. */
export type Outcome =
  | { readonly kind: "answer"; readonly response: OpenResponse }
  | { readonly kind: "again"; readonly why: string }
  | { readonly kind: "failed"; readonly status: number };

/** The one connection that GNU wget keeps open between requests (its src/http.c). */
export class WgetConnection {
  readonly #run: Run;
  readonly #log: WgetLog;
  /** ms without a word from the other side; `-T`, or 900 seconds. */
  readonly #patience: number;
  readonly #limit: number | undefined;
  #open: { readonly connection: Connection; readonly place: string } | undefined;
  #isIdle = false;

  constructor(run: Run, log: WgetLog) {
    this.#run = run;
    this.#log = log;
    const timeout = run.options.value("T");
    this.#limit = timeout === undefined || Number(timeout) === 0 ? undefined : Number(timeout) * 1000;
    this.#patience = this.#limit ?? 900_000;
  }

  /** Connects, unless the last connection leads there, and asks; tells what happens. */
  async ask(target: Target, request: HttpCall): Promise<Outcome> {
    const place = `${target.host}:${target.port}`;
    const reused = this.#isIdle && this.#open?.place === place;
    if (reused) await this.#log.verbose(`Reusing existing connection to ${place}.\n`);
    else {
      this.close();
      const failed = await this.#connect(target, place);
      if (failed) return failed;
    }
    this.#isIdle = false;
    const connection = this.#open?.connection;
    if (!connection) return { kind: "failed", status: 4 };
    const outcome = await this.#exchange(connection, target, request);
    if (outcome.kind === "again") {
      this.close();
      // The other side hung up in the meantime: no try of its own.
      if (reused) return this.ask(target, request);
    }
    return outcome;
  }

  async #exchange(connection: Connection, target: Target, request: HttpCall): Promise<Outcome> {
    const { process } = this.#run;
    const { clock } = process.machine;
    const late = new AbortController();
    const cancel = clock.after(this.#patience, () => late.abort(new TimedOut()));
    const sent = "HTTP request sent, awaiting response... ";
    try {
      const response = await requestHttp(
        connection,
        { ...request, target: target.path, body: request.body ?? "" },
        AbortSignal.any([process.signal, late.signal]),
      );
      await this.#log.verbose(sent);
      return { kind: "answer", response };
    } catch (error) {
      if (error instanceof TimedOut)
        return { kind: "again", why: `${sent}Read error (${networkErrorText(process, "ETIMEDOUT")}) in headers.` };
      if (!(error instanceof HttpFailure)) throw error;
      if (error.reason === "reset")
        return { kind: "again", why: "Failed writing HTTP request: Connection reset by peer." };
      return { kind: "again", why: `${sent}No data received.` };
    } finally {
      cancel();
    }
  }

  /** The body has been read: keeps the connection when the answer lets it. */
  release({ version, headers }: OpenResponse): void {
    const closes = version === "HTTP/1.0" || headerOf(headers, "connection")?.toLowerCase() === "close";
    if (closes) this.close();
    else this.#isIdle = true;
  }

  close(): void {
    this.#open?.connection.close();
    this.#open = undefined;
    this.#isIdle = false;
  }

  async #connect(target: Target, place: string): Promise<Outcome | undefined> {
    const { process } = this.#run;
    const log = this.#log;
    const { host, port } = target;
    const isAddress = /^[\d.]+$|:/.test(host);
    if (!isAddress) await log.verbose(`Resolving ${host} (${host})... `);
    const addresses = addressesOf(process, host);
    const [address] = addresses ?? [];
    if (addresses === undefined || address === undefined) {
      await log.verbose(`failed: ${resolveErrorText(host)}.\n`);
      await log.normal(`wget: unable to resolve host address ‘${host}’\n`);
      return { kind: "failed", status: 4 };
    }
    if (!isAddress) await log.verbose(`${addresses.join(", ")}\n`);
    const where = isAddress ? `${host}:${port}` : `${host} (${host})|${address}|:${port}`;
    await log.verbose(`Connecting to ${where}... `);
    let connection: Connection;
    try {
      connection = await dial(process, address, port, this.#limit);
    } catch (error) {
      if (!(error instanceof DialError)) throw error;
      const why = `failed: ${networkErrorText(process, error.code)}.`;
      if (error.code === "ETIMEDOUT") return { kind: "again", why };
      await log.normal(`${why}\n`);
      return { kind: "failed", status: 4 };
    }
    await log.verbose("connected.\n");
    if (target.scheme === "https" && !connection.secure) {
      connection.close();
      // Debian's wget is built with GnuTLS, Alpine's with OpenSSL.
      const why = isMusl(process)
        ? "OpenSSL: error:0A00010B:SSL routines::wrong version number"
        : "GnuTLS: An unexpected TLS packet was received.";
      await log.normal(`${why}\nUnable to establish SSL connection.\n`);
      return { kind: "failed", status: 4 };
    }
    this.#open = { connection, place };
    return undefined;
  }
}

/** Nothing was heard for as long as `-T` says. */
class TimedOut extends Error {}
