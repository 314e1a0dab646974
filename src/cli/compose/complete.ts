import { ComposeError } from "../../compose/compose-error.ts";
import { loadProject } from "../../compose/file/load-project.ts";
import type { CompletionContext } from "../command.ts";

/** The services of the project that is here, for Tab. */
export function serviceNames({ process }: CompletionContext): readonly string[] {
  try {
    const { services } = loadProject({ files: process.files, cwd: process.cwd, env: process.env, warn: () => {} });
    return Object.keys(services);
  } catch (error) {
    if (error instanceof ComposeError) return [];
    throw error;
  }
}
