import type { SecretObject } from "../../swarm/cluster.ts";
import { payloadObject } from "../../swarm/payload-object.ts";
import { type PayloadKind, requirePayload } from "../../swarm/payloads.ts";
import type { CommandContext } from "../command.ts";
import { goTime } from "../format/go-time.ts";
import { inspectObjects } from "../format/inspect.ts";
import { typedObject } from "../format/typed-object.ts";

/** `docker secret inspect`, `docker config inspect`. `--pretty` wins over `--format`. */
export async function inspectPayloads(kind: PayloadKind, context: CommandContext): Promise<number> {
  const { engine, flags, args, out } = context;
  const format = flags.bool("pretty") ? "pretty" : flags.string("format");
  if (format !== "pretty") {
    const type = kind === "secret" ? "swarm.Secret" : "swarm.Config";
    const lookup = (ref: string) => typedObject(payloadObject(kind, requirePayload(engine, kind, ref)), type, true);
    return inspectObjects(context, args, lookup, format);
  }
  const pretty = kind === "secret" ? prettySecret : prettyConfig;
  for (const ref of args) await out(`${pretty(requirePayload(engine, kind, ref))}\n`);
  return 0;
}

const labelLines = ({ labels }: SecretObject): string[] => {
  const all = Object.entries(labels).sort();
  return all.length === 0
    ? []
    : ["Labels:", ...all.map(([key, value]) => ` - ${key}${value === "" ? "" : `=${value}`}`)];
};

/** The template of docker/cli, `cli/command/secret/formatter.go`, with its blanks. */
const prettySecret = (secret: SecretObject): string =>
  [
    `ID:              ${secret.id}`,
    `Name:              ${secret.name}`,
    ...labelLines(secret),
    `Driver:            ${secret.driver ?? ""}`,
    `Created at:        ${prettyTime(secret.createdAt)}`,
    `Updated at:        ${prettyTime(secret.updatedAt)}`,
  ].join("\n");

/** The template of docker/cli, `cli/command/config/formatter.go`, with its tabs. */
const prettyConfig = (config: SecretObject): string =>
  [
    `ID:\t\t\t${config.id}`,
    `Name:\t\t\t${config.name}`,
    ...labelLines(config),
    `Created at:            \t${prettyTime(config.createdAt)}`,
    `Updated at:            \t${prettyTime(config.updatedAt)}`,
    "Data:",
    config.data,
  ].join("\n");

/** A time as `formatter.PrettyPrint` writes it: only a first letter is a capital. */
const prettyTime = (timestamp: string) => goTime(timestamp).toLowerCase();
