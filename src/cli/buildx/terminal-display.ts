import { type BuildProgress, type Vertex, warningText } from "../../engine/build/build-progress.ts";
import { bytesText } from "./bytes.ts";

const UP = "\x1b[1A";
const START = "\x1b[0G";
const HIDE = "\x1b[?25l";
const SHOW = "\x1b[?25h";
const RESET = "\x1b[0m";
const COLORS = { done: "\x1b[34m", canceled: "\x1b[33m", failed: "\x1b[31m", faint: "\x1b[2m" } as const;

const PREFIX = " => ";
/** Shorter than this counts as no time, ms. */
const NO_TIME_MS = 50;
/** The most lines of a running step's output. */
const LOG_LINES = 6;
const LOG_MARGIN = 10;
/** With less room for a name a line is left out. */
const NAME_MIN = 12;

interface Line {
  readonly name: string;
  readonly amount: string;
  readonly started: number;
  readonly completed: number | undefined;
  readonly color: string;
  readonly logs: readonly string[];
}

/** What a build looks like on a terminal, drawn over what was there before (buildkit, progressui/display.go). */
export class TerminalDisplay {
  readonly #progress: Pick<BuildProgress, "vertices" | "startedAt">;
  readonly #columns: number;
  readonly #rows: number;
  readonly #driver: string;
  #lines = 0;
  #drawn = false;

  /** @param driver what stands at the right of the title */
  constructor(
    progress: Pick<BuildProgress, "vertices" | "startedAt">,
    columns: number,
    rows = Number.POSITIVE_INFINITY,
    driver = "docker:default",
  ) {
    this.#progress = progress;
    this.#columns = columns;
    this.#rows = rows;
    this.#driver = driver;
  }

  /** The first thing on the screen: an empty line, to be drawn over. */
  opening(): string {
    return `${UP}\x1b[1B${START}${HIDE}\n${SHOW}`;
  }

  /** @param finished whether nothing more will come */
  frame(now: number, finished: boolean): string {
    const begun = this.#progress.vertices.filter(({ started }) => started !== undefined);
    const all = begun.sort((a, b) => (a.started ?? 0) - (b.started ?? 0)).flatMap(linesOf);
    // While it goes on only as much is shown as the screen holds, the newest; at the end everything is.
    const lines = finished || all.length <= this.#rows - 2 ? all : newest(all, this.#rows - 2);
    const { vertices, startedAt } = this.#progress;
    const completed = vertices.filter((vertex) => vertex.completed !== undefined).length;
    const state = finished && completed > 0 && completed === vertices.length ? "FINISHED" : "";
    const seconds = ((now - startedAt) / 1000).toFixed(1);
    const title = `[+] Building ${seconds}s (${completed}/${vertices.length}) ${state}`;
    let out = `${UP.repeat(this.#lines + 1)}${START}${HIDE}`;
    this.#drawn = true;
    out += `${align(title, this.#driver, this.#columns - 1)}\n`;
    let count = 0;
    for (const line of lines) {
      const shown = this.#line(line, now);
      if (shown === undefined) continue;
      out += shown;
      count++;
      for (const text of line.logs) {
        out += `${COLORS.faint} => => # ${text.slice(0, this.#columns - LOG_MARGIN)}\n${RESET}`;
        count++;
      }
    }
    const left = this.#lines - count;
    if (left > 0) out += `${`${" ".repeat(this.#columns)}\n`.repeat(left)}\x1b[${left}A${START}`;
    this.#lines = count;
    return out + SHOW;
  }

  get drawn(): boolean {
    return this.#drawn;
  }

  #line({ name, amount, started, completed, color }: Line, now: number): string | undefined {
    const took = (completed ?? now) - started;
    const timer = ` ${(took < NO_TIME_MS ? 0 : took / 1000).toFixed(1).padStart(3)}s\n`;
    let room = this.#columns - PREFIX.length - timer.length - 1;
    const withAmount = amount !== "" && room + amount.length > 20;
    if (withAmount) room -= amount.length + 1;
    if (room < NAME_MIN) return undefined;
    const text = `${PREFIX}${name.slice(0, room)}${withAmount ? ` ${amount}` : ""}`;
    const line = align(text, timer, this.#columns);
    return completed === undefined ? line : `${color}${line}${RESET}`;
  }
}

/** The last so many lines, and what still runs above them in place of what is done (buildkit, wrapHeight). */
function newest(lines: readonly Line[], limit: number): readonly Line[] {
  const running = lines.slice(0, -limit).filter(({ completed }) => completed === undefined);
  let room = running.length;
  const kept = lines.slice(-limit).filter(({ completed }) => completed === undefined || room-- <= 0);
  return [...running.slice(Math.max(0, running.length - (limit - kept.length))), ...kept];
}

function linesOf(vertex: Vertex): Line[] {
  const { started, completed, name, cached, canceled, error } = vertex;
  if (started === undefined) return [];
  const mark = canceled ? "CANCELED " : error !== undefined ? "ERROR " : cached ? "CACHED " : "";
  const color = canceled ? COLORS.canceled : error !== undefined ? COLORS.failed : COLORS.done;
  const running = completed === undefined;
  const logs = running ? vertex.logs.slice(-LOG_LINES).map(({ text }) => text) : [];
  const own: Line = { name: `${mark}${name.replaceAll("\t", " ")}`, amount: "", started, completed, color, logs };
  const parts = vertex.statuses.map((status): Line => {
    const { id, current, total } = status;
    const amount = total > 0 ? `${bytesText(current)} / ${bytesText(total)}` : current > 0 ? bytesText(current) : "";
    const times = { started: status.started, completed: status.completed };
    return { name: `=> ${id}`, amount, ...times, color: COLORS.done, logs: [] };
  });
  const warnings = vertex.warnings.map((warning): Line => {
    return {
      name: `WARN: ${warningText(warning)}`,
      amount: "",
      started,
      completed: started,
      color: COLORS.canceled,
      logs: [],
    };
  });
  return [{ ...own, logs: parts.length > 0 ? [] : logs }, ...parts, ...warnings];
}

/** Left and right texts with blanks between them; the right one ends at the width. */
function align(left: string, right: string, width: number): string {
  return `${left.padEnd(width - right.length - 1)} ${right}`;
}
