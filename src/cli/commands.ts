import type { Command } from "./command.ts";

/**
 * Where each command is: by its path, a module that exports it as `command`. One line a command, in order; what is not
 * here answers that this playground does not simulate it.
 */
export const COMMANDS: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  "context show": () => import("./context/show.ts"),
  "context use": () => import("./context/use.ts"),
  "node demote": () => import("./node/demote.ts"),
  "node inspect": () => import("./node/inspect.ts"),
  "node ls": () => import("./node/ls.ts"),
  "node promote": () => import("./node/promote.ts"),
  "node ps": () => import("./node/ps.ts"),
  "node rm": () => import("./node/rm.ts"),
  "node update": () => import("./node/update.ts"),
  "service create": () => import("./service/create.ts"),
  "service inspect": () => import("./service/inspect.ts"),
  "service ls": () => import("./service/ls.ts"),
  "service ps": () => import("./service/ps.ts"),
  "service rm": () => import("./service/rm.ts"),
  "service rollback": () => import("./service/rollback.ts"),
  "service scale": () => import("./service/scale.ts"),
  "swarm init": () => import("./swarm/init.ts"),
  "swarm join": () => import("./swarm/join.ts"),
  "swarm join-token": () => import("./swarm/join-token.ts"),
  "swarm leave": () => import("./swarm/leave.ts"),
};
