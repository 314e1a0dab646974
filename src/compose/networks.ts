import { EngineError } from "../engine/errors.ts";
import { attachments } from "../engine/network/address.ts";
import { listNetworks } from "../engine/network/filter.ts";
import { findNetwork } from "../engine/network/find.ts";
import type { IpamConfig, Network } from "../engine/network/network.ts";
import { ComposeError } from "./compose-error.ts";
import { LABEL, LABEL_VERSION } from "./labels.ts";
import { done, failed, warning, working } from "./progress.ts";
import type { ComposeNetwork, ComposeProject } from "./project.ts";
import { configHash } from "./resource-hash.ts";
import type { ComposeSession } from "./session.ts";

/**
 * Makes the networks of a project that are not there.
 * @returns their ids by key
 * @throws ComposeError, EngineError
 */
export async function ensureNetworks(session: ComposeSession, project: ComposeProject): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const [key, network] of Object.entries(project.networks)) {
    ids.set(key, network.external ? external(session, network) : await ensure(session, project, key, network));
  }
  return ids;
}

function external({ engine }: ComposeSession, { name }: ComposeNetwork): string {
  const found = findNetwork(engine, name);
  if (!found) throw new ComposeError(`network ${name} declared as external, but could not be found`);
  return found.id;
}

async function ensure(
  session: ComposeSession,
  project: ComposeProject,
  key: string,
  network: ComposeNetwork,
): Promise<string> {
  const found = Object.values(session.engine.state.networks).find(({ name }) => name === network.name);
  if (found) {
    const { labels } = found;
    if (labels?.[LABEL.project] !== project.name)
      session.warn(
        `a network with name ${network.name} exists but was not created for project ${JSON.stringify(project.name)}.\nSet \`external: true\` to use an existing network`,
      );
    else if (labels[LABEL.network] !== key)
      throw new ComposeError(
        `network ${network.name} was found but has incorrect label ${LABEL.network} set to ${JSON.stringify(labels[LABEL.network] ?? "")} (expected: ${JSON.stringify(key)})`,
      );
    return found.id;
  }
  const line = `Network ${network.name}`;
  session.report(working(line, "Creating"));
  try {
    const id = await session.operations.createNetwork(requestOf(project, key, network));
    session.report(done(line, "Created"));
    return id;
  } catch (error) {
    session.report(failed(line));
    if (error instanceof EngineError)
      throw new ComposeError(`failed to create network ${network.name}: Error response from daemon: ${error.message}`);
    throw error;
  }
}

function requestOf(project: ComposeProject, key: string, network: ComposeNetwork) {
  const config = network.ipam.config.map(
    ({ subnet = "", gateway, ipRange, auxAddresses }): IpamConfig => ({
      Subnet: subnet,
      ...(gateway === undefined ? {} : { Gateway: gateway }),
      ...(ipRange === undefined ? {} : { IPRange: ipRange }),
      ...(Object.keys(auxAddresses).length > 0 ? { AuxiliaryAddresses: { ...auxAddresses } } : {}),
    }),
  );
  return {
    name: network.name,
    ...(network.driver === undefined ? {} : { driver: network.driver }),
    options: network.driverOptions,
    internal: network.internal,
    attachable: network.attachable,
    ...(network.enableIpv6 === undefined ? {} : { enableIPv6: network.enableIpv6 }),
    ...(network.enableIpv4 === undefined ? {} : { enableIPv4: network.enableIpv4 }),
    ...(config.length > 0 || network.ipam.driver !== undefined
      ? { ipam: { config, ...(network.ipam.driver === undefined ? {} : { driver: network.ipam.driver }) } }
      : {}),
    labels: {
      ...network.labels,
      [LABEL.configHash]: configHash(network),
      [LABEL.network]: key,
      [LABEL.project]: project.name,
      [LABEL.version]: LABEL_VERSION,
    },
  };
}

/** The networks that a project made, as the engine has them: what to remove when there is no file to tell. */
export function actualNetworks(session: Pick<ComposeSession, "engine">, project: string): Network[] {
  return listNetworks(session.engine, { label: [`${LABEL.project}=${project}`] });
}

/** Removes a network that Compose made, if it is there and nobody runs in it. @throws ComposeError */
export async function removeProjectNetwork(
  session: ComposeSession,
  project: string,
  key: string,
  name: string,
): Promise<void> {
  const found = listNetworks(session.engine, { label: [`${LABEL.project}=${project}`, `${LABEL.network}=${key}`] });
  if (found.length === 0) return;
  const line = `Network ${name}`;
  session.report(working(line, "Removing"));
  const network = found.find((one) => one.name === name);
  if (!network) {
    session.report(warning(line, "No resource found to remove"));
    return;
  }
  if (attachments(session.engine, network).length > 0) {
    session.report(warning(line, "Resource is still in use"));
    return;
  }
  try {
    await session.operations.removeNetwork(network.id);
  } catch (error) {
    session.report(failed(line));
    if (error instanceof EngineError)
      throw new ComposeError(`failed to remove network ${name}: Error response from daemon: ${error.message}`);
    throw error;
  }
  session.report(done(line, "Removed"));
}
