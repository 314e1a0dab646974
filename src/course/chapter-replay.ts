import { HeadlessLab } from "../playground/headless-lab.ts";
import { comparable, screenOf } from "../playground/recorded-screen.ts";
import { type Fence, fenceHost, frontmatterField, readFences } from "./chapter-source.ts";
import { readSession } from "./console-session.ts";
import { prepareLab } from "./starting-labs.ts";

/** What a chapter shows under a command and the playground does not print. */
export interface Drift {
  readonly command: string;
  /** Line of the source where the shown output begins, counted from 1. */
  readonly line: number;
  readonly shown: readonly string[];
  readonly printed: readonly string[];
}

/** The end of a command, as whoever looks at the lab between the commands gets it. */
interface ReplayStep {
  readonly lab: HeadlessLab;
  readonly fence: Fence;
}

interface Replay {
  readonly drifts: readonly Drift[];
  /** The source with every output as the playground prints it. */
  readonly rewritten: string;
}

interface ReplayOptions {
  /** Called before the first command of each fence. */
  readonly beforeFence?: (step: ReplayStep) => void | Promise<void>;
  /** Called after the last command of each fence. */
  readonly afterFence?: (step: ReplayStep) => void | Promise<void>;
}

/** What a fence shows of one command: the output, and whatever is typed into the program on the way. */
interface Segment {
  readonly fence: Fence;
  /** Where the output begins and ends within the fence's lines. */
  readonly start: number;
  end: number;
}

interface Typed {
  readonly command: string;
  readonly host: string;
  readonly inputs: string[];
  readonly segments: Segment[];
}

const COLUMNS = 100;
const FIRST_HOST = "manager1";

/** A line of a fence that stands for keys. Their echo, if there is one, is not an output. */
const keys: Readonly<Record<string, string>> = { "^C": "\x03", "^D": "\x04", "^P^Q": "\x10\x11", "^Z": "\x1a" };

/** A line that stands for as many lines as there are. */
const ELISION = "…";

/**
 * Runs every command of a chapter in a new lab, in order, and compares what it prints with what the chapter shows.
 * Compared as recordings are: ids numbered by appearance, times, durations and sizes masked. A fence that shows no
 * output at all is run and not compared; a line `…` stands for any number of lines.
 * @param source the chapter's MDX
 */
export async function replayChapter(source: string, options: ReplayOptions = {}): Promise<Replay> {
  const lab = new HeadlessLab();
  prepareLab(lab, frontmatterField(source, "lab") ?? "fresh");
  const fences = readFences(source).filter(({ language, place }) => language === "console" && place !== "hint");
  const drifts: Drift[] = [];
  const lines = source.split("\n");
  const replacements: { start: number; end: number; lines: string[] }[] = [];
  const typed = readCommands(fences);
  for (const [index, each] of typed.entries()) {
    const first = each.segments[0];
    if (!first) continue;
    if (typed[index - 1]?.segments.at(-1)?.fence !== first.fence)
      await options.beforeFence?.({ lab, fence: first.fence });
    const { output } = await lab.run(each.host, each.command, { columns: COLUMNS, input: each.inputs });
    const printed = await screenOf(output, COLUMNS);
    for (const [segment, part] of divide(each, printed)) {
      const at = segment.fence.start + segment.start;
      const shown = segment.fence.text.split("\n").slice(segment.start, segment.end);
      const same = matches(shown, part);
      if (!same && showsOutput(segment.fence))
        drifts.push({ command: each.command, line: at + 1, shown, printed: part });
      if (!same && !shown.includes(ELISION)) {
        const indent = /^\s*/.exec(lines[segment.fence.start - 1] ?? "")?.[0] ?? "";
        replacements.push({
          start: at,
          end: segment.fence.start + segment.end,
          lines: part.map((line) => indent + line),
        });
      }
    }
    const last = each.segments.at(-1)?.fence ?? first.fence;
    if (typed[index + 1]?.segments[0]?.fence !== last) await options.afterFence?.({ lab, fence: last });
  }
  for (const { start, end, lines: printed } of replacements.reverse()) lines.splice(start, end - start, ...printed);
  return { drifts, rewritten: lines.join("\n") };
}

/** The commands of a chapter in order, each with what is typed into it. A fence may go on where the one before stopped. */
function readCommands(fences: readonly Fence[]): Typed[] {
  const typed: Typed[] = [];
  for (const fence of fences) {
    const host = fenceHost(fence) ?? FIRST_HOST;
    const session = readSession(fence.text);
    const text = fence.text.split("\n");
    let current = session.inside ? typed.at(-1) : undefined;
    let segment: Segment | undefined;
    if (current) {
      segment = { fence, start: 0, end: text.length };
      current.segments.push(segment);
    }
    for (const [index, { kind, promptLength }] of session.lines.entries()) {
      const line = text[index] ?? "";
      if (kind === "continuation" && current && segment) {
        typed[typed.length - 1] = current = { ...current, command: `${current.command}\n${line.slice(promptLength)}` };
        segment = { fence, start: index + 1, end: text.length };
        current.segments.splice(-1, 1, segment);
      } else if (kind === "command" && line.startsWith("$")) {
        if (segment) segment.end = index;
        segment = { fence, start: index + 1, end: text.length };
        current = { command: line.slice(promptLength), host, inputs: [], segments: [segment] };
        if (current.command.trim() !== "") typed.push(current);
      } else if (kind === "command" && line.length > promptLength) {
        current?.inputs.push(`${line.slice(promptLength)}\n`);
      } else {
        const pressed = keys[line.trim()];
        if (pressed !== undefined) current?.inputs.push(pressed);
      }
    }
  }
  return typed;
}

/** Gives each fence that shows a part of a command's screen its part: a fence begins at the prompt of its first input. */
function divide({ segments }: Typed, printed: readonly string[]): [Segment, string[]][] {
  const parts: [Segment, string[]][] = [];
  let from = 0;
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1];
    const begins = next?.fence.text.split("\n")[0];
    const wanted = begins === undefined ? undefined : typedAfterPrompt(begins);
    let to = printed.length;
    if (wanted !== undefined) {
      const found = printed.findIndex((line, at) => at >= from && typedAfterPrompt(line) === wanted);
      if (found >= 0) to = found;
    }
    parts.push([segment, printed.slice(from, to)]);
    from = to;
  }
  return parts;
}

/** What was typed on a line with a prompt, or undefined when it has none. */
function typedAfterPrompt(line: string): string | undefined {
  const first = readSession(line).lines[0];
  return first?.kind === "command" ? line.slice(first.promptLength).trim() : undefined;
}

/** Whether a fence shows anything a program printed. */
function showsOutput({ text }: Fence): boolean {
  return readSession(text).lines.some(({ kind }) => kind === "output");
}

/** A ping's times are numbers of their moment. */
const pingTimes = /\b\d+\.\d+(?:\/\d+\.\d+)*(?= ms\b)/g;

/** What is compared of some lines: no echo of a key, no time of a ping. */
const compared = (lines: readonly string[]) =>
  lines.filter((line) => keys[line.trim()] === undefined).map((line) => line.replace(pingTimes, "{MS}"));

function matches(shown: readonly string[], printed: readonly string[]): boolean {
  const wanted = compared(shown);
  const got = compared(printed);
  return comparable(wanted) === comparable(wanted.includes(ELISION) ? elide(wanted, got) : got);
}

/** `printed` with `…` in place of what `shown` leaves out; as it is when the two cannot be laid side by side. */
function elide(shown: readonly string[], printed: readonly string[]): readonly string[] {
  const out: string[] = [];
  let from = 0;
  for (const [index, line] of shown.entries()) {
    if (line === ELISION) {
      out.push(line);
      const next = shown[index + 1];
      if (next === undefined) from = printed.length;
      else {
        const found = printed.findIndex((each, at) => at >= from && comparable([each]) === comparable([next]));
        if (found < 0) return printed;
        from = found;
      }
      continue;
    }
    out.push(printed[from] ?? "");
    from++;
  }
  return [...out, ...printed.slice(from)];
}
