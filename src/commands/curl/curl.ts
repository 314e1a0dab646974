import { resolvePath } from "../../kernel/filesystem.ts";
import type { Process, Program } from "../../kernel/process.ts";
import { Connections, type UnixServices } from "./connections.ts";
import { CookieJar } from "./cookies.ts";
import { CurlError } from "./curl-error.ts";
import { type CurlOptions, CurlUsageError, parseCurlOptions } from "./curl-options.ts";
import { CurlVersion, warning } from "./curl-version.ts";
import { expandUrl, namedAfter } from "./glob.ts";
import { HELP, isSubject, subjectList, versionText } from "./help.ts";
import { buildRequest, type CurlRequest, fileText } from "./request.ts";
import { Retrieval } from "./retrieval.ts";

const TRY_HELP = "curl: try 'curl --help' or 'curl --manual' for more information\n";

/** Statuses and failures that `--retry` takes for passing ones. */
const TRANSIENT: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/**
 * curl, as its versions of the lab's systems speak (tape 08; the recordings of transfers).
 * @param unix what answers on a Unix socket, for `--unix-socket`
 */
export const curl =
  (unix: UnixServices): Program =>
  async (process) => {
    const { stdout, stderr, args } = process;
    if (args.length === 1) {
      await stderr.write(TRY_HELP);
      return 2;
    }
    let parts: CurlOptions[];
    try {
      parts = parseCurlOptions(args.slice(1), { read: (name) => fileText(process, name) });
    } catch (error) {
      if (!(error instanceof CurlUsageError)) throw error;
      await stderr.write(`curl: ${error.message}\n${TRY_HELP}`);
      return error.status;
    }
    const [first] = parts;
    if (first?.has("help")) {
      const [subject] = first.urls;
      await stdout.write(subject === undefined ? HELP : subjectList(subject !== "category" && !isSubject(subject)));
      return 0;
    }
    if (first?.has("version")) {
      await stdout.write(versionText(process.machine.files));
      return 0;
    }
    if (parts.some(({ urls }) => urls.length === 0)) {
      await stderr.write(`curl: (2) no URL specified\n${TRY_HELP}`);
      return 2;
    }
    return new CurlRun(process, parts, unix).run();
  };

/** One command line: its URLs one after another. */
class CurlRun {
  readonly #process: Process;
  readonly #parts: readonly CurlOptions[];
  readonly #version: CurlVersion;
  readonly #connections: Connections;
  readonly #jar: CookieJar;
  #urlNumber = 0;

  constructor(process: Process, parts: readonly CurlOptions[], unix: UnixServices) {
    this.#process = process;
    this.#parts = parts;
    this.#version = CurlVersion.of(process.machine.files);
    this.#connections = new Connections(process, unix, this.#version);
    this.#jar = new CookieJar(parts.some((part) => part.has("cookie-jar")));
  }

  async run(): Promise<number> {
    let status = 0;
    try {
      for (const part of this.#parts) {
        status = await this.#runPart(part);
        if (status !== 0 && part.has("fail-early")) break;
      }
    } finally {
      this.#connections.closeAll();
    }
    for (const part of this.#parts) await this.#writeJar(part);
    return status;
  }

  async #runPart(options: CurlOptions): Promise<number> {
    const { files, cwd, stderr } = this.#process;
    for (const text of options.values("cookie")) this.#jar.load(files, (name) => resolvePath(cwd, name), text);
    const rivals = methodsOf(options);
    if (rivals.length > 1) {
      const [one = "", other = ""] = rivals;
      await stderr.write(
        warning(`You can only select one HTTP request method! You asked for both ${one} and ${other}.`),
      );
      return 2;
    }
    let status = 0;
    try {
      const upload = options.value("upload-file");
      if (upload !== undefined && upload !== "-" && fileText(this.#process, upload) === undefined)
        await stderr.write(
          `curl: ${this.#version.isSeven ? `Can't open '${upload}'!` : `cannot open '${upload}'`}\n${TRY_HELP}`,
        );
      const request = await buildRequest(this.#process, options);
      for (const [index, url] of options.urls.entries()) {
        const asked = options.outputs[index] ?? (options.has("remote-name-all") ? null : undefined);
        const output = options.outputs[index] === null ? null : asked;
        const urls = options.has("globoff")
          ? [{ url, parts: [] }]
          : expandUrl(url, this.#version.isRecent ? "" : "URL ");
        for (const { url: one, parts } of urls) {
          const named = typeof output === "string" ? namedAfter(output, parts) : output;
          status = await this.#fetch(one, request, options, named);
          if (status !== 0 && options.has("fail-early")) return status;
        }
      }
    } catch (error) {
      if (!(error instanceof CurlError)) throw error;
      if (!options.has("silent") || options.has("show-error"))
        await stderr.write(`curl: (${error.code}) ${error.message}\n`);
      return error.code;
    }
    return status;
  }

  async #writeJar(options: CurlOptions): Promise<void> {
    const { files, cwd, stdout } = this.#process;
    const jar = options.value("cookie-jar");
    if (jar === "-") await stdout.write(String(this.#jar));
    else if (jar !== undefined) files.writeFile(resolvePath(cwd, jar), String(this.#jar));
  }

  /** One URL, tried again as `--retry` says. */
  async #fetch(
    url: string,
    request: CurlRequest,
    options: CurlOptions,
    output: string | null | undefined,
  ): Promise<number> {
    const { machine } = this.#process;
    let left = Number(options.value("retry") ?? 0);
    let delay = Number(options.value("retry-delay") ?? 0) || 1;
    const whole = Number(options.value("retry-max-time") ?? 0) * 1000;
    const began = machine.clock.now();
    const urlNumber = this.#urlNumber++;
    for (let isFirst = true; ; isFirst = false) {
      const context = {
        ...{ process: this.#process, options, version: this.#version, jar: this.#jar },
        connections: this.#connections,
      };
      const { code, status } = await new Retrieval(context, url, urlNumber, output, isFirst).run(request);
      const reason = retryReason(code, status, options);
      const late = whole > 0 && machine.clock.now() - began + delay * 1000 > whole;
      if (left <= 0 || reason === undefined || late) return code;
      if (!options.has("silent")) await this.#process.stderr.write(this.#version.retry(reason, delay, left));
      await this.#process.sleep(delay * 1000);
      if (!options.has("retry-delay")) delay = Math.min(delay * 2, 600);
      left--;
    }
  }
}

function retryReason(code: number, status: number, options: CurlOptions): string | undefined {
  if (code === 28 || code === 6) return "timeout";
  if (code === 7 && options.has("retry-connrefused")) return "connection refused";
  if (TRANSIENT.has(status)) return "HTTP error";
  return code !== 0 && options.has("retry-all-errors") ? "(retrying all errors)" : undefined;
}

/** The methods that options ask for, as curl names them when they are too many. */
function methodsOf(options: CurlOptions): string[] {
  const asked: string[] = [];
  if (options.has("upload-file")) asked.push("PUT (-T, --upload-file)");
  if (options.has("form") || options.has("form-string")) asked.push("multipart formpost (-F, --form)");
  if (options.data.length > 0 && !options.has("get")) asked.push("POST (-d, --data)");
  if (options.has("head")) asked.push("HEAD (-I, --head)");
  return asked;
}
