import type { Engine } from "../engine.ts";
import { EngineError, invalid } from "../errors.ts";
import { namesOf } from "../network/endpoint.ts";
import { chosenName } from "./create.ts";
import { emitContainerEvent } from "./events.ts";
import { requireContainer } from "./find.ts";
import { renameLinks } from "./links.ts";

/** Gives a container another name, in its networks too. @throws EngineError */
export function renameContainer(engine: Engine, ref: string, newName: string): void {
  const container = requireContainer(engine, ref);
  if (newName === "") throw invalid("Neither old nor new names may be empty");
  if (newName.replace(/^\//, "") === container.name)
    throw invalid("Renaming a container with the same name as its current name");
  const oldName = container.name;
  engine.containers.rename(container, allocated(engine, newName));
  for (const endpoint of Object.values(container.networks)) {
    if (endpoint.DNSNames) endpoint.DNSNames = namesOf(container, endpoint.Aliases ?? []);
  }
  renameLinks(engine, container);
  emitContainerEvent(engine, container, "rename", { oldName: `/${oldName}` });
}

/** The new name, with what the daemon puts before a failure (moby, daemon/rename.go). @throws EngineError */
function allocated(engine: Engine, newName: string): string {
  try {
    return chosenName(engine, newName.startsWith("/") ? newName : `/${newName}`);
  } catch (error) {
    if (error instanceof EngineError)
      throw new EngineError(error.status, `Error when allocating new name: ${error.message}`);
    throw error;
  }
}
