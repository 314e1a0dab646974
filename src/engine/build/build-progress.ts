import type { Clock } from "../../kernel/clock.ts";
import type { LintWarning } from "./lint.ts";

/** A part of a step: what is transferred, resolved, exported. Times are ms. */
export interface VertexStatus {
  readonly id: string;
  readonly started: number;
  completed?: number;
  /** Bytes. */
  current: number;
  total: number;
  /** Told when it begins, not only when it ends. */
  readonly announced: boolean;
}

/** One step of a build, as BuildKit's client sees it (buildkit, client/graph.go). */
export interface Vertex {
  /** "[2/4] WORKDIR /src" */
  name: string;
  started?: number;
  completed?: number;
  cached: boolean;
  canceled: boolean;
  error?: string;
  readonly statuses: VertexStatus[];
  readonly logs: { readonly time: number; readonly text: string }[];
  readonly warnings: LintWarning[];
}

/** "JSONArgsRecommended: JSON arguments recommended for CMD … (line 3)" */
export const warningText = ({ rule, detail, range }: LintWarning): string => `${rule}: ${detail} (line ${range.start})`;

export type VertexChange = "started" | "status" | "log" | "warning" | "completed";

/** How far a build is: told to whoever shows it. */
export class BuildProgress {
  readonly clock: Pick<Clock, "now">;
  readonly vertices: Vertex[] = [];
  readonly warnings: LintWarning[] = [];
  startedAt: number;
  onChange: (vertex: Vertex, change: VertexChange, status?: VertexStatus) => void = () => {};

  constructor(clock: Pick<Clock, "now">) {
    this.clock = clock;
    this.startedAt = clock.now();
  }

  /** The time before was spent waiting for what to build. */
  begin(): void {
    this.startedAt = this.clock.now();
  }

  /** A step that is to come. */
  add(name: string): Vertex {
    const vertex: Vertex = { name, cached: false, canceled: false, statuses: [], logs: [], warnings: [] };
    this.vertices.push(vertex);
    return vertex;
  }

  start(vertex: Vertex): void {
    vertex.started = this.clock.now();
    this.onChange(vertex, "started");
  }

  /** @param how.at when it ended, if that is not now */
  finish(vertex: Vertex, how: { cached?: boolean; canceled?: boolean; error?: string; at?: number } = {}): void {
    if (vertex.completed !== undefined) return;
    const now = how.at ?? this.clock.now();
    const announced = vertex.started !== undefined;
    vertex.started ??= now;
    vertex.completed = now;
    vertex.cached = how.cached ?? false;
    vertex.canceled = how.canceled ?? false;
    if (how.error !== undefined) vertex.error = how.error;
    if (!announced) this.onChange(vertex, "started");
    this.onChange(vertex, "completed");
  }

  /** Ends what is going on: the rest of the build has failed, or nobody wants it any more. */
  cancel(): void {
    for (const vertex of this.vertices)
      if (vertex.started !== undefined && vertex.completed === undefined) this.finish(vertex, { canceled: true });
  }

  startStatus(vertex: Vertex, id: string, { total = 0, announced = false } = {}): VertexStatus {
    const status: VertexStatus = { id, started: this.clock.now(), current: 0, total, announced };
    vertex.statuses.push(status);
    this.onChange(vertex, "status", status);
    return status;
  }

  updateStatus(vertex: Vertex, status: VertexStatus, current: number): void {
    status.current = current;
    this.onChange(vertex, "status", status);
  }

  finishStatus(vertex: Vertex, status: VertexStatus, current = status.current): void {
    status.current = current;
    status.completed = this.clock.now();
    this.onChange(vertex, "status", status);
  }

  log(vertex: Vertex, text: string): void {
    vertex.logs.push({ time: this.clock.now(), text });
    this.onChange(vertex, "log");
  }

  /** What could be better; said of the step that reads the Dockerfile. */
  warn(vertex: Vertex, warning: LintWarning): void {
    this.warnings.push(warning);
    vertex.warnings.push(warning);
    this.onChange(vertex, "warning");
  }
}
