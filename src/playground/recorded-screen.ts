import headless from "@xterm/headless";

/** What a terminal of `columns` columns shows after `text`, as lines without trailing blanks. */
export function screenOf(text: string, columns: number): Promise<string[]> {
  const terminal = new headless.Terminal({ cols: columns, rows: 50, scrollback: 20_000, allowProposedApi: true });
  return new Promise((resolve) => {
    terminal.write(text.replace(/\r?\n/g, "\r\n"), () => {
      const { active } = terminal.buffer;
      const lines: string[] = [];
      for (let y = 0; y < active.length; y++) {
        const line = active.getLine(y);
        const shown = line?.translateToString(true) ?? "";
        if (line?.isWrapped && lines.length > 0) lines.push(`${lines.pop()}${shown}`);
        else lines.push(shown);
      }
      terminal.dispose();
      while (lines.length > 0 && lines.at(-1)?.trim() === "") lines.pop();
      resolve(lines.map((line) => line.trimEnd()));
    });
  });
}

/** What differs from one lab to the next but stays the same within one: numbered in the order of appearance. */
const NUMBERED: readonly (readonly [name: string, form: RegExp])[] = [
  ["TOKEN", /SWMTKN-1-[a-z0-9]{20,}-[a-z0-9]{20,}/g],
  ["HEX64", /\b[0-9a-f]{64}\b/g],
  ["HEXCUT", /\b[0-9a-f]{12,63}…/g],
  ["MAC", /\b[0-9a-f]{2}(?::[0-9a-f]{2}){5}\b/g],
  ["ID25", /\b(?=[a-z0-9]*\d)(?=[a-z0-9]*[a-z])[a-z0-9]{25}\b/g],
  ["ID12", /(?<![0-9a-zA-Z_/.-])(?=[0-9a-z]*\d)(?=[0-9a-z]*[a-z])[0-9a-z]{12}(?![0-9a-zA-Z_/.-])/g],
  ["NAME", /\b[a-z]+_[a-z]+\b(?=\s|$)/g],
];

/** What differs from one moment, or one machine, to the next. */
const MASKED: readonly (readonly [mask: string, form: RegExp])[] = [
  ["{TIME}", /\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?(?: [+-]\d{4})?(?: UTC)?/g],
  ["{DATE}", /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? [A-Z]?[a-z]* ?\d+ .*?20\d\d(?: \d\d:\d\d:\d\d GMT)?/g],
  ["{AGO}", /\b(?:Less than a second|About an? (?:minute|hour)|\d+ (?:second|minute|hour|day|week|month|year)s?)\b/g],
  ["{SIZE}", /\b\d+(?:\.\d+)? ?(?:B|kB|MB|GB|KiB|MiB|GiB)\b/g],
  ["{SEC}", /\b\d+(?:\.\d+)?(?:s|ms)\b/g],
  ["{PCT}", /\b\d+(?:\.\d+)?%/g],
  ["{PORT}", /\b(?:3[2-9]|4\d|5\d|60)\d{3}\b/g],
];

/** The form in which a recorded screen and ours are compared. */
export function comparable(lines: readonly string[]): string {
  let text = lines.join("\n");
  for (const [mask, form] of MASKED) text = text.replace(form, mask);
  for (const [name, form] of NUMBERED) {
    const seen = new Map<string, number>();
    text = text.replace(form, (value) => {
      if (!seen.has(value)) seen.set(value, seen.size + 1);
      return `{${name}:${seen.get(value)}}`;
    });
  }
  const out: string[] = [];
  for (const raw of text.split("\n")) {
    const line = raw.replace(/ {2,}/g, "  ").replace(/-{4,}/g, "----").trimEnd();
    const ofALayer = /^\{ID12:\d+\}: (Pull complete|Already exists|Download complete|Pushed|Layer already exists)/.test(
      line,
    );
    if (!ofALayer) out.push(line);
    else if (out.at(-1) !== "{LAYERS}") out.push("{LAYERS}");
  }
  return out.join("\n").trimEnd();
}
