const CLASSES: Readonly<Record<string, string>> = {
  alnum: "\\p{L}\\p{N}",
  alpha: "\\p{L}",
  blank: " \\t",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "\\x21-\\x7e\\u{a1}-\\u{10ffff}",
  lower: "\\p{Ll}",
  print: "\\x20-\\x7e\\u{a0}-\\u{10ffff}",
  punct: "!-\\/:-@\\[-`\\{-~",
  space: "\\s",
  upper: "\\p{Lu}",
  word: "\\w",
  xdigit: "0-9A-Fa-f",
};

/** Whether a pattern has something in it that matches more than itself. */
export function isPattern(pattern: string): boolean {
  return /(^|[^\\])(\\\\)*([*?]|\[[^\]]|[@!+]\()/.test(pattern);
}

/** A text as a pattern that matches only itself. */
export function escapePattern(text: string): string {
  return text.replace(/[\\*?[\]()|!+@-]/g, "\\$&");
}

/** What a pattern without special characters stands for. */
export function unescapePattern(pattern: string): string {
  return pattern.replace(/\\([\s\S])/g, "$1");
}

export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

const compiled = new Map<string, RegExp>();

/** The regular expression that a whole text must match, for a pattern as in `case` and file names (extended ones too). */
export function patternRegExp(pattern: string, ignoreCase = false): RegExp {
  const key = `${ignoreCase ? "i" : "c"}${pattern}`;
  const known = compiled.get(key);
  if (known) return known;
  const regExp = new RegExp(`^(?:${patternSource(pattern)})$`, ignoreCase ? "ui" : "u");
  if (compiled.size > 500) compiled.clear();
  compiled.set(key, regExp);
  return regExp;
}

export function matchesPattern(pattern: string, text: string, ignoreCase = false): boolean {
  return patternRegExp(pattern, ignoreCase).test(text);
}

/** The source of that regular expression, without anchors. */
export function patternSource(pattern: string): string {
  let out = "";
  let i = 0;
  while (i < pattern.length) {
    const char = pattern[i] ?? "";
    const close = "?*+@!".includes(char) && pattern[i + 1] === "(" ? closingParenthesis(pattern, i + 1) : -1;
    if (close > 0) {
      const choices = alternatives(pattern.slice(i + 2, close))
        .map(patternSource)
        .join("|");
      if (char === "!") {
        const rest = patternSource(pattern.slice(close + 1));
        return `${out}(?:(?!(?:${choices})${rest}$)[^]*?)${rest}`;
      }
      out += `(?:${choices})${char === "@" ? "" : char}`;
      i = close + 1;
    } else if (char === "*") {
      out += "[^]*";
      while (pattern[i] === "*" && pattern[i + 1] !== "(") i++;
      if (pattern[i] === "*" && pattern[i + 1] === "(") continue;
    } else if (char === "?") {
      out += "[^]";
      i++;
    } else if (char === "[") {
      const bracket = bracketSource(pattern, i);
      out += bracket?.source ?? "\\[";
      i = bracket?.end ?? i + 1;
    } else {
      const escaped = char === "\\" && i + 1 < pattern.length;
      const literal = String.fromCodePoint(pattern.codePointAt(escaped ? i + 1 : i) ?? 0);
      out += escapeRegExp(literal);
      i += literal.length + (escaped ? 1 : 0);
    }
  }
  return out;
}

/** `[…]` at `start`, or undefined when nothing closes it. */
function bracketSource(pattern: string, start: number): { source: string; end: number } | undefined {
  let i = start + 1;
  let out = "";
  const negated = pattern[i] === "!" || pattern[i] === "^";
  if (negated) i++;
  for (let first = true; i < pattern.length; first = false) {
    const char = pattern[i] ?? "";
    if (char === "]" && !first) {
      const end = i + 1;
      if (out === "") return { source: negated ? "[^]" : "(?!)", end };
      return { source: rangesInOrder(out) ? `[${negated ? "^" : ""}${out}]` : "(?!)", end };
    }
    const named = char === "[" ? /^\[([:.=])(.+?)\1\]/.exec(pattern.slice(i)) : null;
    if (named) {
      out += named[1] === ":" ? (CLASSES[named[2] ?? ""] ?? "") : classLiteral(named[2] ?? "");
      i += named[0].length;
    } else if (char === "-" && !first && pattern[i + 1] !== "]") {
      out += "-";
      i++;
    } else {
      if (char === "\\" && i + 1 < pattern.length) i++;
      const literal = String.fromCodePoint(pattern.codePointAt(i) ?? 0);
      out += classLiteral(literal);
      i += literal.length;
    }
  }
  return undefined;
}

function classLiteral(text: string): string {
  return text.replace(/[\\\]^[-]/g, "\\$&").replace(/[/(){}|&~!#$%*+,.:;<=>?@`']/g, "$&");
}

function rangesInOrder(source: string): boolean {
  try {
    new RegExp(`[${source}]`, "u");
    return true;
  } catch {
    return false;
  }
}

/** Where the parenthesis at `open` closes, or -1. */
function closingParenthesis(pattern: string, open: number): number {
  let depth = 0;
  for (let i = open; i < pattern.length; i++) {
    if (pattern[i] === "\\") i++;
    else if (pattern[i] === "(") depth++;
    else if (pattern[i] === ")" && --depth === 0) return i;
  }
  return -1;
}

/** Splits at the `|` of the outermost level. */
function alternatives(pattern: string): string[] {
  const out = [""];
  let depth = 0;
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] ?? "";
    if (char === "(") depth++;
    else if (char === ")") depth--;
    if (char === "|" && depth === 0) out.push("");
    else if (char === "\\") out.push(`${out.pop() ?? ""}${char}${pattern[++i] ?? ""}`);
    else out.push((out.pop() ?? "") + char);
  }
  return out;
}
