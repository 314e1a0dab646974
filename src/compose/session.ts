import type { Engine } from "../engine/engine.ts";
import type { ProjectContainer } from "./containers.ts";
import type { Operations } from "./operations.ts";
import type { ProgressListener } from "./progress.ts";

/** One run of Compose over an engine. */
export interface ComposeSession {
  readonly engine: Engine;
  readonly operations: Operations;
  /** Told of every step. */
  readonly report: ProgressListener;
  /** A warning, as logrus gets it. */
  readonly warn: (message: string) => void;
  /** Told of what hooks write; nobody is unless somebody stays and listens. */
  readonly hookOutput?: (container: string, text: string) => void;
  /** Aborts when the person gives up. */
  readonly signal: AbortSignal;
  /** Containers that only a dry run knows. */
  readonly pretended: ProjectContainer[];
}
