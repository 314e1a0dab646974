/** How a program that works on one value after another is given its input in pieces. */
export interface Feed {
  /** How much of a text it can be given now. */
  whole(text: string): number;
}

const LINES: Feed = { whole: (text) => text.lastIndexOf("\n") + 1 };

/** The pieces for a jq whose program sees one value at a time; undefined for others. */
export function jqFeed(args: readonly string[]): Feed | undefined {
  const isWhole = args.some((arg) => /^-[a-zA-Z]*[sn]|^--(slurp|null-input|stream|seq|jsonargs|args)/.test(arg));
  if (isWhole || args.some((arg) => /\b(input|inputs|input_line_number|debug|halt|halt_error)\b/.test(arg)))
    return undefined;
  const isRaw = args.some((arg) => /^-[a-zA-Z]*R|^--raw-input$/.test(arg));
  return isRaw ? LINES : { whole: wholeValues };
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
