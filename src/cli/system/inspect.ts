import { inspectContainer } from "../../engine/container/inspect.ts";
import type { Engine } from "../../engine/engine.ts";
import { EngineError } from "../../engine/errors.ts";
import { inspectImage } from "../../engine/image/inspect.ts";
import { networkFor } from "../../engine/network/find.ts";
import { inspectNetwork } from "../../engine/network/inspect.ts";
import { requireVolume } from "../../engine/volume/find.ts";
import { inspectVolume } from "../../engine/volume/inspect.ts";
import { requireManager } from "../../swarm/fabric.ts";
import { inspectNode } from "../../swarm/nodes.ts";
import { serviceObject } from "../../swarm/service-object.ts";
import { requireService } from "../../swarm/services.ts";
import { type Command, CommandError, minArgs } from "../command.ts";
import { containerNames, imageNames } from "../container/complete.ts";
import { inspectObjects } from "../format/inspect.ts";
import { quote } from "../format/quote.ts";

type Lookup = (engine: Engine, name: string, size: boolean) => unknown;

/** The kinds of objects, in the order in which a bare name is looked for (docker/cli, cli/command/system/inspect.go). */
const KINDS: Readonly<Record<string, Lookup>> = {
  container: (engine, name, size) => inspectContainer(engine, name, { size }),
  image: inspectImage,
  network: (engine, name) => inspectNetwork(engine, networkFor(engine, name)),
  volume: (engine, name) => inspectVolume(requireVolume(engine, name)),
  service: (engine, name) => serviceObject(requireManager(engine).cluster, requireService(engine, name)),
  node: inspectNode,
};

/** Kinds that there are in Docker, and of which this host has none. */
const EMPTY_KINDS = ["config", "plugin", "secret", "task"];

export const command: Command = {
  path: "inspect",
  args: minArgs(1),
  run(context) {
    const { engine, args, flags } = context;
    const type = flags.string("type");
    const size = flags.bool("size");
    if (flags.changed("type") && !(type in KINDS) && !EMPTY_KINDS.includes(type)) {
      const known = [...Object.keys(KINDS), ...EMPTY_KINDS].sort().map((kind) => quote(kind));
      throw new CommandError(`unknown type: ${quote(type)}: must be one of ${known.join(", ")}`);
    }
    const lookups = type === "" ? Object.values(KINDS) : [KINDS[type] ?? noSuchKind];
    const lookup = async (name: string) => {
      for (const of of lookups) {
        try {
          return await of(engine, name, size);
        } catch (error) {
          // With a kind given, its own error is told; a bare name may be of another kind.
          if (type !== "" || !(error instanceof EngineError) || !isAbsence(error)) throw error;
        }
      }
      throw new CommandError(`error: no such object: ${name}`);
    };
    return inspectObjects(context, args, lookup, flags.string("format"));
  },
  complete: ({ engine }) => [
    ...containerNames(engine),
    ...imageNames(engine),
    ...Object.values(engine.state.networks).map(({ name }) => name),
    ...Object.keys(engine.state.volumes),
  ],
};

const noSuchKind: Lookup = (_, name) => {
  throw new CommandError(`error: no such object: ${name}`);
};

/** There is none of that name, the name cannot be one of that kind, or this node has no say over it. */
const isAbsence = ({ status, message }: EngineError) =>
  status === 404 ||
  message.startsWith("invalid reference format") ||
  message.startsWith("This node is not a swarm manager");
