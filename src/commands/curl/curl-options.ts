import { LETTERS, NUMERIC, WITH_VALUE, WITHOUT_VALUE } from "./option-table.ts";

/** What a curl command line asks for, or the part of one between two `--next`. */
export class CurlOptions {
  readonly urls: string[] = [];
  /** Values of options that take one, in order, and "" for the others, by long name. */
  readonly #given = new Map<string, string[]>();
  /** `-o` and `-O` belong to the URLs in order: a name, or null for the one in the URL. */
  readonly outputs: (string | null)[] = [];
  /** `-d` and its kin, in order. */
  readonly data: { readonly kind: string; readonly text: string }[] = [];

  has(name: string): boolean {
    return this.#given.has(name);
  }

  value(name: string): string | undefined {
    return this.#given.get(name)?.at(-1);
  }

  values(name: string): readonly string[] {
    return this.#given.get(name) ?? [];
  }

  set(name: string, value: string): void {
    if (name === "url") this.urls.push(value);
    else if (name === "output") this.outputs.push(value);
    else if (name === "remote-name") this.outputs.push(null);
    else if (DATA.has(name)) this.data.push({ kind: name, text: value });
    this.#given.set(name, [...(this.#given.get(name) ?? []), value]);
  }

  unset(name: string): void {
    this.#given.delete(name);
  }
}

const DATA: ReadonlySet<string> = new Set(["data", "data-ascii", "data-raw", "data-binary", "data-urlencode", "json"]);

/** Options that are the whole command line's, wherever they stand. */
const GLOBAL = ["silent", "show-error", "verbose", "no-progress-meter", "progress-bar", "fail-early", "parallel"];

/** A command line that curl refuses. */
export class CurlUsageError extends Error {
  readonly status: number;

  constructor(message: string, status = 2) {
    super(message);
    this.status = status;
  }
}

/** What the reading of options needs of the files. */
export interface OptionFiles {
  /** The text of a file; undefined when it cannot be read. */
  read(name: string): string | undefined;
}

/**
 * Reads a command line as curl does (its src/tool_getparam.c): one set of options for each part between `--next`.
 * @throws CurlUsageError
 */
export function parseCurlOptions(args: readonly string[], files: OptionFiles): CurlOptions[] {
  const reading = new Reading(files);
  reading.words(args);
  const { parts } = reading;
  for (const name of GLOBAL)
    if (parts.some((part) => part.has(name))) for (const part of parts) if (!part.has(name)) part.set(name, "");
  return parts;
}

class Reading {
  readonly #files: OptionFiles;
  readonly parts = [new CurlOptions()];

  constructor(files: OptionFiles) {
    this.#files = files;
  }

  words(args: readonly string[]): void {
    const rest = [...args];
    for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
      if (word === "--") {
        for (const url of rest.splice(0)) this.#set("url", url, "");
      } else if (word.startsWith("--")) this.#long(word, rest);
      else if (word.startsWith("-") && word !== "-") this.#short(word, rest);
      else this.#set("url", word, "");
    }
  }

  get #now(): CurlOptions {
    return this.parts.at(-1) ?? new CurlOptions();
  }

  #long(word: string, rest: string[]): void {
    const typed = word.slice(2);
    const names = [...Object.keys(WITH_VALUE), ...Object.keys(WITHOUT_VALUE)];
    const matches = names.filter((name) => name.startsWith(typed));
    const name = names.includes(typed) ? typed : matches.length === 1 ? matches[0] : undefined;
    if (name === undefined && typed.startsWith("no-") && Object.hasOwn(WITHOUT_VALUE, typed.slice(3))) {
      this.#now.unset(typed.slice(3));
      return;
    }
    if (name === undefined)
      throw new CurlUsageError(`option ${word}: is ${matches.length > 1 ? "ambiguous" : "unknown"}`);
    if (!Object.hasOwn(WITH_VALUE, name)) {
      this.#set(name === "show-headers" ? "include" : name, "", word);
      return;
    }
    const value = rest.shift();
    if (value === undefined) throw new CurlUsageError(`option ${word}: requires parameter`);
    this.#set(name, value, word);
  }

  #short(word: string, rest: string[]): void {
    for (let i = 1; i < word.length; i++) {
      const letter = word.charAt(i);
      const name = LETTERS.get(letter);
      if (name === undefined) throw new CurlUsageError(`option -${letter}: is unknown`);
      if (!Object.hasOwn(WITH_VALUE, name)) {
        this.#set(name, "", `-${letter}`);
        continue;
      }
      const value = i + 1 < word.length ? word.slice(i + 1) : rest.shift();
      if (value === undefined) throw new CurlUsageError(`option -${letter}: requires parameter`);
      this.#set(name, value, `-${letter}`);
      return;
    }
  }

  #set(name: string, value: string, typed: string): void {
    const options = this.#now;
    if (name === "url" && value === "")
      throw new CurlUsageError(`option ${typed}: blank argument where content is expected`);
    if (NUMERIC.has(name) && !/^\d+(\.\d+)?$/.test(value))
      throw new CurlUsageError(`option ${typed}: expected a proper numerical parameter`);
    if (name === "next") {
      if (options.urls.length === 0) throw new CurlUsageError(`option ${typed}: is badly used here`);
      this.parts.push(new CurlOptions());
      return;
    }
    if (name === "form" && !value.includes("=")) throw new CurlUsageError(`option ${typed}: is badly used here`);
    if (name === "config") this.#config(value, typed);
    const file = DATA.has(name) && name !== "data-raw" ? /^@(.+)$/s.exec(value)?.[1] : undefined;
    if (file !== undefined && file !== "-" && this.#files.read(file) === undefined)
      throw new CurlUsageError(
        `Failed to open ${file}\ncurl: option ${typed}: error encountered when reading a file`,
        26,
      );
    options.set(name, value);
  }

  /** A file of options, one a line: `silent`, `url = "http://web/"`, `-H X:1`. */
  #config(name: string, typed: string): void {
    const text = this.#files.read(name);
    if (text === undefined)
      throw new CurlUsageError(
        `cannot read config from '${name}'\ncurl: option ${typed}: error encountered when reading a file`,
        26,
      );
    for (const line of text.split("\n")) {
      const match = /^\s*([^\s=:#]+)\s*[=: ]?\s*(.*?)\s*$/.exec(line);
      if (!match) continue;
      const [, option = "", given = ""] = match;
      const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(given)?.[1];
      const value = quoted?.replace(/\\(.)/g, (_, letter) => ({ n: "\n", t: "\t", r: "\r" })[letter as "n"] ?? letter);
      const word = option.startsWith("-") ? option : `--${option}`;
      this.words(given === "" ? [word] : [word, value ?? given]);
    }
  }
}
