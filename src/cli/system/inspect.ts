import { inspectContainer } from "../../engine/container/inspect.ts";
import type { Engine } from "../../engine/engine.ts";
import { EngineError } from "../../engine/errors.ts";
import { inspectImage } from "../../engine/image/inspect.ts";
import { networkFor } from "../../engine/network/find.ts";
import { inspectNetwork } from "../../engine/network/inspect.ts";
import { requireVolume } from "../../engine/volume/find.ts";
import { inspectVolume } from "../../engine/volume/inspect.ts";
import { type Command, type CommandContext, CommandError, minArgs } from "../command.ts";
import { containerNames } from "../container/complete.ts";
import { inspectObjects } from "../format/inspect.ts";
import { type EngineType, forTemplate } from "../format/inspect-engine-objects.ts";
import { imageNames } from "../image/image-names.ts";
import { networkNames } from "../network/network-names.ts";
import { swarmRole } from "../swarm-role.ts";
import { volumeNames } from "../volume/volume-names.ts";

/** How each kind of object is found, in the order in which a name is tried (docker/cli, `cli/command/system/inspect.go`). */
const KINDS: readonly {
  readonly type: string;
  readonly swarm?: boolean;
  /** Go's name of what the engine itself has. */
  readonly go?: EngineType;
  readonly find: (engine: Engine, ref: string, size: boolean) => unknown;
}[] = [
  {
    type: "container",
    go: "container.InspectResponse",
    find: (engine, ref, size) => inspectContainer(engine, ref, { size }),
  },
  { type: "image", go: "image.InspectResponse", find: (engine, ref) => inspectImage(engine, ref) },
  { type: "network", go: "network.Inspect", find: (engine, ref) => inspectNetwork(engine, networkFor(engine, ref)) },
  { type: "volume", go: "volume.Volume", find: (engine, ref) => inspectVolume(requireVolume(engine, ref)) },
  { type: "service", swarm: true, find: async (engine, ref) => (await rare(engine)).inspectService(engine, ref) },
  { type: "task", swarm: true, find: async (engine, ref) => (await rare(engine)).inspectTask(engine, ref) },
  { type: "node", swarm: true, find: async (engine, ref) => (await rare(engine)).inspectNode(engine, ref) },
  { type: "plugin", find: async (engine, ref) => (await rare(engine)).inspectPlugin(engine, ref) },
  {
    type: "secret",
    swarm: true,
    find: async (engine, ref) => (await rare(engine)).inspectPayload(engine, "secret", ref),
  },
  {
    type: "config",
    swarm: true,
    find: async (engine, ref) => (await rare(engine)).inspectPayload(engine, "config", ref),
  },
];

const rare = (engine: Engine) => engine.clock.hold(import("./rare-objects.ts"));

/** The values of `--type`, as the client lists them. */
const TYPES = ["config", "container", "image", "network", "node", "plugin", "secret", "service", "task", "volume"];

export const command: Command = {
  path: "inspect",
  args: minArgs(1),
  async run(context) {
    const { flags, args } = context;
    const type = flags.string("type");
    if (flags.changed("type") && !TYPES.includes(type)) {
      const problem = type === "" ? "type is empty" : `unknown type: "${type}"`;
      throw new CommandError(`${problem}: must be one of "${TYPES.join('", "')}"`);
    }
    return inspectObjects(context, args, (ref) => findObject(context, ref, type), flags.string("format"));
  },
  complete({ engine, args, flag }) {
    if (flag === "type") return TYPES;
    if (flag !== undefined) return undefined;
    return [containerNames(engine), imageNames(engine), networkNames(engine, args), volumeNames(engine, args)].flat();
  },
};

/** @throws EngineError of the one type that was asked for; CommandError when no type has such an object */
async function findObject(context: CommandContext, ref: string, type: string): Promise<unknown> {
  const { engine, flags, err } = context;
  const size = flags.bool("size");
  const manager = swarmRole(engine) === "manager";
  for (const kind of KINDS) {
    if (type === "" ? kind.swarm && !manager : kind.type !== type) continue;
    try {
      const found = await kind.find(engine, ref, size);
      if (size && kind.type !== "container") await err(`WARNING: --size ignored for ${kind.type}s\n`);
      return kind.go ? await forTemplate(context, found, kind.go) : found;
    } catch (error) {
      if (type !== "" || !(error instanceof EngineError) || !isMiss(error)) throw error;
    }
  }
  throw new CommandError(`error: no such object: ${ref}`);
}

/** Whether the next kind may still have it: it is not there, or its name can be no such kind's. */
function isMiss({ status, message }: EngineError): boolean {
  return status === 404 || message.includes("invalid reference format");
}
