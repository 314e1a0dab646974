import {
  type BuildProgress,
  type Vertex,
  type VertexChange,
  type VertexStatus,
  warningText,
} from "../../engine/build/build-progress.ts";
import { bytesText } from "./bytes.ts";

/** Shorter than this a part's time is not worth telling, ms. */
const WORTH_TELLING_MS = 10;

/** A build as this display follows it. */
type ShownProgress = Pick<BuildProgress, "onChange">;

/** The log of a build, line after line: `--progress=plain`, and what is not a terminal (buildkit, progressui/printer.go). */
export class PlainDisplay {
  readonly #write: (text: string) => void;
  readonly #numbers = new Map<Vertex, number>();
  /** Whose block is open. */
  #current: Vertex | undefined;
  readonly #told = new Set<VertexStatus>();

  /** @param driver what builds: `"default" instance using docker driver`; "" where nothing is said of it */
  constructor(progress: ShownProgress, write: (text: string) => void, driver: string) {
    this.#write = write;
    progress.onChange = (vertex, change, status) => this.#show(vertex, change, status);
    if (driver !== "") write(`#0 building with ${driver}\n\n`);
  }

  #show(vertex: Vertex, change: VertexChange, status: VertexStatus | undefined): void {
    const number = this.#open(vertex);
    if (change === "status" && status) this.#status(number, status);
    if (change === "log") {
      const log = vertex.logs.at(-1);
      if (log) this.#write(`#${number} ${logText(vertex, log)}\n`);
    }
    const warning = change === "warning" ? vertex.warnings.at(-1) : undefined;
    if (warning) this.#write(`#${number} WARN: ${warningText(warning)}\n`);
    if (change !== "completed") return;
    this.#write(`#${number} ${outcome(vertex)}\n\n`);
    this.#current = undefined;
  }

  /** Begins a vertex's block, or goes on with it after another's. */
  #open(vertex: Vertex): number {
    const known = this.#numbers.get(vertex);
    const number = known ?? this.#numbers.size + 1;
    this.#numbers.set(vertex, number);
    if (this.#current === vertex) return number;
    if (this.#current) this.#leave(this.#current);
    this.#current = vertex;
    this.#write(`#${number} ${vertex.name}\n`);
    return number;
  }

  /** What still goes on is told before another block begins. */
  #leave(vertex: Vertex): void {
    const number = this.#numbers.get(vertex);
    for (const status of vertex.statuses)
      if (status.completed === undefined && !this.#told.has(status)) this.#write(`#${number} ${status.id}\n`);
    this.#write(`#${number} ...\n\n`);
  }

  /** The end of a part says it all; its beginning is told only of some, and its progress where there is an amount. */
  #status(number: number, status: VertexStatus): void {
    const { id, started, completed, current, total, announced } = status;
    if (completed === undefined && total === 0 && !announced) return;
    this.#told.add(status);
    const amount =
      total > 0 ? ` ${bytesText(current)} / ${bytesText(total)}` : current > 0 ? ` ${bytesText(current)}` : "";
    const took = completed === undefined ? 0 : completed - started;
    const time = took > WORTH_TELLING_MS ? ` ${(took / 1000).toFixed(1)}s` : "";
    this.#write(`#${number} ${id}${amount}${time}${completed === undefined ? "" : " done"}\n`);
  }
}

function outcome({ started = 0, completed = 0, cached, canceled, error }: Vertex): string {
  if (canceled) return "CANCELED";
  if (error !== undefined) return `ERROR: ${error}`;
  return cached ? "CACHED" : `DONE ${((completed - started) / 1000).toFixed(1)}s`;
}

/** A line of a step's output, with the seconds since the step began. */
export function logText(vertex: Vertex, { time, text }: Vertex["logs"][number]): string {
  return `${((time - (vertex.started ?? time)) / 1000).toFixed(3)} ${text}`;
}
