import type { Engine } from "../../engine/engine.ts";
import { listPayloads, type PayloadKind } from "../../swarm/payloads.ts";
import type { PayloadReference } from "../../swarm/service.ts";
import { CommandError } from "../command.ts";
import { parseInteger } from "../flag-values.ts";
import type { FlagCheck } from "../flags.ts";

/**
 * What `--secret` or `--config` asks for: `clave`, or `source=clave,target=pw,uid=1000,gid=1000,mode=0400`; or what is
 * wrong with it, in the client's words (docker/cli, opts/swarmopts/secret.go and config.go). Its id is still "".
 */
function parsePayloadReference(kind: PayloadKind, text: string): PayloadReference | string {
  const reference: PayloadReference = { id: "", name: "", target: "", uid: "0", gid: "0", mode: 0o444 };
  const fields = text.split(",");
  if (fields.length === 1 && !text.includes("=")) return { ...reference, name: text, target: text };
  for (const field of fields) {
    const cut = field.indexOf("=");
    if (cut < 1) return `invalid field '${field}' must be a key=value pair`;
    const value = field.slice(cut + 1);
    switch (field.slice(0, cut).toLowerCase()) {
      case "source":
      case "src":
        reference.name = value;
        break;
      case "target":
        reference.target = value;
        break;
      case "uid":
        reference.uid = value;
        break;
      case "gid":
        reference.gid = value;
        break;
      case "mode": {
        const mode = parseInteger(value);
        if (mode === undefined || mode < 0n)
          return `invalid mode specified: strconv.ParseUint: parsing ${JSON.stringify(value)}: invalid syntax`;
        reference.mode = Number(mode);
        break;
      }
      default:
        return `invalid field in ${kind} request: ${field.slice(0, cut)}`;
    }
  }
  if (reference.name === "") return "source is required";
  return { ...reference, target: reference.target || reference.name };
}

/** What pflag says of a `--secret` or `--config` that is none. */
export const payloadCheck =
  (kind: PayloadKind): FlagCheck =>
  (value) => {
    const reference = parsePayloadReference(kind, value);
    return typeof reference === "string" ? reference : undefined;
  };

/**
 * The values of `--secret`, `--secret-add`, `--config` or `--config-add`, with the ids their names have now.
 * @throws CommandError for a value that is none, a name nobody made, or two at one target
 */
export function payloadReferences(engine: Engine, kind: PayloadKind, values: readonly string[]): PayloadReference[] {
  const asked = values.map((text) => {
    const reference = parsePayloadReference(kind, text);
    if (typeof reference === "string") throw new CommandError(reference);
    return reference;
  });
  return withIds(engine, kind, asked);
}

/** References with the ids that their names have now (docker/cli, `cli/command/service/parse.go`). @throws CommandError */
export function withIds(engine: Engine, kind: PayloadKind, asked: readonly PayloadReference[]): PayloadReference[] {
  const targets = new Set<string>();
  for (const { name, target } of asked) {
    if (targets.has(target)) throw new CommandError(`duplicate ${kind} target for ${name} not allowed`);
    targets.add(target);
  }
  if (asked.length === 0) return [];
  const known = listPayloads(engine, kind);
  return asked.map((reference) => {
    const found = known.find(({ name }) => name === reference.name);
    if (!found) throw new CommandError(`${kind} not found: ${reference.name}`);
    return { ...reference, id: found.id };
  });
}
