/** POSIX regular expressions as GNU reads them, for JavaScript. */

const CLASSES: Readonly<Record<string, string>> = {
  alpha: "\\p{L}",
  digit: "0-9",
  alnum: "\\p{L}\\p{N}",
  upper: "\\p{Lu}",
  lower: "\\p{Ll}",
  space: "\\s",
  blank: " \\t",
  punct: "!-\\/:-@\\[-`{-~",
  print: "\\x20-\\x7e\\u00a0-\\uffff",
  graph: "\\x21-\\x7e\\u00a1-\\uffff",
  cntrl: "\\x00-\\x1f\\x7f",
  xdigit: "0-9A-Fa-f",
};

/** What GNU regcomp says of an expression that is none. */
export class RegexError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "RegexError";
  }
}

/** Characters that mean something to JavaScript's `v`-less Unicode expressions and must be escaped to mean themselves. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/**
 * The source of a JavaScript expression (flag `u`) that matches what a basic or extended POSIX expression matches.
 * @throws RegexError in GNU's words
 */
export function posixRegex(pattern: string, extended: boolean): string {
  let out = "";
  let depth = 0;
  /** Whether `*` would have nothing to repeat, and so means itself. */
  let atStart = true;
  for (let i = 0; i < pattern.length; ) {
    const char = pattern.charAt(i);
    if (char === "[") {
      const end = bracketEnd(pattern, i);
      out += bracket(pattern.slice(i + 1, end));
      i = end + 1;
      atStart = false;
      continue;
    }
    let token = char;
    let special = extended ? "(){}|+?".includes(char) : false;
    i++;
    if (char === "\\") {
      if (i >= pattern.length) throw new RegexError("Trailing backslash");
      token = pattern.charAt(i);
      i++;
      if ("(){}|+?".includes(token)) special = !extended;
      else {
        out += escaped(token);
        atStart = false;
        continue;
      }
    }
    if (special) {
      if (token === "(") {
        depth++;
        out += "(";
        atStart = true;
      } else if (token === ")") {
        if (depth === 0) {
          if (!extended) throw new RegexError("Unmatched ) or \\)");
          out += "\\)";
        } else {
          depth--;
          out += ")";
        }
        atStart = false;
      } else if (token === "|") {
        out += "|";
        atStart = true;
      } else if (token === "{") {
        const close = extended ? "}" : "\\}";
        const end = pattern.indexOf(close, i);
        const bounds = end < 0 ? undefined : /^(\d*)(,?)(\d*)$/.exec(pattern.slice(i, end));
        if (!bounds || bounds[0] === "") {
          if (!extended) throw new RegexError(end < 0 ? "Unmatched \\{" : "Invalid content of \\{\\}");
          out += "\\{";
        } else {
          out = quantified(out, `{${bounds[1] || "0"}${bounds[2]}${bounds[3]}}`);
          i = end + close.length;
        }
        atStart = false;
      } else if (token === "}") out += "\\}";
      else if (atStart) out += extended ? "" : `\\${token}`;
      else out = quantified(out, token);
      continue;
    }
    if (token === "*" && char === "*") {
      if (atStart) out += extended ? "" : "\\*";
      else out = quantified(out, "*");
      continue;
    }
    if (char === "^" && (extended || atStart || out.endsWith("(") || out.endsWith("|"))) out += "^";
    else if (
      char === "$" &&
      (extended || i >= pattern.length || pattern.startsWith("\\)", i) || pattern.startsWith("\\|", i))
    ) {
      out += "$";
      atStart = false;
    } else if (char === ".") {
      out += ".";
      atStart = false;
    } else {
      out += escapeRegex(token);
      atStart = false;
    }
  }
  if (depth > 0) throw new RegexError("Unmatched ( or \\(");
  return out;
}

/** A second repetition repeats the first; JavaScript wants a group around it. */
function quantified(out: string, quantifier: string): string {
  if (!/[*+?}]$/.test(out) || /\\[*+?}]$/.test(out)) return out + quantifier;
  const start = out.lastIndexOf("(?:");
  return start >= 0 && out.endsWith(")") ? out + quantifier : `(?:${out})${quantifier}`;
}

function escaped(token: string): string {
  if (token === "<") return "\\b(?=\\w)";
  if (token === ">") return "\\b(?<=\\w)";
  if (token === "w") return "[\\p{L}\\p{N}_]";
  if (token === "W") return "[^\\p{L}\\p{N}_]";
  if (token === "`") return "^";
  if (token === "'") return "$";
  if (/[bBsS1-9]/.test(token)) return `\\${token}`;
  return escapeRegex(token);
}

function bracketEnd(pattern: string, start: number): number {
  let i = start + 1;
  if (pattern.charAt(i) === "^") i++;
  if (pattern.charAt(i) === "]") i++;
  while (i < pattern.length && pattern.charAt(i) !== "]") {
    const inner = /^\[([:.=])/.exec(pattern.slice(i, i + 2));
    const end = inner ? pattern.indexOf(`${inner[1]}]`, i + 2) : -1;
    i = end < 0 ? i + 1 : end + 2;
  }
  if (i >= pattern.length) throw new RegexError("Unmatched [, [^, [:, [., or [=");
  return i;
}

function bracket(inside: string): string {
  const negated = inside.startsWith("^");
  const body = (negated ? inside.slice(1) : inside).replace(
    /\[:(\w+):\]|\[[.=](.)[.=]\]|[\\\]^[&~]/g,
    (found, name, char) => {
      if (name !== undefined) {
        const set = CLASSES[name];
        if (set === undefined) throw new RegexError("Invalid character class name");
        return set;
      }
      return `\\${char ?? found}`.replace("\\&", "&").replace("\\~", "~");
    },
  );
  for (const [, from = "", to = ""] of body.matchAll(/([^\\])-([^\\\]])/g)) {
    if (from > to) throw new RegexError("Invalid range end");
  }
  return `[${negated ? "^" : ""}${body.replace(/^-|-$/g, "\\-")}]`;
}
