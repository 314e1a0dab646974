/** What a curl command line asks for. */
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

/** A command line that curl refuses, with exit status 2. */
export class CurlUsageError extends Error {}

/** Options that take a value, and those that do not: the long names, with their letter. */
const WITH_VALUE: Readonly<Record<string, string>> = {
  "connect-timeout": "",
  cookie: "b",
  "cookie-jar": "c",
  cacert: "",
  cert: "E",
  data: "d",
  "data-ascii": "",
  "data-binary": "",
  "data-raw": "",
  "data-urlencode": "",
  "dump-header": "D",
  form: "F",
  header: "H",
  interface: "",
  json: "",
  key: "",
  "max-redirs": "",
  "max-time": "m",
  output: "o",
  "output-dir": "",
  proxy: "x",
  range: "r",
  referer: "e",
  request: "X",
  resolve: "",
  retry: "",
  "retry-delay": "",
  "retry-max-time": "",
  "unix-socket": "",
  "upload-file": "T",
  url: "",
  user: "u",
  "user-agent": "A",
  "write-out": "w",
};

const WITHOUT_VALUE: Readonly<Record<string, string>> = {
  compressed: "",
  "create-dirs": "",
  fail: "f",
  "fail-early": "",
  "fail-with-body": "",
  get: "G",
  globoff: "g",
  head: "I",
  "http1.0": "0",
  "http1.1": "",
  http2: "",
  include: "i",
  "show-headers": "",
  insecure: "k",
  ipv4: "4",
  ipv6: "6",
  location: "L",
  "location-trusted": "",
  "no-buffer": "N",
  "no-progress-meter": "",
  parallel: "Z",
  "path-as-is": "",
  "progress-bar": "#",
  "remote-name": "O",
  "remote-header-name": "J",
  "retry-all-errors": "",
  "retry-connrefused": "",
  "show-error": "S",
  silent: "s",
  verbose: "v",
  help: "h",
  version: "V",
  manual: "M",
  next: ":",
};

const byLetter = (table: Readonly<Record<string, string>>) =>
  new Map(Object.entries(table).flatMap(([name, letter]) => (letter === "" ? [] : [[letter, name] as const])));

const VALUE_LETTERS = byLetter(WITH_VALUE);
const PLAIN_LETTERS = byLetter(WITHOUT_VALUE);

/** Reads a command line as curl does. @throws CurlUsageError */
export function parseCurlOptions(args: readonly string[]): CurlOptions {
  const options = new CurlOptions();
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--") {
      for (const url of rest.splice(0)) options.set("url", url);
    } else if (word.startsWith("--")) long(options, word, rest);
    else if (word.startsWith("-") && word !== "-") short(options, word, rest);
    else options.set("url", word);
  }
  return options;
}

function long(options: CurlOptions, word: string, rest: string[]): void {
  const typed = word.slice(2);
  const names = [...Object.keys(WITH_VALUE), ...Object.keys(WITHOUT_VALUE)];
  const matches = names.filter((name) => name.startsWith(typed));
  const name = names.includes(typed) ? typed : matches.length === 1 ? matches[0] : undefined;
  if (name === undefined && typed.startsWith("no-") && Object.hasOwn(WITHOUT_VALUE, typed.slice(3))) {
    options.unset(typed.slice(3));
    return;
  }
  if (name === undefined)
    throw new CurlUsageError(`option ${word}: is ${matches.length > 1 ? "ambiguous" : "unknown"}`);
  if (!Object.hasOwn(WITH_VALUE, name)) {
    options.set(name === "show-headers" ? "include" : name, "");
    return;
  }
  const value = rest.shift();
  if (value === undefined) throw new CurlUsageError(`option ${word}: requires parameter`);
  options.set(name, value);
}

function short(options: CurlOptions, word: string, rest: string[]): void {
  for (let i = 1; i < word.length; i++) {
    const letter = word.charAt(i);
    const plain = PLAIN_LETTERS.get(letter);
    if (plain !== undefined) {
      options.set(plain, "");
      continue;
    }
    const name = VALUE_LETTERS.get(letter);
    if (name === undefined) throw new CurlUsageError(`option -${letter}: is unknown`);
    const value = i + 1 < word.length ? word.slice(i + 1) : rest.shift();
    if (value === undefined) throw new CurlUsageError(`option -${letter}: requires parameter`);
    options.set(name, value);
    return;
  }
}
