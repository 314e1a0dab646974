/** How a program that works on one line, or one value, after another is given its input in pieces. */
export interface Feed {
  /** How much of a text it can be given now. */
  whole(text: string): number;
  /** The command line for the next piece. */
  args(): readonly string[];
  /** What of a piece's output is the program's own, and whether it wants no more. */
  read(output: string, fed: string): { readonly output: string; readonly isOver: boolean };
}

const LINES = { whole: (text: string) => text.lastIndexOf("\n") + 1 };

/** Stands before the number of records that an awk has read; no text has it. */
const MARK = "\u0001\u0002records ";

/**
 * The pieces for an awk program that keeps nothing from one record to the next but their number; undefined for others
 * (variables, an END, files it writes), which must see all at once.
 */
export function awkFeed(args: readonly string[]): Feed | undefined {
  const index = programIndex(args);
  const program = args[index];
  if (program === undefined) return undefined;
  const parts = awkParts(program);
  if (!parts || keepsState(parts)) return undefined;
  let records = 0;
  return {
    ...LINES,
    args: () => {
      const text = parts
        .map(({ code, text: own }) => (code ? own.replace(/\bF?NR\b/g, `(NR+${records})`) : own))
        .join("");
      return args.with(index, `${text}\nEND { printf "${MARK}%d", NR }`);
    },
    read: (output, fed) => {
      const at = output.lastIndexOf(MARK);
      if (at < 0) return { output, isOver: true };
      const read = Number(output.slice(at + MARK.length));
      records += read;
      const lines = fed.split("\n").length - (fed.endsWith("\n") ? 1 : 0);
      return { output: output.slice(0, at), isOver: read < lines };
    },
  };
}

/** Where in an awk's command line its program stands; -1 when it is in a file, or other records than lines are asked for. */
function programIndex(args: readonly string[]): number {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--") return i + 1;
    if (arg === "-F" || arg === "-v") {
      i++;
      if (/^[RO]?RS=/.test(args[i] ?? "")) return -1;
    } else if (arg.startsWith("-f") || /^-v\s*RS=/.test(arg)) return -1;
    else if (!arg.startsWith("-") || arg === "-") return i;
  }
  return -1;
}

interface Part {
  readonly text: string;
  /** Not a string, an expression or a comment. */
  readonly code: boolean;
}

/** An awk program cut into code and what is quoted in it; undefined when it cannot be told apart. */
function awkParts(program: string): Part[] | undefined {
  const parts: Part[] = [];
  let code = "";
  for (let i = 0; i < program.length; ) {
    const rest = program.slice(i);
    const regexMayBegin = /(?:^|[({,;!~&|?:\n}])\s*$/.test(code) || (code === "" && parts.length === 0);
    const quoted =
      /^"(?:[^"\\\n]|\\[\s\S])*"/.exec(rest)?.[0] ??
      /^#[^\n]*/.exec(rest)?.[0] ??
      (rest.startsWith("/") && regexMayBegin ? /^\/(?:[^/\\\n[]|\\.|\[\^?\]?[^\]]*\])*\//.exec(rest)?.[0] : undefined);
    if (rest.startsWith('"') && quoted === undefined) return undefined;
    if (quoted === undefined) {
      code += program.charAt(i++);
      continue;
    }
    parts.push({ text: code, code: true }, { text: quoted, code: false });
    // What was quoted is an operand: a slash after it divides.
    code = "";
    i += quoted.length;
    if (/^\s*\//.test(program.slice(i)) && !quoted.startsWith("#")) return undefined;
  }
  parts.push({ text: code, code: true });
  return parts;
}

function keepsState(parts: readonly Part[]): boolean {
  const code = parts.map(({ text, code: isCode }) => (isCode ? text : text.startsWith("#") ? "" : '""')).join("");
  // What is set before the first line is set again before each piece, unless it would be seen.
  const lines = code.replace(/\bBEGIN\s*\{([^{}]*)\}/g, (whole, body: string) =>
    /\b(print|printf|getline|RS)\b/.test(body) ? whole : "",
  );
  const withoutRecord = lines.replace(/\$(?:\d+|NF|\([^()]*\))\s*=(?!=)/g, "");
  return (
    /\b(BEGIN|END|getline|rand|srand|system|close|delete|split|ENDFILE|BEGINFILE|nextfile|match|RS|FILENAME)\b/.test(
      lines,
    ) ||
    /\+\+|--|[-+*/%^]=|(?<![=!<>~])=(?![=~])/.test(withoutRecord) ||
    />\s*""|>>|\|(?!\|)/.test(lines.replace(/\|\|/g, "")) ||
    hasRange(lines)
  );
}

/** Whether a comma outside all brackets joins two patterns: such a range lasts from one line to another. */
function hasRange(code: string): boolean {
  let depth = 0;
  for (const char of code) {
    if ("({[".includes(char)) depth++;
    else if (")}]".includes(char)) depth--;
    else if (char === "," && depth === 0) return true;
  }
  return false;
}

/** The pieces for a jq whose program sees one value at a time; undefined for others. */
export function jqFeed(args: readonly string[]): Feed | undefined {
  const isWhole = args.some((arg) => /^-[a-zA-Z]*[sn]|^--(slurp|null-input|stream|seq|jsonargs|args)/.test(arg));
  if (isWhole || args.some((arg) => /\b(input|inputs|input_line_number|debug|halt|halt_error)\b/.test(arg)))
    return undefined;
  const isRaw = args.some((arg) => /^-[a-zA-Z]*R|^--raw-input$/.test(arg));
  return {
    ...(isRaw ? LINES : { whole: wholeValues }),
    args: () => args,
    read: (output) => ({ output, isOver: false }),
  };
}

/** How much of a text are lines after which no JSON value is open. */
function wholeValues(text: string): number {
  let [depth, end, quoted] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (quoted) {
      if (char === "\\") i++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") depth--;
    else if (char === "\n" && depth <= 0) end = i + 1;
  }
  return end;
}
