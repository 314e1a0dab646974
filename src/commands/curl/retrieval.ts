import { byteLength } from "../../kernel/bytes.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { headerOf, type OpenResponse } from "../../kernel/http.ts";
import { openOutput } from "../../kernel/open.ts";
import { fileNameOf, parseTarget, UrlError } from "../http-fetch.ts";
import { CurlError } from "./curl-error.ts";
import { FULL_BAR, type Meter, NARROW_METER, NOTHING_YET, WIDE_METER } from "./meter.ts";
import type { CurlRequest } from "./request.ts";
import { Sink } from "./sink.ts";
import { Transfer, type TransferContext } from "./transfer.ts";
import { type TransferSummary, writeOut } from "./write-out.ts";

/** One try at one URL: what it shows on the way, and where the body goes. */
export class Retrieval {
  readonly #context: TransferContext;
  readonly #url: string;
  readonly #urlNumber: number;
  readonly #output: string | null | undefined;
  readonly #meter: Meter;
  /** The head of the meter has been shown. */
  #began = false;
  /** Its line has not come to its end. */
  #isOpen = false;
  readonly #isFirst: boolean;

  /**
   * @param output the name of `-o`, null for `-O`, undefined for standard output
   * @param isFirst no try was made before: older curls show the meter's head once
   */
  constructor(
    context: TransferContext,
    url: string,
    urlNumber: number,
    output: string | null | undefined,
    isFirst: boolean,
  ) {
    this.#context = context;
    this.#url = url;
    this.#urlNumber = urlNumber;
    this.#output = output;
    this.#meter = context.version.isRecent ? NARROW_METER : WIDE_METER;
    this.#isFirst = isFirst;
  }

  /** curl's number for how it went, and the server's. */
  async run(request: CurlRequest): Promise<{ readonly code: number; readonly status: number }> {
    const { process, options, version } = this.#context;
    const { stdout, stderr } = process;
    const fileName = this.#fileName();
    const toFile = fileName !== undefined && fileName !== "-";
    const from = options.value("continue-at") === "-" && toFile ? this.#sizeOf(fileName) : 0;
    const sink = new Sink(process, version, toFile ? fileName : undefined, {
      makesFolders: options.has("create-dirs"),
      appends: from > 0,
    });
    const metered = !options.has("silent") && !options.has("no-progress-meter") && (toFile || !stdout.isTTY);
    const styled = !toFile && stdout.isTTY;
    const listener = {
      verbose: async (text: string) => {
        if (options.has("verbose")) await stderr.write(text);
      },
      connected: async () => {
        if (metered && version.isRecent) await this.#begin();
      },
      finished: async () => {
        if (!metered) return;
        await this.#draw(transfer.summary);
        await this.#close();
      },
      head: async (response: OpenResponse, notes: string) => {
        if (options.has("verbose")) await stderr.write(verboseHead(response, notes));
        if (this.#output === null && options.has("remote-header-name")) sink.name = givenName(response) ?? sink.name;
        const dump = options.value("dump-header");
        if (dump === "-") await stdout.write(response.head);
        else if (dump !== undefined) await openOutput(process, dump).write(response.head);
        if (options.has("include") || options.has("head"))
          await sink.write(styled ? bold(response.head) : response.head, byteLength(response.head));
      },
      body: (piece: string) => sink.write(piece, byteLength(piece)),
    };
    const transfer: Transfer = new Transfer(this.#context, listener, this.#url, this.#urlNumber);
    if (metered && !version.isRecent) await this.#begin();
    let failure: CurlError | undefined;
    try {
      await transfer.run(from > 0 ? { ...request, headers: { ...request.headers, Range: `bytes=${from}-` } } : request);
      sink.finish();
    } catch (error) {
      if (!(error instanceof CurlError)) throw error;
      failure = error;
    }
    if (metered) await this.#end(transfer, failure);
    if (failure && (!options.has("silent") || options.has("show-error")))
      await stderr.write(`curl: (${failure.code}) ${failure.message}\n`);
    const format = options.value("write-out");
    if (format !== undefined) {
      const text = format.startsWith("@") ? process.files.readFile(resolvePath(process.cwd, format.slice(1))) : format;
      const { out, err } = writeOut(text, { ...transfer.summary, fileName: sink.name ?? "" });
      if (out !== "") await stdout.write(out);
      if (err !== "") await stderr.write(err);
    }
    return { code: failure?.code ?? 0, status: transfer.summary.status };
  }

  async #begin(): Promise<void> {
    const { options, process, version } = this.#context;
    if (this.#began) return;
    this.#began = true;
    this.#isOpen = true;
    if (options.has("progress-bar")) return;
    const head = this.#isFirst || version.isRecent ? this.#meter.head : "";
    await process.stderr.write(head + this.#meter.line(NOTHING_YET));
  }

  /** The line of what came, over the one before. */
  async #draw(summary: TransferSummary): Promise<void> {
    const { options, process } = this.#context;
    if (options.has("progress-bar")) {
      await process.stderr.write(FULL_BAR);
      return;
    }
    const length = headerOf(summary.headers, "content-length");
    const progress = {
      downloaded: summary.size,
      expected: length === undefined ? undefined : Number(length),
      uploaded: summary.uploaded,
      elapsed: summary.total,
    };
    await process.stderr.write(this.#meter.line(progress));
  }

  /** Ends the line of the meter. */
  async #close(): Promise<void> {
    this.#isOpen = false;
    await this.#context.process.stderr.write("\n");
  }

  async #end({ summary }: Transfer, failure: CurlError | undefined): Promise<void> {
    const { options, process, version } = this.#context;
    // A name that was not found leaves the line of an older curl's meter open.
    if (!this.#isOpen || failure?.code === 6) return;
    if (failure && !options.has("progress-bar")) {
      if (summary.size > 0) await this.#draw(summary);
      else if (!version.isRecent) await process.stderr.write(this.#meter.line(NOTHING_YET));
    }
    await this.#close();
  }

  #sizeOf(name: string): number {
    const { files, cwd } = this.#context.process;
    const path = resolvePath(cwd, name);
    return files.exists(path) ? files.stat(path).size : 0;
  }

  /** Where the body goes: a file's name, "-", or undefined for standard output. @throws CurlError 3 */
  #fileName(): string | undefined {
    const { options, version } = this.#context;
    if (this.#output === undefined) return undefined;
    let name = this.#output;
    if (name === null) {
      try {
        const target = parseTarget(this.#url);
        // A path that ends in a slash is named after its last folder, an empty one as curl does.
        name = fileNameOf(target) || /([^/]+)\/+$/.exec(target.path)?.[1] || "curl_response";
      } catch (error) {
        if (!(error instanceof UrlError)) throw error;
        throw new CurlError(3, version.badUrl(error.message));
      }
    }
    const folder = options.value("output-dir");
    return folder === undefined || name === "-" ? name : `${folder}/${name}`;
  }
}

/** The name that a response wants its body saved under (`-J`). */
function givenName({ headers }: OpenResponse): string | undefined {
  const match = /filename="?([^";]+)"?/i.exec(headerOf(headers, "content-disposition") ?? "");
  return match?.[1]?.replace(/^.*[/\\]/, "");
}

/** Header names in bold, as curl writes them on a terminal (tape 08). */
const bold = (head: string) => head.replace(/^([^:\r\n]+):/gm, "\x1b[1m$1\x1b[0m:");

function verboseHead(response: OpenResponse, notes: string): string {
  const assume = response.version === "HTTP/1.0" ? "* HTTP 1.0, assume close after body\n" : "";
  const lines = response.head.split("\r\n").slice(0, -2);
  return `${assume}${lines.map((line) => `< ${line}\r\n`).join("")}${notes}< \r\n`;
}
