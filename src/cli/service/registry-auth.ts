import type { RegistryCredentials } from "../../engine/engine.ts";
import type { TaskSpec } from "../../swarm/service.ts";

/** A task's specification with what its nodes are to show the registry; without credentials they ask as anybody. */
export function withRegistryAuth(task: TaskSpec, credentials: RegistryCredentials | undefined): TaskSpec {
  const { registryAuth: _, ...rest } = task;
  return credentials ? { ...rest, registryAuth: credentials } : rest;
}
