import { ComposeError } from "./compose-error.ts";
import { type ProjectContainer, sortedByName } from "./containers.ts";
import type { ComposeService } from "./project.ts";

/**
 * A service with containers where it named other services: in `volumes_from`, `network_mode: service:x`, `pid` and `ipc`
 * (docker/compose, convergence.go, resolveServiceReferences).
 * @param containers those of each service
 * @throws ComposeError when the other has none
 */
export function resolveReferences(
  service: ComposeService,
  containers: ReadonlyMap<string, readonly ProjectContainer[]>,
): ComposeService {
  const first = (name: string, what: string) => {
    const found = sortedByName(containers.get(name) ?? [])[0];
    if (!found) throw new ComposeError(`cannot share ${what} with service ${name}: container missing`);
    return found.id;
  };
  const mode = (value: string | undefined, what: string) => {
    const name = value?.startsWith("service:") ? value.slice("service:".length) : undefined;
    return name === undefined ? value : `container:${first(name, what)}`;
  };
  const networkMode = mode(service.networkMode, "network namespace");
  const pid = mode(service.pid, "PID namespace");
  const ipc = mode(service.ipc, "IPC namespace");
  return {
    ...service,
    volumesFrom: service.volumesFrom.map((text) => {
      const [name = "", second = "", third] = text.split(":");
      if (name === "container") return third === undefined ? second : `${second}:${third}`;
      const id = first(name, "volume");
      return second === "" ? id : `${id}:${second}`;
    }),
    ...(networkMode === undefined ? {} : { networkMode }),
    ...(pid === undefined ? {} : { pid }),
    ...(ipc === undefined ? {} : { ipc }),
  };
}
