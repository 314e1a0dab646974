import { removeContainer } from "../../../engine/container/remove.ts";
import {
  killContainer,
  pauseContainer,
  restartContainer,
  stopContainer,
  unpauseContainer,
} from "../../../engine/container/stop.ts";
import { EngineError } from "../../../engine/errors.ts";
import { removeImage } from "../../../engine/image/remove.ts";
import { ConfigurationError, NoSuchService } from "../failures.ts";
import { textAt } from "../python/py-value.ts";
import { LABEL, type OneOff } from "./labels.ts";
import type { ProjectNetwork } from "./networks.ts";
import { parallelExecute } from "./parallel.ts";
import { labelledContainers, oneOffLabels, type ProjectContainer } from "./project-container.ts";
import { awaitedDependencies } from "./readiness.ts";
import type { Service } from "./service.ts";
import { startServiceContainer } from "./service-containers.ts";
import type { Session } from "./session.ts";
import type { ProjectVolume } from "./volumes.ts";

interface Contents {
  readonly session: Session;
  readonly name: string;
  readonly services: readonly Service[];
  readonly networks: readonly ProjectNetwork[];
  readonly volumes: readonly ProjectVolume[];
  readonly profiles: readonly string[];
}

/** Images that `down` removes. */
export type ImageKind = "none" | "local" | "all";

/** What a project's files describe, and what of it the engine has (compose/project.py). */
export class Project {
  readonly session: Session;
  readonly name: string;
  /** Those first that others need. */
  readonly services: readonly Service[];
  readonly networks: readonly ProjectNetwork[];
  readonly volumes: readonly ProjectVolume[];
  readonly #profiles: readonly string[];

  constructor({ session, name, services, networks, volumes, profiles }: Contents) {
    this.session = session;
    this.name = name;
    this.services = services;
    this.networks = networks;
    this.volumes = volumes;
    this.#profiles = profiles;
  }

  /** @throws NoSuchService */
  service(name: string): Service {
    const found = this.services.find((service) => service.name === name);
    if (!found) throw new NoSuchService(name);
    return found;
  }

  /**
   * The services that were named, or all that the profiles allow.
   * @param withDependencies also those that they need, which come before them
   * @throws NoSuchService, ConfigurationError for one that is needed and that no profile turns on
   */
  select(names: readonly string[], withDependencies = false): Service[] {
    return this.#select(names, withDependencies, this.#profiles, true);
  }

  #select(names: readonly string[], withDependencies: boolean, given: readonly string[], naming: boolean): Service[] {
    const chosen =
      names.length > 0
        ? names.map((name) => this.service(name))
        : this.services.filter((service) => service.isEnabled(given));
    const services = this.services.filter((service) => chosen.includes(service));
    const profiles =
      names.length > 0 && naming ? [...given, ...services.flatMap((service) => service.profiles)] : given;
    if (!withDependencies) return services;
    return [...new Set(services.flatMap((service) => [...this.#needed(service, profiles), service]))];
  }

  #needed(service: Service, profiles: readonly string[]): Service[] {
    const names = [...new Set(service.dependencies)];
    if (names.length === 0) return [];
    const needed = this.#select(names, true, profiles, false);
    for (const { name, ...other } of needed.map((one) => ({ name: one.name, enabled: one.isEnabled(profiles) })))
      if (!other.enabled)
        throw new ConfigurationError(
          `Service "${name}" was pulled in as a dependency of service "${service.name}" but is not enabled by the active profiles. You may fix this by adding a common profile to "${name}" and "${service.name}".`,
        );
    return needed;
  }

  /**
   * The project's containers, the newest first.
   * @param names of services; all when empty
   * @throws NoSuchService
   */
  containers(
    names: readonly string[],
    { stopped = false, oneOff = "exclude" }: { readonly stopped?: boolean; readonly oneOff?: OneOff } = {},
  ): ProjectContainer[] {
    const wanted =
      names.length > 0 ? names.map((name) => this.service(name).name) : this.services.map((one) => one.name);
    return this.#labelled(stopped, oneOff).filter(({ service }) => wanted.includes(service));
  }

  #labelled(stopped: boolean, oneOff: OneOff): ProjectContainer[] {
    return labelledContainers(this.session.engine, { [LABEL.project]: this.name, ...oneOffLabels(oneOff) }, stopped);
  }

  /** Makes networks and volumes that are not there. @throws ConfigurationError, EngineError */
  async initialize(): Promise<void> {
    for (const network of this.networks) await network.ensure(this.session);
    for (const volume of this.volumes) await volume.ensure(this.session);
  }

  /** Starts the containers there are, each service after those it depends on. */
  async start(names: readonly string[]): Promise<number> {
    let count = 0;
    await parallelExecute(this.session, {
      objects: this.select(names),
      message: "Starting",
      name: ({ name }) => name,
      dependencies: (service) => awaitedDependencies(this, service),
      run: async (service) => {
        const containers = service.containers({ stopped: true });
        count += containers.length;
        for (const container of containers) if (!container.isRunning) await startServiceContainer(service, container);
      },
      isFailure: (service) => service.containers().length === 0,
    });
    return count;
  }

  /** Stops containers, each after those of the services that depend on its own. */
  async stop(names: readonly string[], timeout: number | undefined, oneOff: OneOff = "exclude"): Promise<void> {
    const containers = this.containers(names, { oneOff });
    await parallelExecute(this.session, {
      objects: containers,
      message: "Stopping",
      name: ({ name }) => name,
      dependencies: (container) =>
        containers
          .filter((other) => this.service(other.service).dependencies.includes(container.service))
          .map((object) => ({ object })),
      run: ({ id, service }) =>
        stopContainer(this.session.engine, id, { timeout: this.service(service).stopTimeout(timeout) }),
    });
  }

  async restart(names: readonly string[], timeout: number | undefined): Promise<ProjectContainer[]> {
    const enabled = this.select(names).map(({ name }) => name);
    const containers = enabled.length === 0 ? [] : this.containers(enabled, { stopped: true });
    await this.#each("Restarting", containers, ({ id, service }) =>
      restartContainer(this.session.engine, id, { timeout: this.service(service).stopTimeout(timeout) }),
    );
    return containers;
  }

  async pause(names: readonly string[]): Promise<ProjectContainer[]> {
    const containers = this.containers(names).reverse();
    await this.#each("Pausing", containers, async ({ id }) => pauseContainer(this.session.engine, id));
    return containers;
  }

  async unpause(names: readonly string[]): Promise<ProjectContainer[]> {
    const containers = this.containers(names);
    await this.#each("Unpausing", containers, async ({ id }) => unpauseContainer(this.session.engine, id));
    return containers;
  }

  async kill(names: readonly string[], signal: string): Promise<void> {
    await this.#each("Killing", this.containers(names), ({ id }) => killContainer(this.session.engine, id, signal));
  }

  /** @param volumes also their anonymous volumes */
  async removeStopped(names: readonly string[], volumes: boolean): Promise<void> {
    const stopped = this.containers(names, { stopped: true, oneOff: "include" }).filter((one) => !one.isRunning);
    await this.#each("Removing", stopped, ({ id }) => removeContainer(this.session.engine, id, { volumes }));
  }

  async #each(
    message: string,
    objects: readonly ProjectContainer[],
    run: (container: ProjectContainer) => Promise<void>,
  ): Promise<void> {
    await parallelExecute(this.session, { objects, message, name: ({ name }) => name, run });
  }

  /** Tells of containers whose service is gone, or removes them. */
  async orphans(remove: boolean): Promise<void> {
    const { engine, logger } = this.session;
    const names = this.services.map(({ name }) => name);
    const found = this.#labelled(true, "exclude").filter(({ service }) => !names.includes(service));
    if (found.length === 0) return;
    if (!remove) {
      await logger.warning(
        `Found orphan containers (${found.map(({ name }) => name).join(", ")}) for this project. If you removed or renamed this service in your compose file, you can run this command with the --remove-orphans flag to clean it up.`,
      );
      return;
    }
    for (const container of found) {
      await logger.info(`Removing orphan container "${container.name}"`);
      if (container.isRunning) await killContainer(engine, container.id);
      await removeContainer(engine, container.id, { force: true });
    }
  }

  /** Removes the images of services. @param kind "local": only those that have no name of their own */
  async removeImages(kind: ImageKind): Promise<void> {
    const { engine, logger } = this.session;
    for (const service of this.services) {
      if (kind === "none" || (kind === "local" && textAt(service.options, "image"))) continue;
      await logger.info(`Removing image ${service.imageName}`);
      try {
        removeImage(engine, service.imageName);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        if (error.status === 404) await logger.warning(`Image ${service.imageName} not found.`);
        else await logger.error(`Failed to remove image for service ${service.name}: ${error.message}`);
      }
    }
  }
}
