import { createVolume } from "../../../engine/volume/create.ts";
import { removeVolume } from "../../../engine/volume/remove.ts";
import type { Volume } from "../../../engine/volume/volume.ts";
import type { Config } from "../config/config.ts";
import { ConfigurationError } from "../failures.ts";
import { isMap, mapAt, type PyMap, textAt, textDict as texts, truthy } from "../python/py-value.ts";
import { COMPOSE_VERSION, LABEL } from "./labels.ts";
import type { Session } from "./session.ts";

/** About what making or removing a volume takes, ms. */
const VOLUME_MS = 8;

/** A volume of a project (compose/volume.py). */
export class ProjectVolume {
  readonly #project: string;
  readonly #key: string;
  readonly #config: PyMap;

  constructor(project: string, key: string, config: PyMap) {
    this.#project = project;
    this.#key = key;
    this.#config = config;
  }

  /** As the engine knows it. */
  get name(): string {
    return textAt(this.#config, "name") ?? `${this.#project.replace(/^[_-]+/, "")}_${this.#key}`;
  }

  get #external(): boolean {
    return truthy(this.#config.external);
  }

  get #options(): Record<string, string> {
    return texts(mapAt(this.#config, "driver_opts"));
  }

  /** Makes it when it is not there. @throws ConfigurationError, EngineError */
  async ensure({ engine, logger }: Session): Promise<void> {
    const found = this.#find(engine);
    if (this.#external) {
      if (!found)
        throw new ConfigurationError(
          `Volume ${this.name} declared as external, but could not be found. Please create the volume manually using \`docker volume create --name=${this.name}\` and try again.`,
        );
      return;
    }
    if (found) {
      this.#compare(found, (text) => void logger.warning(text));
      return;
    }
    const driver = textAt(this.#config, "driver");
    await logger.info(`Creating volume "${this.name}" with ${driver ?? "default"} driver`);
    createVolume(engine, {
      name: this.name,
      ...(driver === undefined ? {} : { driver }),
      options: this.#options,
      labels: {
        ...texts(mapAt(this.#config, "labels")),
        [LABEL.project]: this.#project,
        [LABEL.volume]: textAt(this.#config, "name") ?? this.#key,
        [LABEL.version]: COMPOSE_VERSION,
      },
    });
    await engine.clock.sleep(VOLUME_MS);
  }

  /** @throws EngineError */
  async remove({ engine, logger }: Session): Promise<void> {
    if (this.#external) {
      await logger.info(`Volume ${this.name} is external, skipping`);
      return;
    }
    await logger.info(`Removing volume ${this.name}`);
    if (!this.#find(engine)) {
      await logger.warning(`Volume ${this.name} not found.`);
      return;
    }
    removeVolume(engine, this.name);
    await engine.clock.sleep(VOLUME_MS);
  }

  #find(engine: Session["engine"]): Volume | undefined {
    const { volumes } = engine.state;
    return Object.hasOwn(volumes, this.name) ? volumes[this.name] : undefined;
  }

  /** @throws ConfigurationError for what would need a new volume */
  #compare(remote: Volume, warn: (text: string) => void): void {
    const differs = (what: string, local: string | undefined, other: string | undefined) =>
      new ConfigurationError(
        `Configuration for volume ${this.#key} specifies ${what} ${local ?? "None"}, but a volume with the same name uses a different ${what} (${other ?? "None"}). If you wish to use the new configuration, please remove the existing volume "${this.name}" first:\n$ docker volume rm ${this.name}`,
      );
    const driver = textAt(this.#config, "driver");
    if (driver && driver !== remote.driver) throw differs("driver", driver, remote.driver);
    const options = this.#options;
    for (const key of new Set([...Object.keys(remote.options ?? {}), ...Object.keys(options)]))
      if (!key.startsWith("com.docker.") && remote.options?.[key] !== options[key])
        throw differs(`"${key}" driver_opt`, options[key], remote.options?.[key]);
    const labels = texts(mapAt(this.#config, "labels"));
    for (const key of new Set([...Object.keys(remote.labels ?? {}), ...Object.keys(labels)]))
      if (!key.startsWith("com.docker.") && remote.labels?.[key] !== labels[key])
        warn(`Volume ${this.#key}: label "${key}" has changed. It may need to be recreated.`);
  }
}

export function projectVolumes(project: string, { volumes }: Config): Map<string, ProjectVolume> {
  return new Map(
    Object.entries(volumes).map(([key, config]) => [key, new ProjectVolume(project, key, isMap(config) ? config : {})]),
  );
}
