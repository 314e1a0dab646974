import { ComposeError } from "../../compose/compose-error.ts";
import { projectContainers } from "../../compose/containers.ts";
import { createProject } from "../../compose/create.ts";
import { listAt, mapAt, scalarText, type YamlMap } from "../../compose/file/yaml/yaml-value.ts";
import { LABEL } from "../../compose/labels.ts";
import { serviceImage } from "../../compose/names.ts";
import type { ComposeProject, ComposeService } from "../../compose/project.ts";
import { restartServices } from "../../compose/restart.ts";
import { startProject } from "../../compose/start.ts";
import { FileEvents } from "../../compose/watch/file-events.ts";
import { syncFiles } from "../../compose/watch/sync-files.ts";
import { isSync, type SyncedPath, syncedPath, type WatchRule, watchRules } from "../../compose/watch/watch-rules.ts";
import { EngineError } from "../../engine/errors.ts";
import { removeImage } from "../../engine/image/remove.ts";
import { findImage } from "../../engine/image/resolve.ts";
import { CommandError } from "../command.ts";
import { command as containerExec } from "../container/exec.ts";
import { bake } from "./bake.ts";
import { delegate } from "./delegate.ts";
import type { ComposeInvocation } from "./invocation.ts";

export interface WatcherOptions {
  /** Takes what the watch says, line by line. */
  readonly log: (line: string) => void;
  /** false for `--no-build`. */
  readonly canBuild: boolean;
  /** Remove the images that rebuilds leave without a name. */
  readonly prune: boolean;
}

/** Does what `develop.watch` says when files change (docker/compose, pkg/compose/watch.go). */
export class Watcher {
  readonly #compose: ComposeInvocation;
  readonly #project: ComposeProject;
  readonly #options: WatcherOptions;
  #rules: readonly WatchRule[] = [];
  #events: FileEvents | undefined;
  /** What a batch asks for is done before the next is looked at. */
  #work: Promise<void> = Promise.resolve();

  constructor(compose: ComposeInvocation, project: ComposeProject, options: WatcherOptions) {
    this.#compose = compose;
    this.#project = project;
    this.#options = options;
  }

  get isWatching(): boolean {
    return this.#events !== undefined;
  }

  /** @throws ComposeError where there is nothing to watch, or a rule that cannot be kept */
  async start(): Promise<void> {
    const { process, engine } = this.#compose.context;
    const { warn } = this.#compose;
    this.#rules = watchRules(process.files, this.#project, { canBuild: this.#options.canBuild, warn });
    for (const rule of this.#rules) if (rule.initialSync && isSync(rule)) await this.#syncNewer(rule);
    const paths = this.#rules.map(({ path }) => path);
    this.#events = new FileEvents(process.files, engine.clock, paths, (batch) => {
      this.#work = this.#work.then(() => this.#handle(batch));
      this.#work.catch(() => {});
    });
    this.#options.log("Watch enabled");
  }

  /** @param silent says nothing of it */
  stop({ silent = false } = {}): void {
    if (!this.#events) return;
    this.#events.close();
    this.#events = undefined;
    if (!silent) this.#options.log("Watch disabled");
  }

  async #handle(batch: readonly string[]): Promise<void> {
    const rebuild = new Set<string>();
    const restart = new Set<string>();
    const sync = new Map<string, SyncedPath[]>();
    const exec = new Set<WatchRule>();
    for (const path of batch)
      for (const rule of this.#rules) {
        const synced = syncedPath(rule, path);
        if (!synced) continue;
        const { service, action } = rule;
        if (action === "rebuild") rebuild.add(service);
        if (isSync(rule)) sync.set(service, [...(sync.get(service) ?? []), synced]);
        if (action === "restart" || action === "sync+restart") restart.add(service);
        if (action === "sync+exec") exec.add(rule);
      }
    try {
      if (rebuild.size > 0) await this.#rebuild([...rebuild]);
      for (const [service, paths] of sync) await this.#sync(service, paths);
      if (restart.size > 0) await this.#restart([...restart]);
      for (const rule of exec) await this.#run(rule);
    } catch (error) {
      const text = messageOf(error);
      if (text === undefined) throw error;
      this.#compose.warn(`Error handling changed files: ${text}`);
    }
  }

  async #sync(service: string, paths: readonly SyncedPath[]): Promise<void> {
    const { engine, process } = this.#compose.context;
    this.#options.log(`Syncing service ${JSON.stringify(service)} after ${paths.length} changes were detected`);
    await syncFiles({ engine }, process.files, { project: this.#project.name, service }, paths);
  }

  /** Files that are newer than the image of the service. */
  async #syncNewer({ service, path, target, ignores }: WatchRule): Promise<void> {
    const { engine, process } = this.#compose.context;
    const { files } = process;
    const own = this.#project.services[service];
    const image = own && findImage(engine, serviceImage(this.#project, own));
    if (!image || target === undefined) throw new ComposeError("could not get created time for service's image");
    const made = Date.parse(image.image.created);
    const found: SyncedPath[] = [];
    const add = (host: string, container: string): void => {
      const { kind, mtime } = files.lstat(host);
      if (host !== path && ignores(host)) return;
      if (kind === "directory") for (const name of files.readdir(host)) add(`${host}/${name}`, `${container}/${name}`);
      else if (mtime >= made) found.push({ host, container });
    };
    add(path, target);
    await syncFiles({ engine }, files, { project: this.#project.name, service }, found);
  }

  async #restart(services: readonly string[]): Promise<void> {
    await restartServices(this.#compose.session(), this.#project, { services, timeout: undefined });
    this.#options.log(`service(s) ${quoted(services)} restarted`);
  }

  async #rebuild(services: readonly string[]): Promise<void> {
    const { log } = this.#options;
    log(`Rebuilding service(s) ${quoted(services)} after changes were detected...`);
    const session = this.#compose.session();
    const built = services.flatMap((name): ComposeService | [] => this.#project.services[name] ?? []);
    await this.#told("Build failed. Error: ", () => bake(this.#compose, this.#project, built, { log }));
    if (this.#options.prune) this.#prune();
    log(`service(s) ${quoted(services)} successfully built`);
    await this.#told("Failed to recreate services after update. Error: ", () =>
      createProject(session, this.#project, {
        services,
        recreate: "force",
        recreateDependencies: "never",
        inherit: true,
        timeout: undefined,
        removeOrphans: false,
        ignoreOrphans: true,
      }),
    );
    await this.#told("Application failed to start after update. Error: ", () => startProject(session, this.#project));
  }

  /** What fails is said before it is a failure of the batch. */
  async #told(prefix: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const text = messageOf(error);
      if (text !== undefined) this.#options.log(`${prefix}${text}`);
      throw error;
    }
  }

  #prune(): void {
    const { engine } = this.#compose.context;
    for (const { image } of Object.values(engine.state.images.images)) {
      const isOurs = image.config.Labels?.[LABEL.project] === this.#project.name;
      if (!isOurs || Object.values(engine.state.images.references).includes(image.id)) continue;
      try {
        removeImage(engine, image.id);
      } catch (error) {
        // A container still stands on it.
        if (!(error instanceof EngineError)) throw error;
      }
    }
  }

  /** `sync+exec`: a command in every running container of the service. */
  async #run({ service, exec }: WatchRule): Promise<void> {
    const { context } = this.#compose;
    const running = projectContainers(context, this.#project.name, { all: false, services: [service] });
    for (const { id } of running) await delegate(containerExec, context, [...execFlags(exec), id, ...commandOf(exec)]);
  }
}

function execFlags(hook: YamlMap): string[] {
  const env = Object.entries(mapAt(hook, "environment")).map(([name, value]) => `--env=${name}=${scalarText(value)}`);
  const text = (key: string, flag: string) => (hook[key] === undefined ? [] : [`--${flag}=${scalarText(hook[key])}`]);
  return [
    ...text("user", "user"),
    ...text("working_dir", "workdir"),
    ...(hook.privileged === true ? ["--privileged"] : []),
    ...env,
  ];
}

const commandOf = (hook: YamlMap) => listAt(hook, "command").map(scalarText);

const quoted = (names: readonly string[]) => `[${names.map((name) => JSON.stringify(name)).join(" ")}]`;

function messageOf(error: unknown): string | undefined {
  if (error instanceof EngineError) return `Error response from daemon: ${error.message}`;
  return error instanceof ComposeError || error instanceof CommandError ? error.message : undefined;
}
