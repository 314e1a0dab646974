import type { Engine } from "../../../engine/engine.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Environment } from "../config/environment.ts";
import type { ParallelWriter } from "../display/parallel-writer.ts";
import type { Logger } from "../logger.ts";

/** One run of docker-compose over an engine. */
export interface Session {
  readonly engine: Engine;
  readonly process: Process;
  readonly environment: Environment;
  readonly logger: Logger;
  readonly writer: ParallelWriter;
  /** Whether colours may be used. */
  readonly ansi: boolean;
  /** Aborts when the person gives up: nothing new is begun. */
  readonly signal: AbortSignal;
  out(text: string): Promise<void>;
}
