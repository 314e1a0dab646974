/**
 * A POSIX extended regular expression as a JavaScript one; undefined when it is malformed. Bracket expressions know their
 * classes and no escapes; JavaScript's own escapes mean just their letter.
 */
export function posixRegExp(source: string, ignoreCase = false): RegExp | undefined {
  try {
    return new RegExp(translate(source), ignoreCase ? "ui" : "u");
  } catch {
    return undefined;
  }
}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: "\\p{L}\\p{N}",
  alpha: "\\p{L}",
  blank: " \\t",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "\\x21-\\x7e",
  lower: "\\p{Ll}",
  print: "\\x20-\\x7e",
  punct: "!-\\/:-@\\[-`\\{-~",
  space: "\\s",
  upper: "\\p{Lu}",
  xdigit: "0-9A-Fa-f",
};

function translate(source: string): string {
  let out = "";
  let i = 0;
  while (i < source.length) {
    const char = source[i] ?? "";
    if (char === "\\") {
      const next = source[i + 1] ?? "";
      out += /[wWsSbB]/.test(next) ? `\\${next}` : /[\\^$.*+?()[\]{}|/]/.test(next) ? `\\${next}` : next;
      i += 2;
    } else if (char === "[") {
      const end = bracketEnd(source, i);
      if (end < 0) throw new SyntaxError("unmatched [");
      out += bracket(source.slice(i + 1, end - 1));
      i = end;
    } else if (char === "{" && !/^\{\d*,?\d*\}/.test(source.slice(i))) {
      out += "\\{";
      i++;
    } else if (char === "}" && !/\{\d*,?\d*$/.test(source.slice(0, i))) {
      out += "\\}";
      i++;
    } else {
      out += char === "]" ? "\\]" : char === "/" ? "\\/" : char === "." ? "[^]" : char;
      i++;
    }
  }
  return out;
}

function bracketEnd(source: string, open: number): number {
  let i = open + 1;
  if (source[i] === "^") i++;
  if (source[i] === "]") i++;
  while (i < source.length && source[i] !== "]") {
    const named = /^\[([:.=]).*?\1\]/.exec(source.slice(i));
    i += named ? named[0].length : 1;
  }
  return i < source.length ? i + 1 : -1;
}

function bracket(inner: string): string {
  const negated = inner.startsWith("^");
  const body = (negated ? inner.slice(1) : inner).replace(
    /\[:(\w+):\]|\[[.=](.*?)[.=]\]|[\\\]^[]|^-|-$/g,
    (whole, name, literal) => (name === undefined ? `\\${literal ?? whole}` : (CLASSES[name] ?? "")),
  );
  return `[${negated ? "^" : ""}${body}]`;
}
