import { EngineError } from "../engine/errors.ts";
import { ComposeError } from "./compose-error.ts";
import { type ProjectContainer, projectContainers } from "./containers.ts";
import { dependentsOf, forAll, inDependencyOrder } from "./dependency-order.ts";
import { LABEL } from "./labels.ts";
import { containerName } from "./names.ts";
import { done, failed, lineOf, working } from "./progress.ts";
import type { ComposeProject, ComposeService } from "./project.ts";
import { createServiceContainer, imageDigest } from "./service-container.ts";
import { serviceHash } from "./service-hash.ts";
import type { ComposeSession } from "./session.ts";
import { resolveReferences } from "./shared-namespaces.ts";
import { stopAndRemove, stopServices } from "./stop.ts";

export type RecreatePolicy = "diverged" | "force" | "never";

export interface ConvergeOptions {
  /** The services that were asked for; the others are their dependencies. */
  readonly services: readonly string[];
  readonly recreate: RecreatePolicy;
  readonly recreateDependencies: RecreatePolicy;
  /** Keep anonymous volumes when a container is made anew. */
  readonly inherit: boolean;
  /** Seconds to stop one in. */
  readonly timeout: number | undefined;
}

/**
 * Brings a project's containers to what its files say: makes, recreates and removes them, without starting any
 * (docker/compose, pkg/compose/convergence.go).
 * @param networks the ids of its networks, by key
 * @throws ComposeError, EngineError
 */
export async function converge(
  session: ComposeSession,
  project: ComposeProject,
  networks: ReadonlyMap<string, string>,
  options: ConvergeOptions,
): Promise<void> {
  const observed = new Map<string, ProjectContainer[]>();
  for (const container of projectContainers(session, project.name)) {
    observed.set(container.service, [...(observed.get(container.service) ?? []), container]);
  }
  const asked = options.services.length > 0 ? options.services : Object.keys(project.services);
  await inDependencyOrder(project.services, async (name) => {
    const service = project.services[name];
    if (!service) return;
    const policy = asked.includes(name) ? options.recreate : options.recreateDependencies;
    const convergence = new ServiceConvergence(session, project, service, networks, observed, { ...options, policy });
    observed.set(name, await convergence.run());
  });
}

class ServiceConvergence {
  readonly #session: ComposeSession;
  readonly #project: ComposeProject;
  readonly #service: ComposeService;
  readonly #networks: ReadonlyMap<string, string>;
  readonly #observed: Map<string, ProjectContainer[]>;
  readonly #options: ConvergeOptions & { readonly policy: RecreatePolicy };

  constructor(
    session: ComposeSession,
    project: ComposeProject,
    service: ComposeService,
    networks: ReadonlyMap<string, string>,
    observed: Map<string, ProjectContainer[]>,
    options: ConvergeOptions & { readonly policy: RecreatePolicy },
  ) {
    this.#session = session;
    this.#project = project;
    this.#service = resolveReferences(service, observed);
    this.#networks = networks;
    this.#observed = observed;
    this.#options = options;
  }

  /** The containers that the service has afterwards. */
  async run(): Promise<ProjectContainer[]> {
    const { scale } = this.#service;
    this.#checkScale();
    const containers = this.#sorted(this.#observed.get(this.#service.name) ?? []);
    const kept = containers.slice(0, scale);
    const extra = containers.slice(scale);
    const updated: ProjectContainer[] = [];
    const tasks: (() => Promise<void>)[] = extra.map((one) => () => this.#scaleDown(one));
    for (const container of kept) {
      if (this.#mustRecreate(container)) {
        await this.#stopDependents();
        tasks.push(async () => {
          updated.push(await this.#recreate(container));
        });
        continue;
      }
      if (container.status === "running") this.#session.report(done(lineOf(container), "Running"));
      else if (container.status === "paused" || container.status === "dead") tasks.push(() => this.#restart(container));
      updated.push(container);
    }
    const next = Math.max(0, ...containers.map(({ number }) => number)) + 1;
    for (let index = 0; index < scale - containers.length; index++) {
      tasks.push(async () => {
        updated.push(await this.#create(next + index));
      });
    }
    await forAll(tasks, (task) => task());
    return updated;
  }

  #checkScale(): void {
    const { name, scale, containerName: own } = this.#service;
    if (scale > 1 && own !== undefined)
      throw new ComposeError(
        `WARNING: The ${JSON.stringify(name)} service is using the custom container name ${JSON.stringify(own)}. Docker requires each container to have a unique name. Remove the custom name to scale the service`,
      );
  }

  /** Those that stay first, by number; obsolete ones last, so that they are the first to go. */
  #sorted(containers: readonly ProjectContainer[]): ProjectContainer[] {
    const obsolete = (container: ProjectContainer) => Number(this.#mustRecreate(container));
    return [...containers].sort((a, b) => obsolete(a) - obsolete(b) || a.number - b.number);
  }

  #mustRecreate(container: ProjectContainer): boolean {
    const { policy } = this.#options;
    if (policy === "never") return false;
    if (policy === "force") return true;
    if (container.labels[LABEL.configHash] !== serviceHash(this.#declared)) return true;
    if ((container.labels[LABEL.image] ?? "") !== imageDigest(this.#session.engine, this.#project, this.#service))
      return true;
    if (container.status === "running") {
      for (const key of Object.keys(this.#service.networks)) {
        const id = this.#networks.get(key);
        if (id !== undefined && !container.networks.includes(id)) return true;
      }
    }
    return this.#service.volumes.some(({ type, source }) => {
      const name = source === undefined ? undefined : this.#project.volumes[source]?.name;
      return type === "volume" && name !== undefined && !container.volumes.includes(name);
    });
  }

  /** As the file has it, before references to other services became containers. */
  get #declared(): ComposeService {
    return this.#project.services[this.#service.name] ?? this.#service;
  }

  /** Those that depend on a service are stopped before it is made anew; they come back in their turn. */
  async #stopDependents(): Promise<void> {
    const dependents = dependentsOf(this.#project.services, this.#service.name).filter(
      (name) => this.#project.services[name]?.dependsOn[this.#service.name]?.restart,
    );
    if (dependents.length === 0) return;
    await stopServices(this.#session, this.#project, { services: dependents });
    for (const name of dependents) {
      const stopped = (this.#observed.get(name) ?? []).map((one): ProjectContainer => ({ ...one, status: "exited" }));
      this.#observed.set(name, stopped);
    }
  }

  #scaleDown(container: ProjectContainer): Promise<void> {
    return stopAndRemove(this.#session, container, { timeout: this.#options.timeout, volumes: false });
  }

  async #restart(container: ProjectContainer): Promise<void> {
    this.#session.report(working(lineOf(container), "Restart"));
    await this.#session.operations.startContainer(container.id);
    this.#session.report(done(lineOf(container), "Restarted"));
  }

  async #create(number: number): Promise<ProjectContainer> {
    const name = containerName(this.#project, this.#service, number);
    const line = lineOf({ name });
    this.#session.report(working(line, "Creating"));
    const created = await this.#told(line, () =>
      createServiceContainer(this.#session, this.#project, this.#service, { name, number }),
    );
    this.#session.report(done(line, "Created"));
    return created;
  }

  /** What cannot be made says why in its own line too. */
  async #told<T>(line: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof EngineError)
        this.#session.report(failed(line, `Error response from daemon: ${error.message}`));
      else if (error instanceof ComposeError) this.#session.report(failed(line, error.message));
      throw error;
    }
  }

  #recreate(old: ProjectContainer): Promise<ProjectContainer> {
    const line = lineOf(old);
    this.#session.report(working(line, "Recreate"));
    return this.#told(line, () => this.#replace(old, line));
  }

  /** The new one is there under another name before the old one goes. */
  async #replace(old: ProjectContainer, line: string): Promise<ProjectContainer> {
    const { operations, report, engine } = this.#session;
    const name = containerName(this.#project, this.#service, old.number);
    const inherit = this.#options.inherit ? engine.state.containers[old.id] : undefined;
    const created = await createServiceContainer(this.#session, this.#project, this.#service, {
      name: `${old.id.slice(0, 12)}_${name}`,
      number: old.number,
      labels: { [LABEL.replace]: old.id },
      ...(inherit ? { inherit } : {}),
    });
    const { timeout } = this.#options;
    await operations.stopContainer(old.id, timeout === undefined ? {} : { timeout });
    await operations.removeContainer(old.id, {});
    await operations.renameContainer(created.id, name);
    report(done(line, "Recreated"));
    this.#forgetPretended(old.id);
    return { ...created, name };
  }

  #forgetPretended(id: string): void {
    const { pretended } = this.#session;
    const index = pretended.findIndex((one) => one.id === id);
    if (index >= 0) pretended.splice(index, 1);
  }
}
