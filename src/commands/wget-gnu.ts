import { byteLength } from "../kernel/bytes.ts";
import type { Connection } from "../kernel/connection.ts";
import { headerOf, type OpenResponse } from "../kernel/http.ts";
import { openOutput } from "../kernel/open.ts";
import { command, type Run } from "./command.ts";
import { addressesOf, DialError, dial, networkErrorText, resolveErrorText } from "./dial.ts";
import { call, fileNameOf, HttpFailure, parseTarget, redirected, type Target, UrlError } from "./http-fetch.ts";
import { toolVersion } from "./tool-versions.ts";

const MAX_REDIRECTS = 20;

/** GNU wget 1.25. */
export const gnuWget = command(
  {
    usage: "[OPTION]... [URL]...",
    about: "Retrieves files via HTTP.",
    version: (files) => versionText(toolVersion(files, "wget")),
    short: "VqvO:o:P:U:T:t:Sci:w:e:bNr:k:l:n",
    long: "quiet=q no-verbose=nv no-clobber=nc verbose=v output-document:=O server-response=S spider header: post-data: post-file: method: body-data: no-check-certificate directory-prefix:=P user-agent:=U timeout:=T tries:=t continue=c output-file:=o show-progress progress: user: password: content-on-error max-redirect: no-proxy no-cache",
    failure: 2,
    // Two letters, as an option of one dash: -nv, -nc; -nd and -nH are for whole sites.
    before: (args) =>
      args
        .filter((arg) => arg !== "-nd" && arg !== "-nH")
        .map((arg) => (arg === "-nv" ? "--no-verbose" : arg === "-nc" ? "--no-clobber" : arg)),
  },
  async (run) => {
    if (run.operands.length === 0) {
      await run.process.stderr.write(
        "wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n",
      );
      return 1;
    }
    let status = 0;
    for (const url of run.operands) status = (await fetchOne(run, url)) || status;
    return status;
  },
);

/** Its features, the places of its files and how it was compiled are left out. */
const versionText = (version: string) => `GNU Wget ${version} built on linux-gnu.

Copyright (C) 2015 Free Software Foundation, Inc.
License GPLv3+: GNU GPL version 3 or later
<http://www.gnu.org/licenses/gpl.html>.
This is free software: you are free to change and redistribute it.
There is NO WARRANTY, to the extent permitted by law.

Originally written by Hrvoje Niksic <hniksic@xemacs.org>.
Please send bug reports and questions to <bug-wget@gnu.org>.
`;

class Log {
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  get quiet(): boolean {
    return this.#run.has("q");
  }

  /** What `-q` and `-nv` leave out. */
  async verbose(text: string): Promise<void> {
    if (!this.quiet && !this.#run.has("nv")) await this.always(text);
  }

  /** What only `-q` leaves out. */
  async normal(text: string): Promise<void> {
    if (!this.quiet) await this.always(text);
  }

  always(text: string): Promise<void> {
    return this.#run.process.stderr.write(text);
  }

  /** "2026-11-24 04:24:28" */
  now(): string {
    return new Date(this.#run.process.machine.clock.now()).toISOString().slice(0, 19).replace("T", " ");
  }
}

async function fetchOne(run: Run, url: string): Promise<number> {
  const log = new Log(run);
  let target: Target;
  try {
    target = parseTarget(url);
  } catch (error) {
    if (!(error instanceof UrlError)) throw error;
    await log.always(`${url}: ${error.message.startsWith("Port") ? "Bad port number" : "Invalid host name"}.\n`);
    return 1;
  }
  if (run.has("spider")) await log.verbose("Spider mode enabled. Check if remote file exists.\n");
  const limit = Number(run.options.value("max-redirect") ?? MAX_REDIRECTS);
  for (let hop = 0; ; hop++) {
    await log.verbose(`--${log.now()}--  ${target.url}\n`);
    const opened = await open(run, log, target);
    if (typeof opened === "number") return opened;
    const { response, connection } = opened;
    const location = headerOf(response.headers, "location");
    if (response.status >= 300 && response.status < 400 && location !== undefined) {
      connection.close();
      await log.verbose(`Location: ${location} [following]\n`);
      if (hop >= limit) {
        await log.always(`${limit} redirections exceeded.\n`);
        return 8;
      }
      target = redirected(target, location);
      continue;
    }
    const status = await finish(run, log, target, response);
    connection.close();
    return status;
  }
}

/** Connects and asks, telling what happens; the exit status when it does not work. */
async function open(
  run: Run,
  log: Log,
  target: Target,
): Promise<{ response: OpenResponse; connection: Connection } | number> {
  const { process } = run;
  const { host, port } = target;
  const isAddress = /^[\d.]+$/.test(host);
  if (!isAddress) await log.verbose(`Resolving ${host} (${host})... `);
  const addresses = addressesOf(process, host);
  const [address] = addresses ?? [];
  if (addresses === undefined || address === undefined) {
    await log.verbose(`failed: ${resolveErrorText(host)}.\n`);
    if (!log.quiet) await log.always(`wget: unable to resolve host address ‘${host}’\n`);
    return 4;
  }
  if (!isAddress) await log.verbose(`${addresses.join(", ")}\n`);
  const where = isAddress ? `${host}:${port}` : `${host} (${host})|${address}|:${port}`;
  await log.verbose(`Connecting to ${where}... `);
  try {
    if (target.scheme === "https") {
      const probe = await dial(process, address, port);
      probe.close();
      if (!probe.secure) {
        await log.verbose("connected.\n");
        if (!log.quiet)
          await log.always(
            "OpenSSL: error:0A00010B:SSL routines::wrong version number\nUnable to establish SSL connection.\n",
          );
        return 4;
      }
    }
    const opened = await call(process, target, address, request(run, target));
    await log.verbose("connected.\nHTTP request sent, awaiting response... ");
    const { status, reason, head } = opened.response;
    if (run.has("S")) {
      const lines = head.split("\r\n").filter((line) => line !== "");
      await log.verbose(`\n${lines.map((line) => `  ${line}\n`).join("")}`);
    } else await log.verbose(`${status} ${reason}\n`);
    return opened;
  } catch (error) {
    if (error instanceof DialError) {
      await log.verbose(`failed: ${networkErrorText(process, error.code)}.\n`);
      if (run.has("nv")) await log.normal(`failed: ${networkErrorText(process, error.code)}.\n`);
      return 4;
    }
    if (!(error instanceof HttpFailure)) throw error;
    await log.verbose("connected.\nHTTP request sent, awaiting response... ");
    await log.verbose(
      error.reason === "reset"
        ? "Read error (Connection reset by peer) in headers.\nGiving up.\n\n"
        : "No data received.\nGiving up.\n\n",
    );
    return 4;
  }
}

function request(run: Run, target: Target) {
  const file = run.options.value("post-file");
  const body =
    run.options.value("post-data") ??
    run.options.value("body-data") ??
    (file === undefined ? undefined : run.files.readFile(run.path(file)));
  const user = run.options.value("user");
  const login = target.user ?? (user === undefined ? undefined : `${user}:${run.options.value("password") ?? ""}`);
  const headers: Record<string, string> = {
    Host: target.authority,
    "User-Agent": run.options.value("U") ?? `Wget/${toolVersion(run.process.machine.files, "wget")}`,
    Accept: "*/*",
    "Accept-Encoding": "identity",
    ...(login === undefined ? {} : { Authorization: `Basic ${btoa(login)}` }),
    Connection: "Keep-Alive",
    ...(body === undefined ? {} : { "Content-Type": "application/x-www-form-urlencoded" }),
  };
  for (const header of run.options.values("header")) {
    const cut = header.indexOf(":");
    headers[header.slice(0, cut)] = header.slice(cut + 1).trim();
  }
  const method = run.options.value("method") ?? (run.has("spider") ? "HEAD" : body === undefined ? "GET" : "POST");
  return { method, headers, ...(body === undefined ? {} : { body }) };
}

async function finish(run: Run, log: Log, target: Target, response: OpenResponse): Promise<number> {
  const { status, reason, headers } = response;
  if (status >= 400) {
    if (run.has("spider")) {
      await log.verbose("Remote file does not exist -- broken link!!!\n\n");
      if (run.has("nv")) await log.normal(`${target.url}:\nRemote file does not exist -- broken link!!!\n`);
      return 8;
    }
    if (run.has("nv")) await log.normal(`${target.url}:\n`);
    await log.normal(`${log.now()} ERROR ${status}: ${reason}.\n`);
    await log.verbose("\n");
    return 8;
  }
  const length = headerOf(headers, "content-length");
  const type = headerOf(headers, "content-type")?.replace(/;.*$/, "");
  const size = length === undefined ? "unspecified" : sizeText(Number(length));
  await log.verbose(`Length: ${size}${type === undefined ? "" : ` [${type}]`}\n`);
  if (run.has("spider")) {
    await log.verbose("Remote file exists.\n\n");
    if (run.has("nv")) await log.normal(`${log.now()} URL: ${target.url} ${status} ${reason}\n`);
    return 0;
  }
  return save(run, log, target, response, length === undefined ? undefined : Number(length));
}

async function save(
  run: Run,
  log: Log,
  target: Target,
  response: OpenResponse,
  length: number | undefined,
): Promise<number> {
  const { process } = run;
  const asked = run.options.value("O");
  const name = asked ?? freeName(run, fileNameOf(target) || "index.html");
  if (name === undefined) {
    await log.normal(`File ‘${fileNameOf(target)}’ already there; not retrieving.\n\n`);
    return 0;
  }
  const shown = asked === "-" ? "STDOUT" : name;
  const output = name === "-" ? process.stdout : await run.try(() => openOutput(process, name), name);
  if (!output) return 3;
  await log.verbose(`Saving to: ‘${shown}’\n\n`);
  const started = process.machine.clock.now();
  let done = 0;
  for await (const piece of response.body) {
    await output.write(piece);
    done += byteLength(piece);
  }
  const seconds = Math.max((process.machine.clock.now() - started) / 1000, 0.0005);
  if (!log.quiet || run.has("show-progress")) {
    const meter = process.stderr.isTTY ? barMeter(shown, done, seconds) : dotMeter(done, seconds);
    if (!run.has("nv")) await log.always(meter);
  }
  const total = length === undefined ? `[${done}]` : `[${done}/${length}]`;
  const verb = name === "-" ? "written to stdout" : `‘${name}’ saved`;
  await log.verbose(`${log.now()} (${rate(done / seconds)}) - ${verb} ${total}\n\n`);
  if (run.has("nv")) await log.normal(`${log.now()} URL:${target.url} ${total} -> "${name}" [1]\n`);
  return 0;
}

/** `f`, or when that is there `f.1`, `f.2`; undefined when it is there and `-nc` says to leave it. */
function freeName(run: Run, name: string): string | undefined {
  const folder = run.options.value("P");
  const base = folder === undefined ? name : `${folder}/${name}`;
  for (let i = 0; ; i++) {
    const candidate = i === 0 ? base : `${base}.${i}`;
    if (!run.files.exists(run.path(candidate))) return candidate;
    if (run.has("nc")) return undefined;
  }
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return String(bytes);
  const units = ["", "K", "M", "G"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < 3) {
    value /= 1024;
    unit++;
  }
  return `${bytes} (${value < 10 ? value.toFixed(1) : Math.round(value)}${units[unit]})`;
}

function rate(bytesPerSecond: number): string {
  const units = ["B/s", "KB/s", "MB/s", "GB/s"];
  let value = bytesPerSecond;
  let unit = 0;
  while (value >= 1024 && unit < 3) {
    value /= 1024;
    unit++;
  }
  return `${value >= 99.95 ? Math.round(value) : value >= 9.995 ? value.toFixed(1) : value.toFixed(2)} ${units[unit]}`;
}

const shortTime = (seconds: number) => (seconds < 0.001 ? "0s" : `${seconds.toFixed(seconds < 1 ? 3 : 1)}s`);

/** Fifty dots of a kilobyte a line, as in a pipe. */
function dotMeter(done: number, seconds: number): string {
  const dots = Math.floor(done / 1024);
  const lines: string[] = [];
  for (let line = 0; line * 50 <= dots; line++) {
    const count = Math.min(50, dots - line * 50);
    const groups = (".".repeat(count).match(/.{1,10}/g) ?? []).join(" ");
    const last = (line + 1) * 50 > dots;
    const end = last
      ? `100% ${rate(done / seconds).replace(/ (.).*$/, "$1")}=${shortTime(seconds)}`
      : `${Math.floor(((line + 1) * 5120000) / done)}% ${rate(done / seconds).replace(/ (.).*$/, "$1")} 0s`;
    lines.push(`${String(line * 50).padStart(6)}K ${groups.padEnd(55)} ${end}`);
  }
  return `${lines.join("\n")}\n\n`;
}

/** The bar on a terminal, when it has come to its end. */
function barMeter(name: string, done: number, seconds: number): string {
  const title = name.replace(/^.*\//, name.startsWith("/") ? name.slice(0, name.lastIndexOf("/") + 1) : "");
  const short = title.length > 20 ? `${title.slice(0, 20)}` : title.padEnd(20);
  const speed = seconds < 0.05 ? "--.-KB/s" : rate(done / seconds).replace(" ", "");
  const line = `${short} 100%[===================>] ${sizeText(done)
    .replace(/.*\((.*)\)/, "$1")
    .padStart(7)}  ${speed}    in ${shortTime(seconds)}`;
  return `\r${line.padEnd(79)}\n\n`;
}
