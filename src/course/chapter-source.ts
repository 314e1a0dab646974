/** Where a code fence of a chapter stands: in the text, in a hint, or in the solution of an exercise. */
type FencePlace = "text" | "hint" | "solution";

/** A code fence of a chapter's MDX source. */
export interface Fence {
  /** "console", "yaml", "dockerfile" … */
  readonly language: string;
  /** What follows the language on the fence's line: `host=worker1`. */
  readonly meta: string;
  readonly text: string;
  /** Lines of the source the text takes, counted from 0: from `start`, up to but not with `end`. */
  readonly start: number;
  readonly end: number;
  readonly place: FencePlace;
  /** The exercise it belongs to. */
  readonly exercise?: string;
}

const fenceLine = /^(\s*)(`{3,})(\S*)\s*(.*)$/;
const exerciseOpening = /^\s*<Exercise\b[^>]*\bid="([^"]+)"/;

/** The code fences of a chapter, in order. Tags of exercises stand on lines of their own. */
export function readFences(source: string): Fence[] {
  const lines = source.split("\n");
  const fences: Fence[] = [];
  let exercise: string | undefined;
  let place: FencePlace = "text";
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const opening = fenceLine.exec(line);
    if (!opening) {
      exercise = exerciseOpening.exec(line)?.[1] ?? exercise;
      if (/^\s*<Hint\b/.test(line)) place = "hint";
      else if (/^\s*<Solution\b/.test(line)) place = "solution";
      else if (/^\s*<\/(Hint|Solution)>/.test(line)) place = "text";
      else if (/^\s*<\/Exercise>/.test(line)) exercise = undefined;
      continue;
    }
    const [, indent = "", ticks = "```", language = "", meta = ""] = opening;
    const start = index + 1;
    let end = start;
    while (end < lines.length && (lines[end] ?? "").trim() !== ticks) end++;
    const text = lines
      .slice(start, end)
      .map((each) => (each.startsWith(indent) ? each.slice(indent.length) : each))
      .join("\n");
    fences.push({ language, meta: meta.trim(), text, start, end, place, ...(exercise ? { exercise } : {}) });
    index = end;
  }
  return fences;
}

/** The host a `console` fence names with `host=NAME`, or undefined. */
export function fenceHost({ meta }: Fence): string | undefined {
  return /\bhost="?([\w.-]+)"?/.exec(meta)?.[1];
}

/** The value of a frontmatter field, or undefined: enough for the plain strings and numbers chapters have. */
export function frontmatterField(source: string, name: string): string | undefined {
  const block = /^---\n([\s\S]*?)\n---/.exec(source)?.[1] ?? "";
  const value = new RegExp(`^${name}:\\s*(.*)$`, "m").exec(block)?.[1];
  return value?.replace(/^(["'])(.*)\1$/, "$2");
}
