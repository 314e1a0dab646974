import { FileError, resolvePath } from "../kernel/filesystem.ts";
import { headerOf, type OpenResponse } from "../kernel/http.ts";
import { openOutput } from "../kernel/open.ts";
import type { Process, Program } from "../kernel/process.ts";
import type { Output } from "../kernel/stream.ts";
import { CookieJar } from "./curl-cookies.ts";
import { CurlError } from "./curl-error.ts";
import { expandUrl } from "./curl-glob.ts";
import { METER_HEAD, meterLine } from "./curl-meter.ts";
import { type CurlOptions, CurlUsageError, parseCurlOptions } from "./curl-options.ts";
import { buildRequest, type CurlRequest } from "./curl-request.ts";
import { Transfer, type UnixServices } from "./curl-transfer.ts";
import { writeOut } from "./curl-write-out.ts";
import { fileNameOf, parseTarget } from "./http-fetch.ts";
import { toolVersion } from "./tool-versions.ts";

const TRY_HELP = "curl: try 'curl --help' or 'curl --manual' for more information\n";

const HELP = `Usage: curl [options...] <url>
 -d, --data <data>           HTTP POST data
 -f, --fail                  Fail fast with no output on HTTP errors
 -h, --help <subject>        Get help for commands
 -o, --output <file>         Write to file instead of stdout
 -O, --remote-name           Write output to file named as remote file
 -i, --show-headers          Show response headers in output
 -s, --silent                Silent mode
 -T, --upload-file <file>    Transfer local FILE to destination
 -u, --user <user:password>  Server user and password
 -A, --user-agent <name>     Send User-Agent <name> to server
 -v, --verbose               Make the operation more talkative
 -V, --version               Show version number and quit

This is not the full help; this menu is split into categories.
Use "--help category" to get an overview of all categories, which are:
auth, connection, curl, deprecated, dns, file, ftp, global, http, imap, ldap, 
output, pop3, post, proxy, scp, sftp, smtp, ssh, telnet, tftp, timeout, tls, 
upload, verbose.
Use "--help all" to list all options
Use "--help [option]" to view documentation for a given option
`;

/** Statuses and failures that `--retry` takes for passing ones. */
const TRANSIENT: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/**
 * curl, as its version 8 speaks (tape 08).
 * @param unix what answers on a Unix socket, for `--unix-socket`
 */
export const curl =
  (unix: UnixServices): Program =>
  async (process) => {
    let options: CurlOptions;
    try {
      options = parseCurlOptions(process.args.slice(1));
    } catch (error) {
      if (!(error instanceof CurlUsageError)) throw error;
      await process.stderr.write(`curl: ${error.message}\n${TRY_HELP}`);
      return 2;
    }
    if (options.has("help")) {
      await process.stdout.write(HELP);
      return 0;
    }
    if (options.has("version")) {
      const { files } = process.machine;
      const number = toolVersion(files, "curl");
      await process.stdout.write(
        `curl ${number} (x86_64-pc-linux-gnu) libcurl/${number} OpenSSL/${toolVersion(files, "openssl")}\nProtocols: http https\nFeatures: UnixSockets\n`,
      );
      return 0;
    }
    if (options.urls.length === 0) {
      await process.stderr.write(`curl: (2) no URL specified\n${TRY_HELP}`);
      return 2;
    }
    return new CurlRun(process, options, unix).run();
  };

/** One command line: its URLs one after another. */
class CurlRun {
  readonly #process: Process;
  readonly #options: CurlOptions;
  readonly #unix: UnixServices;
  readonly #jar = new CookieJar();

  constructor(process: Process, options: CurlOptions, unix: UnixServices) {
    this.#process = process;
    this.#options = options;
    this.#unix = unix;
  }

  async run(): Promise<number> {
    const { files, cwd } = this.#process;
    for (const text of this.#options.values("cookie")) this.#jar.load(files, (name) => resolvePath(cwd, name), text);
    let status = 0;
    try {
      const request = await buildRequest(this.#process, this.#options);
      for (const [index, url] of this.#options.urls.entries()) {
        const expanded = this.#options.has("globoff") ? [url] : expandUrl(url);
        for (const one of expanded) status = await this.#fetch(one, request, this.#options.outputs[index]);
      }
    } catch (error) {
      if (!(error instanceof CurlError)) throw error;
      await this.#tell(error);
      return error.code;
    }
    const jar = this.#options.value("cookie-jar");
    if (jar === "-") await this.#process.stdout.write(String(this.#jar));
    else if (jar !== undefined) files.writeFile(resolvePath(cwd, jar), String(this.#jar));
    return status;
  }

  /** One URL, tried again as `--retry` says. */
  async #fetch(url: string, request: CurlRequest, output: string | null | undefined): Promise<number> {
    let left = Number(this.#options.value("retry") ?? 0);
    let delay = Number(this.#options.value("retry-delay") ?? 0) || 1;
    for (;;) {
      const { code, status } = await this.#attempt(url, request, output, left);
      const reason = this.#retryReason(code, status);
      if (left <= 0 || reason === undefined) return code;
      const seconds = `${delay} second${delay === 1 ? "" : "s"}`;
      const retries = `${left} ${left === 1 ? "retry" : "retries"}`;
      if (!this.#options.has("silent"))
        await this.#process.stderr.write(`Warning: Problem: ${reason}. Will retry in ${seconds}. ${retries} left.\n`);
      await this.#process.sleep(delay * 1000);
      if (!this.#options.has("retry-delay")) delay = Math.min(delay * 2, 600);
      left--;
    }
  }

  #retryReason(code: number, status: number): string | undefined {
    if (code === 28) return "timeout";
    if (code === 7 && this.#options.has("retry-connrefused")) return "connection refused";
    if (TRANSIENT.has(status)) return "HTTP error";
    return code !== 0 && this.#options.has("retry-all-errors") ? "(retrying all errors)" : undefined;
  }

  async #attempt(
    url: string,
    request: CurlRequest,
    named: string | null | undefined,
    retries: number,
  ): Promise<{ code: number; status: number }> {
    const { stdout, stderr } = this.#process;
    const options = this.#options;
    const fileName = this.#fileName(url, named);
    const toFile = fileName !== undefined && fileName !== "-";
    const sink = new Sink(this.#process, toFile ? fileName : undefined, options.has("create-dirs"));
    const metered = !options.has("silent") && !options.has("no-progress-meter") && (toFile || !stdout.isTTY);
    const styled = !toFile && stdout.isTTY;
    const showsHead = options.has("include") || options.has("head");
    const transfer: Transfer = new Transfer(
      this.#process,
      options,
      this.#unix,
      {
        verbose: async (text) => {
          if (options.has("verbose")) await stderr.write(text);
        },
        head: async (response) => {
          if (options.has("verbose")) await stderr.write(verboseHead(response));
          const dump = options.value("dump-header");
          if (dump === "-") await stdout.write(response.head);
          else if (dump !== undefined) await openOutput(this.#process, dump).write(response.head);
          if (showsHead) await sink.write(styled ? bold(response.head) : response.head);
        },
        body: (piece) => sink.write(piece),
      },
      this.#jar,
      url,
    );
    const progress = () => {
      const { size, uploaded, total, headers } = transfer.summary;
      const length = headerOf(headers, "content-length");
      return meterLine({
        downloaded: size,
        expected: length === undefined ? undefined : Number(length),
        uploaded,
        elapsed: total,
      });
    };
    if (metered) await stderr.write(METER_HEAD + meterLine({ downloaded: 0, expected: 0, uploaded: 0, elapsed: 0 }));
    let failure: CurlError | undefined;
    try {
      await transfer.run(request);
      sink.finish();
    } catch (error) {
      if (!(error instanceof CurlError)) throw error;
      failure = error;
    }
    if (metered) await stderr.write(`${progress()}\n`);
    if (failure && retries === 0) await this.#tell(failure);
    const format = options.value("write-out");
    if (format !== undefined) {
      const text = format.startsWith("@")
        ? this.#process.files.readFile(resolvePath(this.#process.cwd, format.slice(1)))
        : format;
      const { out, err } = writeOut(text, { ...transfer.summary, fileName: toFile ? fileName : "" });
      if (out !== "") await stdout.write(out);
      if (err !== "") await stderr.write(err);
    }
    return { code: failure?.code ?? 0, status: transfer.summary.status };
  }

  /** Where the body goes: a file's name, "-", or undefined for standard output. */
  #fileName(url: string, named: string | null | undefined): string | undefined {
    if (named === undefined) return undefined;
    const name = named ?? fileNameOf(parseTarget(url));
    if (name === "") throw new CurlError(23, "Failed to extract a filename from the URL to use for storage");
    const folder = this.#options.value("output-dir");
    return folder === undefined || name === "-" ? name : `${folder}/${name}`;
  }

  async #tell({ code, message }: CurlError): Promise<void> {
    if (this.#options.has("silent") && !this.#options.has("show-error")) return;
    await this.#process.stderr.write(`curl: (${code}) ${message}\n`);
  }
}

/** Where a body is written: standard output, or a file that is made when the first piece comes. */
class Sink {
  readonly #process: Process;
  readonly #name: string | undefined;
  readonly #makesFolders: boolean;
  #output: Output | undefined;

  constructor(process: Process, name: string | undefined, makesFolders: boolean) {
    this.#process = process;
    this.#name = name;
    this.#makesFolders = makesFolders;
  }

  async write(piece: string): Promise<void> {
    await this.#open(piece.length).write(piece);
  }

  /** An empty body leaves an empty file. */
  finish(): void {
    if (this.#name !== undefined) this.#open(0);
  }

  #open(size: number): Output {
    if (this.#output) return this.#output;
    if (this.#name === undefined) {
      this.#output = this.#process.stdout;
      return this.#output;
    }
    const { files, cwd } = this.#process;
    try {
      const folder = resolvePath(cwd, this.#name).replace(/\/[^/]*$/, "");
      if (this.#makesFolders && folder !== "") files.mkdir(folder, { recursive: true });
      this.#output = openOutput(this.#process, this.#name);
      return this.#output;
    } catch (error) {
      if (error instanceof FileError)
        throw new CurlError(23, `client returned ERROR on write, ${size} bytes, ${error.message}`);
      throw error;
    }
  }
}

/** Header names in bold, as curl writes them on a terminal (tape 08). */
const bold = (head: string) => head.replace(/^([^:\r\n]+):/gm, "\x1b[1m$1\x1b[0m:");

function verboseHead(response: OpenResponse): string {
  const assume = response.version === "HTTP/1.0" ? "* HTTP 1.0, assume close after body\n" : "";
  const lines = response.head.split("\r\n").slice(0, -1);
  return assume + lines.map((line) => `< ${line}\n`).join("");
}
