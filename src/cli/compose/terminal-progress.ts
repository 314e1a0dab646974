import type { ProgressEvent } from "../../compose/progress.ts";
import { humanSize } from "../format/size.ts";

const SPINNER = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
/** A layer's progress in one sign. */
const PERCENT = ["⠀", "⡀", "⣀", "⣄", "⣤", "⣦", "⣶", "⣷", "⣿"];
/** How long a spinner stands still, ms. */
const SPIN_MS = 100;
/** What a status text leaves free beside the other columns. */
const STATUS_MARGIN = 15;

const UP = "\x1b[1A";
const DOWN = "\x1b[1B";
const START = "\x1b[0G";
const HIDE = "\x1b[?25l";
const SHOW = "\x1b[?25h";

export const COLOR = {
  done: (text: string) => `\x1b[32m${text}\x1b[0m`,
  warning: (text: string) => `\x1b[33m${text}\x1b[0m`,
  error: (text: string) => `\x1b[31m${text}\x1b[0m`,
  working: (text: string) => text,
  blue: (text: string) => `\x1b[34m${text}\x1b[0m`,
  prefix: (text: string) => `\x1b[36m${text}\x1b[0m`,
} as const;

const MARK = { done: "✔", warning: "!", error: "✘" } as const;

export const DRY_RUN_PREFIX = " DRY-RUN MODE - ";

interface Line {
  event: ProgressEvent;
  readonly started: number;
  ended: number | undefined;
  spin: number;
  spun: number;
}

/** What Compose shows on a terminal while it works, a line for each thing (docker/compose, pkg/progress/tty.go; recording 13). */
export class TerminalProgress {
  readonly #title: string;
  readonly #dryRun: boolean;
  readonly #lines = new Map<string, Line>();
  #height = 0;
  #drawn = false;

  /** @param title "Running", "Stopping": what stands over the lines */
  constructor(title: string, dryRun: boolean) {
    this.#title = title;
    this.#dryRun = dryRun;
  }

  add(event: ProgressEvent, now: number): void {
    const known = this.#lines.get(event.id);
    const ended = event.status === "working" ? undefined : now;
    if (!known) {
      this.#lines.set(event.id, { event, started: now, ended, spin: 0, spun: now });
      return;
    }
    // Progress only grows.
    const total = Math.max(event.total ?? 0, known.event.total ?? 0);
    const current = Math.max(event.current ?? 0, known.event.current ?? 0);
    const percent = Math.max(event.percent ?? 0, known.event.percent ?? 0);
    known.event = { ...event, total, current, percent };
    known.ended = event.status === "working" ? undefined : (known.ended ?? now);
  }

  /** The whole, drawn over what was there before; "" while there is nothing to show. */
  frame(now: number, columns: number, rows: number): string {
    if (this.#lines.size === 0) return "";
    const all = [...this.#lines.values()];
    const finished = all.filter(({ event }) => event.status !== "working").length;
    let title = `[+] ${this.#title} ${finished}/${all.length}`;
    if (this.#height !== 0 && finished === this.#height) title = COLOR.blue(title);
    const out = [`${UP.repeat(this.#height + 1)}${this.#drawn ? "" : DOWN}${START}${HIDE}${title}\n`];
    this.#drawn = true;
    let padding = 0;
    for (const { event } of all) {
      padding = Math.max(padding, nameOf(event).length);
      if (event.parent !== undefined) padding -= 2;
    }
    const withParts = all.length <= rows - 2;
    let height = 0;
    for (const line of all) {
      if (line.event.parent !== undefined) continue;
      const parts = all.filter(({ event }) => event.parent === line.event.id);
      for (const shown of [line, ...(withParts ? parts : [])]) {
        out.push(this.#text(shown, shown === line ? parts : [], { now, columns, padding }));
        height++;
      }
    }
    for (; height < this.#height && height < rows - 2; height++) out.push(`${" ".repeat(columns)}\n`);
    this.#height = height;
    return `${out.join("")}${SHOW}`;
  }

  #text(
    line: Line,
    parts: readonly Line[],
    { now, columns, padding }: { now: number; columns: number; padding: number },
  ): string {
    const { event, started, ended } = line;
    const name = event.status === "working" && parts.length > 0 ? withParts(event, parts) : nameOf(event);
    const length = visibleLength(name);
    const room = columns - length - padding - STATUS_MARGIN;
    const status =
      room > 0 && event.statusText.length > room ? `${event.statusText.slice(0, room)}...` : event.statusText;
    const prefix = this.#dryRun ? COLOR.prefix(DRY_RUN_PREFIX) : "";
    const gap = " ".repeat(Math.max(0, padding - length));
    const left = `${event.parent === undefined ? "" : "  "} ${mark(line, now)}${prefix} ${name}${gap} ${COLOR[event.status](status)}`;
    const seconds = ((event.status === "working" ? now : (ended ?? started)) - started) / 1000;
    const right = COLOR.blue(`${seconds.toFixed(1)}s `);
    return `${left}${" ".repeat(Math.max(0, columns - visibleLength(left) - visibleLength(right)))}${right}\n`;
  }
}

const nameOf = ({ id, text = "" }: ProgressEvent) => `${id} ${text}`;

function mark(line: Line, now: number): string {
  const { status } = line.event;
  if (status !== "working") return COLOR[status](MARK[status]);
  if (now - line.spun >= SPIN_MS && now > line.started) {
    line.spin = (line.spin + 1) % SPINNER.length;
    line.spun = now;
  }
  return COLOR.warning(SPINNER[line.spin] ?? "");
}

/** `redis [⣿⣿⡀] 4.1MB / 40MB Pulling`: how far its layers are. */
function withParts(event: ProgressEvent, parts: readonly Line[]): string {
  const total = parts.reduce((sum, part) => sum + (part.event.total ?? 0), 0);
  const current = parts.reduce((sum, part) => sum + (part.event.current ?? 0), 0);
  const unknown = total === 0 || parts.some((part) => part.event.status === "working" && (part.event.total ?? 0) === 0);
  const signs = parts
    .map((part) => PERCENT[Math.trunc(((PERCENT.length - 1) * (part.event.percent ?? 0)) / 100)] ?? "")
    .join("");
  const amount = unknown ? "" : ` ${humanSize(current).padStart(7)} / ${humanSize(total).padEnd(7)}`;
  return `${event.id} [${COLOR.done(signs)}]${amount} ${event.text ?? ""}`;
}

const visibleLength = (text: string) => [...text.replace(/\x1b\[[0-9;]*m/g, "")].length;
