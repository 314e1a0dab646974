import type { Engine } from "../engine.ts";
import { type Descriptor, manifestDescriptor } from "../image/documents.ts";
import { findImage } from "../image/resolve.ts";
import { commandOf } from "./config.ts";
import type { Container, EndpointSettings, MountPoint } from "./container.ts";
import { type ContainerFilters, containerFilter } from "./filter.ts";
import { isRunning, listContainers } from "./find.ts";
import { linkNames } from "./links.ts";
import { prepareFiles } from "./root-tree.ts";
import { containerSizes } from "./size.ts";
import { statusText } from "./status-text.ts";

export interface PortSummary {
  IP?: string;
  PrivatePort: number;
  PublicPort?: number;
  Type: string;
}

/** An element of `GET /containers/json`, in the API's order. */
export interface ContainerSummary {
  Id: string;
  Names: string[];
  Image: string;
  ImageID: string;
  ImageManifestDescriptor?: Descriptor & { platform: { architecture: string; os: string } };
  Command: string;
  /** Seconds since the epoch. */
  Created: number;
  Ports: PortSummary[];
  SizeRw?: number;
  SizeRootFs?: number;
  Labels: Record<string, string>;
  State: Container["status"];
  Status: string;
  HostConfig: { NetworkMode: string };
  Health: { Status: string; FailingStreak: number };
  NetworkSettings: { Networks: Record<string, EndpointSettings> };
  Mounts: MountPoint[];
}

export interface ListOptions {
  /** Also those that do not run. */
  readonly all?: boolean;
  /** The newest so many, whatever their state. */
  readonly limit?: number;
  readonly size?: boolean;
  readonly filters?: ContainerFilters;
}

/** The containers of a host, the newest first. @throws EngineError for a filter that does not exist */
export async function containerSummaries(engine: Engine, options: ListOptions = {}): Promise<ContainerSummary[]> {
  const filters = options.filters ?? {};
  const matches = containerFilter(engine, filters);
  const limit = options.limit !== undefined && options.limit > 0 ? options.limit : undefined;
  const everything = options.all || limit !== undefined || STATE_FILTERS.some((key) => filters[key] !== undefined);
  let found = listContainers(engine).filter((container) => (everything || isUp(container)) && matches(container));
  if (limit !== undefined) found = found.slice(0, limit);
  const summaries: ContainerSummary[] = [];
  const manifestOf = manifests(engine);
  const nameOf = imageNames(engine);
  const linkNamesOf = linkNames(engine);
  for (const container of found) {
    if (options.size) await prepareFiles(engine, container);
    const names = [`/${container.name}`, ...linkNamesOf(container)];
    const manifest = manifestOf(container.image);
    summaries.push(summaryOf(engine, container, options.size ?? false, names, nameOf(container), manifest));
  }
  return summaries;
}

/** Filters that make no sense for running containers alone. */
const STATE_FILTERS = ["status", "exited", "since", "before"] as const;

const isUp = (container: Container) => isRunning(container) || container.status === "restarting";

type PlatformManifest = NonNullable<ContainerSummary["ImageManifestDescriptor"]>;

/** The manifest that an image's name leads to, worked out once for all its containers; undefined when it is gone. */
function manifests(engine: Engine): (image: string) => PlatformManifest | undefined {
  const known = new Map<string, PlatformManifest>();
  return (image) => {
    const stored = engine.state.images.images[image];
    if (!stored) return undefined;
    const manifest = known.get(image) ?? {
      ...manifestDescriptor(stored.image),
      platform: { architecture: "amd64", os: "linux" },
    };
    known.set(image, manifest);
    return manifest;
  };
}

/** `imageName`, worked out once for all containers that were made from the same words. */
function imageNames(engine: Engine): (container: Container) => string {
  const known = new Map<string, string>();
  return (container) => {
    const key = `${container.config.Image} ${container.image}`;
    const name = known.get(key) ?? imageName(engine, container);
    known.set(key, name);
    return name;
  };
}

function summaryOf(
  engine: Engine,
  container: Container,
  size: boolean,
  names: string[],
  imageName: string,
  manifest: PlatformManifest | undefined,
): ContainerSummary {
  const { id, image, config, hostConfig, health } = container;
  return {
    Id: id,
    Names: names,
    Image: imageName,
    ImageID: image,
    ...(manifest ? { ImageManifestDescriptor: manifest } : {}),
    Command: commandLine(container),
    Created: Math.floor(Date.parse(container.created) / 1000),
    Ports: portSummaries(container),
    ...(size ? containerSizes(engine, container) : {}),
    Labels: config.Labels,
    State: container.status,
    Status: statusText(container, engine.clock.now()),
    HostConfig: { NetworkMode: hostConfig.NetworkMode },
    Health: { Status: health?.Status ?? "none", FailingStreak: health?.FailingStreak ?? 0 },
    NetworkSettings: { Networks: container.networks },
    Mounts: container.mounts,
  };
}

/** What it was made from as it was said then; the image's id when that name means another image by now. */
export function imageName(engine: Engine, { config, image }: Container): string {
  if (config.Image === image) return image;
  return findImage(engine, config.Image)?.image.id === image ? config.Image : image;
}

/** Entrypoint and command as `docker ps` shows them: with quotes where an argument has blanks (moby, daemon/list.go). */
export function commandLine({ config }: Container): string {
  const [path = "", ...args] = commandOf(config);
  return [path, ...args.map((arg) => (arg.includes(" ") ? `'${arg}'` : arg))].join(" ");
}

export function portSummaries({ ports }: Container): PortSummary[] {
  return Object.entries(ports).flatMap(([port, bindings]): PortSummary[] => {
    const [number = "", Type = "tcp"] = port.split("/");
    const PrivatePort = Number(number);
    if (bindings === null || bindings.length === 0) return [{ PrivatePort, Type }];
    return bindings.map(({ HostIp, HostPort }) => ({ IP: HostIp, PrivatePort, PublicPort: Number(HostPort), Type }));
  });
}
