import { OutsideSubset, PythonSyntaxError } from "./errors.ts";

export type TokenKind = "name" | "number" | "string" | "operator" | "newline" | "indent" | "dedent" | "end";

export interface Token {
  readonly kind: TokenKind;
  /** The characters; of a string what it stands for. */
  readonly text: string;
  readonly line: number;
  /** From 0; `end` is the column after it. */
  readonly column: number;
  readonly end: number;
  /** Of a string: u'…'. */
  readonly unicode?: boolean;
}

const OPERATOR =
  /\*\*=|\/\/=|>>=|<<=|\.\.\.|\*\*|\/\/|<<|>>|<=|>=|==|!=|<>|->|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|[-+*/%&|^~<>=()[\]{},:.;@`]/y;
const NUMBER = /0[xX][0-9a-fA-F]+|(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?[lLjJ]?/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const STRING = /([a-zA-Z]{0,2})("""|'''|"|')/y;

/** Python's tokens, with its indents (Reference, 2. Lexical analysis). @throws PythonSyntaxError, OutsideSubset */
export function tokenize(text: string, python2: boolean): Token[] {
  const tokens: Token[] = [];
  const indents = [0];
  let depth = 0;
  let at = 0;
  let line = 1;
  let start = 0;
  let fresh = true;
  const place = (index = at) => ({ line, column: index - start });
  const push = (kind: TokenKind, value: string, begin: number, more: Partial<Token> = {}) =>
    tokens.push({ kind, text: value, line, column: begin - start, end: at - start, ...more });
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const nextLine = () => {
    line++;
    start = at;
  };
  while (at < text.length) {
    if (fresh && depth === 0) {
      const blank = /[ \t]*/y;
      blank.lastIndex = at;
      const space = blank.exec(text)?.[0] ?? "";
      const after = text.charAt(at + space.length);
      if (after !== "\n" && after !== "#" && after !== "" && after !== "\r") {
        const width = space.replace(/\t/g, "        ").length;
        at += space.length;
        if (width > (indents.at(-1) ?? 0)) {
          indents.push(width);
          push("indent", "", at);
        }
        while (width < (indents.at(-1) ?? 0)) {
          indents.pop();
          if (width > (indents.at(-1) ?? 0))
            throw new PythonSyntaxError("unindent does not match any outer indentation level", place(), {
              kind: "IndentationError",
            });
          push("dedent", "", at);
        }
      }
      fresh = false;
    }
    const char = text.charAt(at);
    if (char === "\n") {
      at++;
      if (depth === 0 && tokens.length > 0 && !["newline", "indent", "dedent"].includes(tokens.at(-1)?.kind ?? ""))
        push("newline", "", at - 1);
      nextLine();
      fresh = true;
      continue;
    }
    if (char === " " || char === "\t" || char === "\r") {
      at++;
      continue;
    }
    if (char === "#") {
      while (at < text.length && text.charAt(at) !== "\n") at++;
      continue;
    }
    if (char === "\\" && text.charAt(at + 1) === "\n") {
      at += 2;
      nextLine();
      continue;
    }
    const begin = at;
    const quote = match(STRING);
    const prefix = quote?.[1]?.toLowerCase() ?? "";
    if (quote && ["", "u", "r", "b", "f", "ur", "br", "rb", "fr", "rf"].includes(prefix)) {
      if (prefix.includes("f")) throw new OutsideSubset('f"…"');
      at = begin + quote[0].length;
      const opening = { line, column: begin - start };
      const body = readString(quote[2] ?? '"', prefix.includes("r"));
      if (body === undefined) {
        const triple = (quote[2] ?? "").length === 3;
        const message = triple
          ? python2
            ? "EOF while scanning triple-quoted string literal"
            : `unterminated triple-quoted string literal (detected at line ${line})`
          : python2
            ? "EOL while scanning string literal"
            : `unterminated string literal (detected at line ${line})`;
        const column = triple || !python2 ? opening.column : (text.slice(start).split("\n")[0]?.length ?? 0);
        throw new PythonSyntaxError(message, { line: opening.line, column }, { incomplete: triple });
      }
      tokens.push({
        ...{ kind: "string", text: body, line: opening.line, column: opening.column, end: at - start },
        unicode: prefix.includes("u"),
      });
      continue;
    }
    const number = match(NUMBER);
    if (number && /[\d.]/.test(char)) {
      at += number[0].length;
      if (/[jJ]$/.test(number[0])) throw new OutsideSubset("1j");
      push("number", number[0].replace(/[lL]$/, ""), begin);
      continue;
    }
    const name = match(NAME);
    if (name) {
      at += name[0].length;
      push("name", name[0], begin);
      continue;
    }
    const operator = match(OPERATOR);
    if (!operator) throw new PythonSyntaxError(python2 ? "invalid syntax" : `invalid character '${char}'`, place());
    at += operator[0].length;
    if ("([{".includes(operator[0])) depth++;
    else if (")]}".includes(operator[0])) depth = Math.max(0, depth - 1);
    push("operator", operator[0], begin);
  }
  if (tokens.length > 0 && !["newline", "dedent"].includes(tokens.at(-1)?.kind ?? "") && depth === 0)
    push("newline", "", at);
  for (; indents.length > 1; indents.pop()) push("dedent", "", at);
  push("end", "", at);
  return tokens;

  function readString(quote: string, raw: boolean): string | undefined {
    let out = "";
    while (at < text.length) {
      if (text.startsWith(quote, at)) {
        at += quote.length;
        return out;
      }
      const char = text.charAt(at);
      if (char === "\n" && quote.length === 1) return undefined;
      if (char === "\\") {
        const pattern = raw ? undefined : /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([0-7]{1,3})|([\s\S]))/y;
        if (pattern) pattern.lastIndex = at;
        const found = pattern?.exec(text);
        if (!found) {
          out += text.slice(at, at + 2);
          at += 2;
          continue;
        }
        const [whole, hex, four, octal, single = ""] = found;
        const code = hex ?? four;
        const simple: Readonly<Record<string, string>> = {
          n: "\n",
          t: "\t",
          r: "\r",
          a: "\x07",
          b: "\b",
          f: "\f",
          v: "\v",
          "\n": "",
        };
        if (code !== undefined) out += String.fromCharCode(Number.parseInt(code, 16));
        else if (octal !== undefined) out += String.fromCharCode(Number.parseInt(octal, 8));
        else if (`\\'"`.includes(single)) out += single;
        else out += simple[single] ?? whole;
        at += whole.length;
        if (single === "\n") nextLine();
        continue;
      }
      out += char;
      at++;
      if (char === "\n") nextLine();
    }
    return undefined;
  }
}
