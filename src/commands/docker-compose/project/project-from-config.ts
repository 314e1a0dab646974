import { findContainer } from "../../../engine/container/find.ts";
import { resolvePath } from "../../../kernel/filesystem.ts";
import type { Config } from "../config/config.ts";
import type { NamedService } from "../config/sort-services.ts";
import { containerIn, serviceIn } from "../config/validate-service.ts";
import { asVolume, isNamed, volumeText } from "../config/volume-spec.ts";
import { ConfigurationError } from "../failures.ts";
import {
  isMap,
  listAt,
  mapAt,
  type PyMap,
  type PyValue,
  pyStr,
  textAt,
  textsAt,
  truthy,
  without,
} from "../python/py-value.ts";
import { attachmentsOf, declaredNetworks, type ProjectNetwork, usedNetworks } from "./networks.ts";
import { Project } from "./project.ts";
import { Service, type ServiceLinks, type SharedMode, type VolumesFrom } from "./service.ts";
import { deployedScale, withoutDeploy } from "./service-definition.ts";
import type { Session } from "./session.ts";
import { type ProjectVolume, projectVolumes } from "./volumes.ts";

export interface ProjectParts {
  readonly session: Session;
  readonly name: string;
  readonly config: Config;
  readonly profiles: readonly string[];
  readonly extraLabels: Readonly<Record<string, string>>;
}

/**
 * A project from its files (compose/project.py, `Project.from_config`).
 * @throws ConfigurationError
 */
export function projectFromConfig(parts: ProjectParts): Project {
  return new Construction(parts).run();
}

class Construction {
  readonly #parts: ProjectParts;
  readonly #declared: ReadonlyMap<string, ProjectNetwork>;
  readonly #volumes: ReadonlyMap<string, ProjectVolume>;
  readonly #services = new Map<string, Service>();
  readonly #networking: boolean;

  constructor(parts: ProjectParts) {
    this.#parts = parts;
    this.#networking = parts.config.format !== "v1";
    this.#declared = declaredNetworks(parts.name, parts.config);
    this.#volumes = projectVolumes(parts.name, parts.config);
  }

  run(): Project {
    const { session, name, config, profiles } = this.#parts;
    const warn = (text: string) => void session.logger.warning(text);
    const networks = usedNetworks(this.#declared, config, warn);
    for (const service of config.services) this.#services.set(service.name, this.#service(service, warn));
    return new Project({
      session,
      name,
      profiles,
      services: [...this.#services.values()],
      networks: this.#networking ? networks : [],
      volumes: [...this.#volumes.values()],
    });
  }

  #service({ name, config }: NamedService, warn: (text: string) => void): Service {
    const { session, name: project, extraLabels } = this.#parts;
    const networks = this.#networking ? this.#networks(name, config) : {};
    const { options, ignored } = withoutDeploy(config);
    const service = new Service({
      session,
      project,
      name,
      networks,
      extraLabels,
      links: this.#links(name, config),
      ipc: this.#shared(name, config, "ipc", "IPC namespace"),
      network: this.#network(name, config, Object.keys(networks)),
      pid: this.#shared(name, config, "pid", "PID namespace"),
      volumesFrom: textsAt(config, "volumes_from").map((text) => this.#volumesFrom(name, text)),
      secrets: this.#secrets(name, config, warn),
      scale: scaleOf(config),
      options: this.#options(options),
    });
    if (ignored.length > 0)
      warn(`The following deploy sub-keys are not supported and have been ignored: ${ignored.join(", ")}`);
    return service;
  }

  /** What shapes a container by itself, with the project's volumes by their names. */
  #options(options: PyMap): PyMap {
    const rest = without(
      options,
      "networks",
      "links",
      "ipc",
      "network_mode",
      "pid",
      "volumes_from",
      "secrets",
      "scale",
      "platform",
    );
    const volumes = listAt(options, "volumes").map((volume) => this.#volume(volume));
    return this.#networking || volumes.length > 0 ? { ...rest, volumes } : rest;
  }

  #volume(volume: PyValue): PyValue {
    const spec = asVolume(volume);
    const found = spec.external !== null && isNamed(spec) ? this.#volumes.get(spec.external) : undefined;
    if (!found || (isMap(volume) && volume.type !== "volume")) return volume;
    return isMap(volume) ? { ...volume, source: found.name } : volumeText({ ...spec, external: found.name });
  }

  /** By the network's name; those of higher priority first, then by name. */
  #networks(name: string, config: PyMap): Record<string, PyMap> {
    const found = Object.entries(attachmentsOf(config)).map(([key, attachment]): [string, PyMap] => {
      const network = this.#declared.get(key);
      if (!network) throw new ConfigurationError(`Service "${name}" uses an undefined network "${key}"`);
      return [network.name, attachment];
    });
    const priority = ([, { priority: value }]: [string, PyMap]) => Number(value ?? 0);
    const ranked = found.some((one) => priority(one) !== 0);
    return Object.fromEntries(found.sort((a, b) => (ranked ? priority(b) - priority(a) : a[0] < b[0] ? -1 : 1)));
  }

  #links(name: string, config: PyMap): ServiceLinks[] {
    return textsAt(config, "links").map((link) => {
      const [target = "", alias] = link.split(/:(.*)/s);
      const service = this.#services.get(target);
      if (!service)
        throw new ConfigurationError(`Service "${name}" has a link to service "${target}" which does not exist.`);
      return { service, alias };
    });
  }

  #network(name: string, config: PyMap, networks: readonly string[]): SharedMode {
    if (truthy(config.network_mode)) return this.#shared(name, config, "network_mode", "network stack");
    return this.#networking ? { mode: networks[0] ?? "none" } : {};
  }

  #shared(name: string, config: PyMap, key: string, what: string): SharedMode {
    const mode = textAt(config, key);
    const service = this.#services.get(serviceIn(mode) ?? "");
    if (service) return { service };
    const container = containerIn(mode);
    if (container !== undefined) {
      const found = findContainer(this.#parts.session.engine, container);
      if (!found)
        throw new ConfigurationError(
          `Service '${name}' uses the ${what} of container '${container}' which does not exist.`,
        );
      return { container: found.id };
    }
    return mode === undefined || mode === "" ? {} : { mode };
  }

  /** @param text "service:data:ro", as it was made whole */
  #volumesFrom(name: string, text: string): VolumesFrom {
    const [type, source = "", mode = "rw"] = text.split(":");
    if (type === "service") {
      const service = this.#services.get(source);
      if (service) return { source: service, mode };
    } else {
      const container = findContainer(this.#parts.session.engine, source);
      if (container) return { source: container.id, mode };
    }
    throw new ConfigurationError(
      `Service "${name}" mounts volumes from "${source}", which is not the name of a service or container.`,
    );
  }

  #secrets(name: string, config: PyMap, warn: (text: string) => void) {
    const { session } = this.#parts;
    return listAt(config, "secrets")
      .filter(isMap)
      .flatMap((secret) => {
        const source = pyStr(secret.source ?? null);
        const definition = mapAt(this.#parts.config.secrets, source);
        if (!(source in this.#parts.config.secrets))
          throw new ConfigurationError(`Service "${name}" uses an undefined secret "${source}" `);
        if (truthy(definition.external)) {
          warn(
            `Service "${name}" uses secret "${source}" which is external. External secrets are not available to containers created by docker-compose.`,
          );
          return [];
        }
        if (truthy(secret.uid) || truthy(secret.gid) || truthy(secret.mode))
          warn(
            `Service "${name}" uses secret "${source}" with uid, gid, or mode. These fields are not supported by this implementation of the Compose file`,
          );
        const file = textAt(definition, "file") ?? "None";
        const { files, cwd } = session.process;
        if (!files.exists(resolvePath(cwd, file)))
          warn(
            `Service "${name}" uses an undefined secret file "${file}", the following file should be created "${file}"`,
          );
        const target = textAt(secret, "target") ?? source;
        return [{ source, file, target: target.startsWith("/") ? target : `/run/secrets/${target}` }];
      });
  }
}

/** `scale`, or the replicas of `deploy`. @throws ConfigurationError for both */
function scaleOf(config: PyMap): number {
  const scale = typeof config.scale === "number" ? config.scale : undefined;
  const replicas = deployedScale(config);
  if (scale !== undefined && replicas !== undefined)
    throw new ConfigurationError(
      "Both service.scale and service.deploy.replicas are set. Only one of them must be set.",
    );
  const wanted = replicas ?? scale ?? 1;
  const most = mapAt(mapAt(config, "deploy"), "placement").max_replicas_per_node;
  return typeof most === "number" ? Math.min(wanted, most) : wanted;
}
