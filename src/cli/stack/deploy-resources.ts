import type { ComposeFileObject, ComposeNetwork } from "../../compose/project.ts";
import type { StackFile } from "../../compose/stack/stack-file.ts";
import { NAMESPACE_LABEL, scoped } from "../../compose/stack/stack-names.ts";
import { EngineError } from "../../engine/errors.ts";
import { findNetwork } from "../../engine/network/find.ts";
import { isUserDefined } from "../../engine/network/network.ts";
import { createSwarmNetwork } from "../../swarm/networks.ts";
import { createPayload, type PayloadKind, requirePayload, updatePayload } from "../../swarm/payloads.ts";
import { type CommandContext, CommandError } from "../command.ts";
import { failureText } from "../failure.ts";
import { readInputFile } from "../image/input-file.ts";
import { stackObjects } from "./stack-objects.ts";

/** Runs what the daemon may refuse, with the client's words before its own. @throws CommandError */
export function attempt<T>(doing: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    const text = failureText(error);
    if (text === undefined) throw error;
    throw new CommandError(`${doing}: ${text}`);
  }
}

/**
 * Makes the networks that services use and that are not there yet; looks for the external ones first
 * (docker/cli, cli/command/stack/deploy_composefile.go).
 * @throws CommandError
 */
export async function createStackNetworks(
  { engine, out }: CommandContext,
  stack: string,
  file: StackFile,
): Promise<void> {
  const used = new Set(
    Object.values(file.services).flatMap(({ networks }) => {
      const keys = Object.keys(networks);
      return keys.length === 0 ? ["default"] : keys;
    }),
  );
  const known = new Set(stackObjects(engine, stack).networks.map(({ name }) => name));
  const wanted = [...used].sort().map((key) => ({ key, network: file.networks[key] }));
  for (const { network } of wanted) if (network?.external) checkExternal(engine, network);
  for (const { key, network } of wanted) {
    if (network?.external) continue;
    // One that no file declares is made as well: only the service that uses it is refused.
    const name = network?.name || scoped(stack, key);
    if (known.has(name)) continue;
    await out(`Creating network ${name}\n`);
    attempt(`failed to create network ${name}`, () => createSwarmNetwork(engine, networkRequest(stack, name, network)));
  }
}

function networkRequest(stack: string, name: string, network: ComposeNetwork | undefined) {
  return {
    name,
    driver: network?.driver ?? "overlay",
    internal: network?.internal ?? false,
    attachable: network?.attachable ?? false,
    options: { ...network?.driverOptions },
    labels: { ...network?.labels, [NAMESPACE_LABEL]: stack },
    ipam: {
      ...(network?.ipam.driver === undefined ? {} : { driver: network.ipam.driver }),
      config: (network?.ipam.config ?? []).flatMap(({ subnet }) => (subnet === undefined ? [] : [{ Subnet: subnet }])),
    },
  };
}

function checkExternal(engine: CommandContext["engine"], { name }: ComposeNetwork): void {
  if (!isUserDefined({ name })) return;
  const found = findNetwork(engine, name);
  if (!found)
    throw new CommandError(
      `network "${name}" is declared as external, but could not be found. You need to create a swarm-scoped network before the stack is deployed`,
    );
  if (found.scope !== "swarm")
    throw new CommandError(
      `network "${name}" is declared as external, but it is not in the right scope: "${found.scope}" instead of "swarm"`,
    );
}

/** Makes a stack's secrets or configs, or gives those that are there their labels anew. @throws CommandError */
export async function createFileObjects(
  context: CommandContext,
  kind: PayloadKind,
  stack: string,
  file: StackFile,
): Promise<void> {
  const { engine, out, process } = context;
  const objects = Object.entries(kind === "secret" ? file.secrets : file.configs).filter(([, one]) => !one.external);
  const specs = objects.map(([key, object]) => ({
    name: object.name || scoped(stack, key),
    labels: { ...object.labels, [NAMESPACE_LABEL]: stack },
    data: object.driver === undefined ? readInputFile(process, object.file ?? "") : "",
    ...extras(object),
  }));
  for (const spec of specs) {
    if (isThere(context, kind, spec.name)) {
      attempt(`failed to update ${kind} ${spec.name}`, () => updatePayload(engine, kind, spec.name, spec));
      continue;
    }
    await out(`Creating ${kind} ${spec.name}\n`);
    attempt(`failed to create ${kind} ${spec.name}`, () => createPayload(engine, kind, spec));
  }
}

const extras = ({ driver, templateDriver }: ComposeFileObject) => ({
  ...(driver === undefined ? {} : { driver }),
  ...(templateDriver === undefined ? {} : { templating: templateDriver }),
});

function isThere({ engine }: CommandContext, kind: PayloadKind, name: string): boolean {
  try {
    requirePayload(engine, kind, name);
    return true;
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) return false;
    throw error;
  }
}
