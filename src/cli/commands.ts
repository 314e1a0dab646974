import type { Command } from "./command.ts";

/**
 * Where each command is: by its path, a module that exports it as `command`. One line a command, in order; what is not
 * here answers that this playground does not simulate it.
 */
export const COMMANDS: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  "context show": () => import("./context/show.ts"),
  "context use": () => import("./context/use.ts"),
};
