import type { Engine } from "../../engine/engine.ts";
import { inspectSwarm } from "../../swarm/inspect.ts";
import type { Role } from "../../swarm/tokens.ts";

/** How to join this swarm in a role, as `swarm init` and `swarm join-token` say it (docker/cli, swarm/join_token.go). */
export function joinCommand(engine: Engine, role: Role): string {
  const { tokens, managerAddress } = inspectSwarm(engine);
  return `To add a ${role} to this swarm, run the following command:\n\n    docker swarm join --token ${tokens[role]} ${managerAddress}\n\n`;
}

/** What to keep when a swarm locks itself (docker/cli, swarm/unlock_key.go). */
export function unlockInstructions(key: string): string {
  return `To unlock a swarm manager after it restarts, run the \`docker swarm unlock\`\ncommand and provide the following key:\n\n    ${key}\n\nRemember to store this key in a password manager, since without it you\nwill not be able to restart the manager.\n`;
}
