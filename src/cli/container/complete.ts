import type { Container } from "../../engine/container/container.ts";
import { isRunning, listContainers } from "../../engine/container/find.ts";
import type { Engine } from "../../engine/engine.ts";
import { familiarName } from "../../engine/image/reference.ts";

/** Names of containers for Tab, as docker/cli's completion.ContainerNames. @param which all unless told */
export function containerNames(engine: Engine, which: (container: Container) => boolean = () => true): string[] {
  return listContainers(engine)
    .filter(which)
    .map(({ name }) => name)
    .sort();
}

export const running = (container: Container) => isRunning(container) || container.status === "restarting";
export const stopped = (container: Container) => !running(container);
export const paused = ({ status }: Container) => status === "paused";

/** Names of local images for Tab. */
export function imageNames(engine: Engine): string[] {
  return Object.keys(engine.state.images.references).map(familiarName).sort();
}
