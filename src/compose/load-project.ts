import type { FileSystem } from "../kernel/filesystem.ts";
import { ComposeError } from "./compose-error.ts";
import type { ComposeProject } from "./project.ts";

/** What `docker compose` was told before its subcommand. */
export interface LoadOptions {
  readonly files: FileSystem;
  readonly cwd: string;
  /** The shell's variables. */
  readonly env: Readonly<Record<string, string>>;
  /** `-f`; empty: COMPOSE_FILE, or the usual names from here upwards. "-" is standard input. */
  readonly configFiles?: readonly string[];
  /** What standard input held, for `-f -`. */
  readonly stdin?: string;
  /** `-p` */
  readonly projectName?: string;
  /** `--project-directory` */
  readonly projectDirectory?: string;
  /** `--env-file` */
  readonly envFiles?: readonly string[];
  /** `--profile` */
  readonly profiles?: readonly string[];
  /** A warning's text, as logrus gets it: "The \"X\" variable is not set. Defaulting to a blank string." */
  readonly warn: (message: string) => void;
}

/**
 * Reads a project's files: merges them, fills in variables, checks them and brings them to their long form.
 * @throws ComposeError in Compose's words
 */
export function loadProject(options: LoadOptions): ComposeProject {
  throw new ComposeError(`no configuration file provided: not found (${options.cwd})`);
}
