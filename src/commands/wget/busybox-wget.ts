import { byteLength } from "../../kernel/bytes.ts";
import { headerOf, type OpenResponse } from "../../kernel/http.ts";
import { openOutput } from "../../kernel/open.ts";
import type { Output } from "../../kernel/stream.ts";
import { command, Failure, type Run } from "../command.ts";
import { DialError, dial, networkErrorText, notConnected } from "../dial.ts";
import {
  addressOfTarget,
  call,
  fileNameOf,
  HttpFailure,
  parseTarget,
  redirected,
  type Target,
  UrlError,
} from "../http-fetch.ts";

const MAX_REDIRECTS = 5;

/** busybox's wget (its source: networking/wget.c, libbb/progress.c). */
export const busyboxWget = command(
  {
    usage:
      "[-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR]\n\t[--post-data STR | --post-file FILE] [-Y on/off]\n\t[--no-check-certificate] [-P DIR] [-U AGENT] [-T SEC] URL...",
    about: "Retrieve files via HTTP or FTP",
    short: "cqSO:o:P:U:T:Y:t:n:",
    long: "spider header: post-data: post-file: no-check-certificate quiet=q output-document:=O server-response=S continue=c timeout:=T user-agent:=U directory-prefix:=P output-file:=o tries:=t proxy:=Y",
    operands: [1, Number.POSITIVE_INFINITY],
  },
  async (run) => {
    for (const url of run.operands) if (!(await fetchOne(run, url))) return 1;
    return run.status;
  },
);

/** Whether it worked. @throws Failure */
async function fetchOne(run: Run, url: string): Promise<boolean> {
  let target = parse(url);
  const first = target;
  const told = logOf(run);
  const say = (text: string) => (run.has("q") ? Promise.resolve() : told.write(text));
  const body = run.options.value("post-data") ?? postFile(run);
  let isNamed = false;
  for (let hop = 0; ; hop++) {
    const address = addressOfTarget(run.process, target);
    if (address === undefined) throw new Failure(`bad address '${target.host}'`);
    if (!isNamed) await say(`Connecting to ${target.authority} (${address}:${target.port})\n`);
    const { response, connection } = await ask(run, target, address, body);
    const location = headerOf(response.headers, "location");
    const moves = response.status >= 300 && response.status < 400 && location !== undefined;
    if (run.has("S")) await showHeaders(run, response.head, moves);
    if (moves) {
      connection.close();
      if (hop >= MAX_REDIRECTS) throw new Failure("too many redirections");
      // A place on the same server is asked for without another word.
      isNamed = location.startsWith("/") && !location.startsWith("//");
      target = next(target, location);
      continue;
    }
    if (response.status < 200 || response.status >= 300) {
      connection.close();
      throw new Failure(`server returned error: ${response.version} ${response.status} ${response.reason}`);
    }
    if (run.has("spider")) {
      connection.close();
      await say("remote file exists\n");
      return true;
    }
    const length = headerOf(response.headers, "content-length");
    const isSaved = await save(run, first, length === undefined ? Number.NaN : Number(length), response, say);
    connection.close();
    return isSaved;
  }
}

/** What it tells goes to standard error, or where `-o` says. */
function logOf(run: Run): Output {
  const name = run.options.value("o");
  return name === undefined ? run.process.stderr : openOutput(run.process, name, { append: true });
}

function parse(url: string): Target {
  try {
    const target = parseTarget(url, true);
    if (!["http", "https", "ftp"].includes(target.scheme)) throw new Failure(`not an http or ftp url: ${url}`);
    return target;
  } catch (error) {
    const port = /^[^/]*\/\/[^/:]*:([^/]*)/.exec(url)?.[1];
    if (error instanceof UrlError && error.message.startsWith("Port")) throw new Failure(`bad port '${port ?? ""}'`);
    if (error instanceof UrlError) throw new Failure(`bad address '${url}'`);
    throw error;
  }
}

function next(from: Target, location: string): Target {
  try {
    return redirected(from, location);
  } catch (error) {
    if (error instanceof UrlError) throw new Failure(`bad address '${location}'`);
    throw error;
  }
}

function postFile(run: Run): string | undefined {
  const name = run.options.value("post-file");
  return name === undefined ? undefined : run.files.readFile(run.path(name));
}

async function ask(run: Run, target: Target, address: string, body: string | undefined) {
  const headers: Record<string, string> = {
    Host: target.authority,
    "User-Agent": run.options.value("U") ?? "Wget",
    Connection: "close",
    ...(run.has("c")
      ? { Range: `bytes=${sizeNow(run, run.options.value("O") ?? (fileNameOf(target) || "index.html"))}-` }
      : {}),
    ...(target.user === undefined ? {} : { Authorization: `Basic ${btoa(target.user)}` }),
    ...(body === undefined ? {} : { "Content-Type": "application/x-www-form-urlencoded" }),
  };
  for (const header of run.options.values("header")) {
    const cut = header.indexOf(":");
    headers[header.slice(0, cut)] = header.slice(cut + 1).trim();
  }
  const seconds = run.options.value("T");
  const limit = seconds === undefined ? undefined : Number(seconds) * 1000;
  const method = run.has("spider") ? "HEAD" : body === undefined ? "GET" : "POST";
  try {
    if (target.scheme === "https") {
      await run.warn("note: TLS certificate validation not implemented", run.status);
      const probe = await dial(run.process, address, target.port);
      probe.close();
      if (!probe.secure) throw new Failure("error getting response: Connection reset by peer");
    }
    return await within(run, (signal) =>
      call(
        run.process,
        target,
        address,
        { method, headers, ...(body === undefined ? {} : { body }) },
        { signal, limit },
      ),
    );
  } catch (error) {
    if (error instanceof TimedOut || (error instanceof DialError && error.code === "ETIMEDOUT" && limit !== undefined))
      throw new Failure("download timed out");
    if (error instanceof DialError) throw new Failure(notConnected(address, networkErrorText(run.process, error.code)));
    if (error instanceof HttpFailure)
      throw new Failure(
        error.reason === "reset" ? "error getting response: Connection reset by peer" : "error getting response",
      );
    throw error;
  }
}

/** Runs something that `-T` cuts short. @throws TimedOut */
async function within<T>(run: Run, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const seconds = Number(run.options.value("T") ?? 900);
  const cancel = run.process.machine.clock.after(seconds * 1000, () => late.abort(new TimedOut()));
  try {
    return await work(AbortSignal.any([run.process.signal, late.signal]));
  } finally {
    cancel();
  }
}

/** Nothing was heard for as long as `-T` says. */
class TimedOut extends Error {}

/** The head as it is read: to its empty line, or to the field that leads elsewhere. */
async function showHeaders(run: Run, head: string, moves: boolean): Promise<void> {
  const lines = head.split("\r\n").slice(0, -1);
  const end = moves ? lines.findIndex((line) => /^location:/i.test(line)) + 1 : lines.length;
  for (const line of lines.slice(0, end)) await run.process.stderr.write(`  ${line}\n`);
}

async function save(
  run: Run,
  target: Target,
  length: number,
  response: OpenResponse,
  say: (text: string) => Promise<void>,
): Promise<boolean> {
  const folder = run.options.value("P");
  const asked = run.options.value("O");
  const short = asked ?? (fileNameOf(target) || "index.html");
  const name = asked ?? (folder === undefined ? short : `${folder}/${short}`);
  const toStdout = name === "-";
  if (!toStdout && asked === undefined && run.files.exists(run.path(name)) && !run.has("c"))
    throw new Failure(`can't open '${name}': File exists`);
  const before = response.status === 206 ? sizeNow(run, name) : 0;
  const output = toStdout
    ? run.process.stdout
    : await run.try(() => openOutput(run.process, name, { append: before > 0 }), `can't open '${name}'`);
  if (!output) return false;
  await say(toStdout ? "writing to stdout\n" : `saving to '${name}'\n`);
  let done = before;
  try {
    for await (const piece of response.body) {
      await output.write(piece);
      done += byteLength(piece);
    }
  } catch (error) {
    if (error instanceof HttpFailure) throw new Failure("connection closed prematurely");
    throw error;
  }
  const title = toStdout ? "-" : name.replace(/^.*\//, "");
  // The meter is a terminal's and standard error's: a log has none.
  if (done > 0 && !run.has("o")) await say(`${progress(title, done, Number.isNaN(length) ? done : before + length)}\n`);
  await say(toStdout ? "written to stdout\n" : `'${name}' saved\n`);
  return true;
}

function sizeNow(run: Run, name: string): number {
  return name !== "-" && run.files.exists(run.path(name)) ? run.files.stat(run.path(name)).size : 0;
}

/** The line of libbb's progress meter when it has come to its end. */
function progress(name: string, done: number, total: number): string {
  const percent = total === 0 ? 100 : Math.floor((done * 100) / total);
  return `${name.slice(0, 20).padEnd(20)} ${String(percent).padStart(3)}% |${"*".repeat(32)}| ${human(done).padStart(5)}  0:00:00 ETA`;
}

function human(bytes: number): string {
  if (bytes < 100_000) return String(bytes);
  return bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)}k` : `${(bytes / 1024 ** 2).toFixed(1)}M`;
}
