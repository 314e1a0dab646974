import { AwkError } from "./awk-error.ts";

export interface Token {
  /** "end" after the last; "newline" counts in the grammar. */
  readonly kind:
    | "number"
    | "string"
    | "regex"
    | "name"
    | "call"
    | "builtin"
    | "keyword"
    | "punctuation"
    | "newline"
    | "end";
  /** Without quotes and escapes. */
  readonly text: string;
  readonly line: number;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  "BEGIN END function func if else while for do break continue next nextfile exit return delete in getline print printf".split(
    " ",
  ),
);

const BUILTINS: ReadonlySet<string> = new Set(
  (
    "length substr index split sub gsub match sprintf sin cos atan2 exp log sqrt int rand srand tolower toupper system close fflush " +
    "systime strftime mktime"
  ).split(" "),
);

const PUNCTUATION =
  /^(?:\*\*=|\*\*|&&|\|\||\+\+|--|\+=|-=|\*=|\/=|%=|\^=|==|<=|>=|!=|!~|>>|[-+*/%^!<>|?:~$=,;(){}[\]])/;

/** Cuts a program into tokens. @param isBusybox whether `**` is a power and `\\/` a slash @throws AwkError */
export function tokensOf(source: string, isBusybox: boolean): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  const add = (kind: Token["kind"], text: string, length: number) => {
    tokens.push({ kind, text, line });
    at += length;
  };
  while (at < source.length) {
    const rest = source.slice(at);
    const blank = /^(?:[ \t\r]+|\\\r?\n|#[^\n]*)/.exec(rest)?.[0];
    if (blank !== undefined) {
      if (blank.startsWith("\\")) line++;
      at += blank.length;
      continue;
    }
    if (rest.startsWith("\n")) {
      add("newline", "\n", 1);
      line++;
      continue;
    }
    const number = /^(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/.exec(rest)?.[0];
    if (number !== undefined) {
      add("number", number, number.length);
      continue;
    }
    const string = /^"((?:[^"\\\n]|\\[\s\S])*)"/.exec(rest);
    if (string) {
      add("string", unescaped(string[1] ?? "", isBusybox), string[0].length);
      continue;
    }
    if (rest.startsWith('"')) throw new AwkError(`line ${line}: runaway string constant ${rest.slice(0, 10)} ...`);
    const name = /^[A-Za-z_]\w*/.exec(rest)?.[0];
    if (name !== undefined) {
      const kind = KEYWORDS.has(name)
        ? "keyword"
        : BUILTINS.has(name)
          ? "builtin"
          : rest[name.length] === "("
            ? "call"
            : "name";
      add(kind, name, name.length);
      continue;
    }
    if (rest.startsWith("/") && beginsOperand(tokens.at(-1))) {
      const regex = /^\/((?:[^/\\\n[]|\\.|\[\^?\]?(?:\[:\w+:\]|[^\]\n])*\])*)\//.exec(rest);
      if (!regex) throw new AwkError(`line ${line}: runaway regular expression ${rest.slice(0, 10)} ...`);
      add("regex", regex[1] ?? "", regex[0].length);
      continue;
    }
    const sign = PUNCTUATION.exec(rest)?.[0];
    if (sign === undefined) throw new AwkError(`line ${line}: unexpected character '${rest.charAt(0)}'`);
    const text = sign.startsWith("**") && !isBusybox ? "*" : sign;
    add("punctuation", text.replace("**", "^"), text.length);
  }
  tokens.push({ kind: "end", text: "", line });
  return tokens;
}

/** Whether a slash after a token begins an expression instead of dividing. */
function beginsOperand(before: Token | undefined): boolean {
  if (!before) return true;
  if (["number", "string", "regex", "name"].includes(before.kind)) return false;
  if (before.kind === "builtin") return false;
  return !(before.kind === "punctuation" && [")", "]", "$", "++", "--"].includes(before.text));
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "\\": "\\",
  '"': '"',
};

/** A string's text: what a backslash does not know keeps it. */
export function unescaped(text: string, isBusybox = false): string {
  return text.replace(/\\([0-7]{1,3}|\r?\n|[\s\S])/g, (whole, code: string) => {
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 0xff);
    if (code === "/" && isBusybox) return "/";
    return code.endsWith("\n") ? "" : (ESCAPES[code] ?? whole);
  });
}
