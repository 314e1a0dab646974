import type { Process } from "../../kernel/process.ts";
import type { Environment } from "./config/environment.ts";
import type { Sources } from "./config/sources.ts";
import type { Interrupts } from "./interrupts.ts";
import type { Logger } from "./logger.ts";
import type { Project } from "./project/project.ts";
import type { DocoptResult } from "./python/docopt.ts";

/** What one subcommand does. Its usage and its options are those of its help. */
export interface Subcommand {
  readonly name: string;
  /** @throws Failure, Exit, EngineError, PythonException, Interrupted */
  run(context: SubcommandContext): Promise<void>;
}

export interface ReadChoices {
  readonly interpolate?: boolean;
}

/** What a subcommand is given. */
export interface SubcommandContext {
  readonly process: Process;
  readonly logger: Logger;
  readonly interrupts: Interrupts;
  /** The options before the subcommand. */
  readonly options: DocoptResult;
  /** Its own. */
  readonly args: DocoptResult;
  /** Variables that change how compose works: the shell's, and those of `.env` where the project's folder was named. */
  readonly environment: Environment;
  /** Whether output may have colours: not with `--ansi never`. */
  readonly monochrome: boolean;
  /** The help of compose itself, or of one of its commands; undefined when there is none. */
  help(command: string): string | undefined;
  /** @throws ConfigurationError */
  sources(choices?: ReadChoices): Promise<Sources>;
  /** @throws ConfigurationError; PythonException when no daemon answers */
  project(choices?: ReadChoices): Promise<Project>;
  out(text: string): Promise<void>;
  /** Columns of the terminal; without one, as wide as needed. */
  readonly columns: number;
}
