import type { CloudState } from "../cloud/cloud-state.ts";
import { type ContainerInspect, inspectContainer } from "../engine/container/inspect.ts";
import { EngineError } from "../engine/errors.ts";
import { type ImageInspect, inspectImage } from "../engine/image/inspect.ts";
import { storedImages } from "../engine/image/resolve.ts";
import { findNetwork } from "../engine/network/find.ts";
import { inspectNetwork, type NetworkInspect } from "../engine/network/inspect.ts";
import { inspectVolume, type VolumeInspect } from "../engine/volume/inspect.ts";
import { FileError } from "../kernel/filesystem.ts";
import { nothing, TextOutput } from "../kernel/stream.ts";
import type { Host } from "../playground/host.ts";
import { COURSE_FOLDER, LOGIN_ENVIRONMENT } from "../playground/host-login.ts";
import type { Lab } from "../playground/lab.ts";
import { bash } from "../shell/bash.ts";
import { listNodes, type NodeInspect } from "../swarm/nodes.ts";
import type { Service } from "../swarm/service.ts";
import { listServices } from "../swarm/services.ts";

/** What is there or not: an error of the engine ("No such container") is an answer here. @throws anything else */
async function ifThere<T>(look: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof EngineError || error instanceof FileError) return undefined;
    throw error;
  }
}

/** One host of the lab as an exercise sees it: the Engine API's own objects, and files. Nothing here changes anything. */
export class HostView {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** By name or id: what `docker inspect` shows; undefined when there is none. */
  container(name: string): Promise<ContainerInspect | undefined> {
    return ifThere(() => inspectContainer(this.#host.engine, name));
  }

  /** Whether a container of that name is there and running. */
  async runs(name: string): Promise<boolean> {
    return (await this.container(name))?.State.Running === true;
  }

  /** All of them, stopped ones too. */
  containers(): Promise<ContainerInspect[]> {
    const { engine } = this.#host;
    return Promise.all(Object.keys(engine.state.containers).map((id) => inspectContainer(engine, id)));
  }

  /** By name, tag or id. */
  image(reference: string): Promise<ImageInspect | undefined> {
    return ifThere(() => inspectImage(this.#host.engine, reference));
  }

  /** All that commands know of, without a tag too. */
  images(): ImageInspect[] {
    const { engine } = this.#host;
    return storedImages(engine).map(({ image }) => inspectImage(engine, image.id));
  }

  network(name: string): Promise<NetworkInspect | undefined> {
    const { engine } = this.#host;
    return ifThere(() => {
      const network = findNetwork(engine, name);
      return network && inspectNetwork(engine, network);
    });
  }

  volume(name: string): VolumeInspect | undefined {
    const volume = this.#host.engine.state.volumes[name];
    return volume && inspectVolume(volume);
  }

  volumes(): VolumeInspect[] {
    return Object.values(this.#host.engine.state.volumes).map(inspectVolume);
  }

  /** The text of a file of the host, or undefined. A path may be relative to the course's folder. */
  file(path: string): Promise<string | undefined> {
    const full = path.startsWith("/") ? path : `${COURSE_FOLDER}/${path}`;
    return ifThere(() => this.#host.machine.files.readFile(full));
  }

  /** The nodes of this manager's swarm; none when it is not a manager. */
  async nodes(): Promise<NodeInspect[]> {
    return (await ifThere(() => listNodes(this.#host.engine))) ?? [];
  }

  /** The services of this manager's swarm; none when it is not a manager. */
  async services(): Promise<Service[]> {
    return (await ifThere(() => listServices(this.#host.engine))) ?? [];
  }

  async service(name: string): Promise<Service | undefined> {
    return (await this.services()).find(({ spec }) => spec.name === name);
  }

  /**
   * What a line answers in a shell nobody sees: for what only a question shows, like `curl -s localhost:8000/status`.
   * It must change nothing.
   */
  async ask(line: string): Promise<{ output: string; exit: number }> {
    const { machine } = this.#host;
    const stdout = new TextOutput();
    const { exited } = machine.processes.start(machine, bash, {
      args: ["bash", "-c", line],
      env: LOGIN_ENVIRONMENT,
      cwd: COURSE_FOLDER,
      stdin: nothing,
      stdout,
      stderr: nothing,
      group: "new",
    });
    return { exit: await exited, output: stdout.text };
  }
}

/** The lab as an exercise sees it. */
export class LabView extends HostView {
  readonly #lab: Lab;

  constructor(lab: Lab) {
    const first = lab.hosts.values().next().value;
    if (!first) throw new RangeError("a lab without hosts");
    super(first);
    this.#lab = lab;
  }

  /** What somebody has in the cloud beside the lab. */
  get cloud(): CloudState {
    return this.#lab.cloud.state;
  }

  /** The tags that were pushed to a repository, by registry and path: "regplatzi.azurecr.io/platzi". */
  pushedTags(repository: string): string[] {
    return Object.keys(this.#lab.registries.state.repositories[repository]?.tags ?? {});
  }

  /** One that may be there or not, as a machine that the reader is asked to make. */
  findHost(name: string): HostView | undefined {
    const host = this.#lab.hosts.get(name);
    return host && new HostView(host);
  }

  /** Another host than the first. @throws RangeError when the lab has none of that name */
  host(name: string): HostView {
    const host = this.#lab.hosts.get(name);
    if (!host) throw new RangeError(`no host ${name} in the lab`);
    return new HostView(host);
  }
}
