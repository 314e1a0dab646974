import type { Connect } from "../../cli/docker.ts";
import type { Process } from "../../kernel/process.ts";
import { readAll } from "../../kernel/stream.ts";
import { Environment, type EnvironmentSource, environmentOf } from "./config/environment.ts";
import { loadSchemas } from "./config/schemas.ts";
import { type ProjectOptions, projectDir, readSources, type Sources } from "./config/sources.ts";
import { normalPath } from "./config/volume-spec.ts";
import { findDaemon } from "./daemon.ts";
import { ParallelWriter } from "./display/parallel-writer.ts";
import { UserError } from "./failures.ts";
import type { Interrupts } from "./interrupts.ts";
import type { Logger } from "./logger.ts";
import { LABEL } from "./project/labels.ts";
import type { Project } from "./project/project.ts";
import { projectFromConfig } from "./project/project-from-config.ts";
import type { Session } from "./project/session.ts";
import type { DocoptResult } from "./python/docopt.ts";
import type { ReadChoices } from "./subcommand.ts";

/** Commands that do not tell of variables that are not set (compose/cli/command.py). */
const SILENT: ReadonlySet<string> = new Set(
  "events exec kill logs pause ps restart rm start stop top unpause".split(" "),
);
/** What it takes to ask the daemon for its version and to make a project of the files, ms (recording 20). */
const PROJECT_MS = 60;

export interface LoaderParts {
  readonly process: Process;
  readonly connect: Connect;
  readonly logger: Logger;
  readonly interrupts: Interrupts;
  readonly options: DocoptResult;
  readonly command: string;
  /** Whether what goes to standard error may have colours. */
  readonly colors: boolean;
}

/** Makes a project of what stands before the command (compose/cli/command.py). */
export class ProjectLoader {
  readonly #parts: LoaderParts;
  readonly #options: ProjectOptions;

  constructor(parts: LoaderParts) {
    const { options } = parts;
    this.#parts = parts;
    this.#options = {
      files: options.list("--file"),
      name: options.text("--project-name"),
      directory: options.text("--project-directory"),
      envFile: options.text("--env-file"),
      profiles: options.list("--profile"),
    };
  }

  get #source(): EnvironmentSource {
    const { process, logger } = this.#parts;
    return { files: process.files, cwd: process.cwd, env: process.env, warn: (text) => void logger.warning(text) };
  }

  /** The variables that compose itself heeds. `.env` is read where the project's folder was named. */
  environment(): Environment {
    const source = this.#source;
    const { files, directory } = this.#options;
    const named = files.length > 0 || directory !== undefined || source.env.COMPOSE_FILE !== undefined;
    if (!named) return new Environment(source.env, source.warn);
    return environmentOf(source, projectDir(source.env, this.#options) || ".", this.#options.envFile);
  }

  /** @throws ConfigurationError */
  async sources({ interpolate = true }: ReadChoices = {}): Promise<Sources> {
    const { process, command, options } = this.#parts;
    const words = process.args.slice(1);
    const sources = await readSources({
      source: this.#source,
      schemas: await loadSchemas(process.machine.clock),
      options: this.#options,
      silent: command !== "config" && SILENT.has(options.word("COMMAND") ?? ""),
      interpolate,
      checkPaths: !words.includes("pull") && !words.includes("--no-build"),
      stdin: () => readAll(process.stdin),
    });
    checkParallelLimit(sources.environment);
    return sources;
  }

  /** @throws ConfigurationError, UserError; PythonException when no daemon answers */
  async project(choices: ReadChoices = {}): Promise<Project> {
    const { process, connect, options, command } = this.#parts;
    const { config, environment, workingDir, fileNames, projectName } = await this.sources(choices);
    const engine = await findDaemon(process, connect, options, command);
    await process.sleep(PROJECT_MS);
    const { envFile, profiles } = this.#options;
    const listed = environment.get("COMPOSE_PROFILES");
    return projectFromConfig({
      session: this.#session(engine, environment),
      name: projectName,
      config,
      profiles: profiles.length > 0 ? profiles : listed ? listed.split(",") : [],
      extraLabels: {
        [LABEL.workingDir]: workingDir,
        ...(fileNames ? { [LABEL.configFiles]: fileNames.join(",") } : {}),
        ...(envFile === undefined ? {} : { [LABEL.environmentFile]: normalPath(envFile) }),
      },
    });
  }

  #session(engine: Session["engine"], environment: Environment): Session {
    const { process, logger, interrupts, colors } = this.#parts;
    return {
      engine,
      process,
      environment,
      logger,
      ansi: colors,
      writer: new ParallelWriter(process.stderr, colors),
      get signal() {
        return interrupts.signal;
      },
      out: (text) => process.stdout.write(text),
    };
  }
}

/** @throws UserError for a COMPOSE_PARALLEL_LIMIT that is none */
function checkParallelLimit(environment: Environment): void {
  const limit = environment.get("COMPOSE_PARALLEL_LIMIT");
  if (!limit) return;
  if (!/^\s*[-+]?\d+\s*$/.test(limit))
    throw new UserError(`COMPOSE_PARALLEL_LIMIT must be an integer (found: "${limit}")`);
  if (Number(limit) <= 1) throw new UserError("COMPOSE_PARALLEL_LIMIT can not be less than 2");
}
