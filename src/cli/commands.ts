import type { Command } from "./command.ts";

/**
 * Where each command is: by its path, a module that exports it as `command`. One line a command, in order; what is not
 * here answers that this playground does not simulate it.
 */
export const COMMANDS: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  "context show": () => import("./context/show.ts"),
  "context use": () => import("./context/use.ts"),
  "node demote": () => import("./node/demote.ts"),
  "node promote": () => import("./node/promote.ts"),
  "node rm": () => import("./node/rm.ts"),
  "node update": () => import("./node/update.ts"),
  "swarm init": () => import("./swarm/init.ts"),
  "swarm join": () => import("./swarm/join.ts"),
  "swarm join-token": () => import("./swarm/join-token.ts"),
  "swarm leave": () => import("./swarm/leave.ts"),
};
