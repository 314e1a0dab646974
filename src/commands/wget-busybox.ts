import { byteLength } from "../kernel/bytes.ts";
import { headerOf } from "../kernel/http.ts";
import { openOutput } from "../kernel/open.ts";
import { command, Failure, type Run } from "./command.ts";
import { DialError, dial, networkErrorText } from "./dial.ts";
import {
  addressOfTarget,
  call,
  fileNameOf,
  HttpFailure,
  parseTarget,
  redirected,
  type Target,
  UrlError,
} from "./http-fetch.ts";

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
    for (const url of run.operands) await fetchOne(run, url);
    return 0;
  },
);

async function fetchOne(run: Run, url: string): Promise<void> {
  let target = parse(url);
  const say = (text: string) => (run.has("q") ? Promise.resolve() : run.process.stderr.write(text));
  const body = run.options.value("post-data") ?? postFile(run);
  for (let hop = 0; ; hop++) {
    const address = addressOfTarget(run.process, target);
    if (address === undefined) throw new Failure(`bad address '${target.authority}'`);
    await say(`Connecting to ${target.authority} (${address}:${target.port})\n`);
    const { response, connection } = await ask(run, target, address, body);
    if (run.has("S")) await showHeaders(run, response.head);
    const location = headerOf(response.headers, "location");
    if (response.status >= 300 && response.status < 400 && location !== undefined) {
      connection.close();
      if (hop >= MAX_REDIRECTS) throw new Failure("too many redirections");
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
      return;
    }
    await save(run, target, Number(headerOf(response.headers, "content-length") ?? Number.NaN), response.body, say);
    connection.close();
    return;
  }
}

function parse(url: string): Target {
  try {
    const target = parseTarget(url);
    if (!["http", "https", "ftp"].includes(target.scheme)) throw new Failure(`not an http or ftp url: ${url}`);
    return target;
  } catch (error) {
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
    ...(target.user === undefined ? {} : { Authorization: `Basic ${btoa(target.user)}` }),
    ...(body === undefined ? {} : { "Content-Type": "application/x-www-form-urlencoded" }),
  };
  for (const header of run.options.values("header")) {
    const cut = header.indexOf(":");
    headers[header.slice(0, cut)] = header.slice(cut + 1).trim();
  }
  const method = run.has("spider") ? "HEAD" : body === undefined ? "GET" : "POST";
  try {
    if (target.scheme === "https") {
      await run.warn("note: TLS certificate validation not implemented", run.status);
      const probe = await dial(run.process, address, target.port);
      probe.close();
      if (!probe.secure) throw new Failure("error getting response: Connection reset by peer");
    }
    return await call(run.process, target, address, { method, headers, ...(body === undefined ? {} : { body }) });
  } catch (error) {
    if (error instanceof DialError)
      throw new Failure(`can't connect to remote host (${address}): ${networkErrorText(run.process, error.code)}`);
    if (error instanceof HttpFailure)
      throw new Failure(
        error.reason === "reset" ? "error getting response: Connection reset by peer" : "error getting response",
      );
    throw error;
  }
}

async function showHeaders(run: Run, head: string): Promise<void> {
  for (const line of head.split("\r\n").filter((text) => text !== "")) await run.process.stderr.write(`  ${line}\n`);
}

async function save(
  run: Run,
  target: Target,
  length: number,
  body: AsyncIterable<string>,
  say: (text: string) => Promise<void>,
): Promise<void> {
  const folder = run.options.value("P");
  const asked = run.options.value("O");
  const short = asked ?? (fileNameOf(target) || "index.html");
  const name = asked ?? (folder === undefined ? short : `${folder}/${short}`);
  const toStdout = name === "-";
  if (!toStdout && asked === undefined && run.files.exists(run.path(name)))
    throw new Failure(`can't open '${name}': File exists`);
  const output = toStdout
    ? run.process.stdout
    : await run.try(() => openOutput(run.process, name), `can't open '${name}'`);
  if (!output) throw new Failure("", 1);
  await say(toStdout ? "writing to stdout\n" : `saving to '${name}'\n`);
  let done = 0;
  for await (const piece of body) {
    await output.write(piece);
    done += byteLength(piece);
  }
  const title = toStdout ? "-" : name.replace(/^.*\//, "");
  await say(`${progress(title, done, Number.isNaN(length) ? done : length)}\n`);
  await say(toStdout ? "written to stdout\n" : `'${name}' saved\n`);
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
