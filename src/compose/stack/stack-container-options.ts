import type { ContainerOptions } from "../../swarm/container-options.ts";
import type { PayloadReference } from "../../swarm/service.ts";
import { ComposeError } from "../compose-error.ts";
import { mapAt, scalarText } from "../file/yaml/yaml-value.ts";
import type { ComposeService } from "../project.ts";
import type { ComposeHealthcheck } from "../service-policy.ts";
import { scoped } from "./stack-names.ts";

/**
 * What a stack's service grants its containers and how it runs them (docker/cli, cli/compose/convert/service.go).
 * @param configs what it is given, with their ids
 * @throws ComposeError
 */
export function containerOptions(
  service: ComposeService,
  stack: string,
  configs: readonly PayloadReference[],
): ContainerOptions {
  const { healthcheck, logging } = service;
  const capAdd = capabilities(service.capAdd);
  const capDrop = capabilities(service.capDrop).filter((name) => !capAdd.includes(name));
  return {
    ...(service.readOnly ? { readOnly: true } : {}),
    ...(service.stopSignal === undefined ? {} : { stopSignal: service.stopSignal }),
    ...(healthcheck ? { healthcheck: healthConfig(healthcheck) } : {}),
    ...(service.extraHosts.length > 0
      ? { hosts: service.extraHosts.map((entry) => entry.replace(/^([^:]*):(.*)$/, "$2 $1")) }
      : {}),
    ...(service.dns.length + service.dnsSearch.length > 0
      ? { dns: { nameservers: [...service.dns], search: [...service.dnsSearch], options: [] } }
      : {}),
    ...(capAdd.length > 0 ? { capAdd } : {}),
    ...(capDrop.length > 0 ? { capDrop } : {}),
    ...(Object.keys(service.sysctls).length > 0 ? { sysctls: { ...service.sysctls } } : {}),
    ...(Object.keys(service.ulimits).length > 0
      ? {
          ulimits: Object.entries(service.ulimits)
            .sort()
            .map(([Name, { soft, hard }]) => ({ Name, Hard: hard, Soft: soft })),
        }
      : {}),
    ...credentialSpec(service, stack, configs),
    ...(logging ? { logDriver: { name: logging.driver ?? "", options: { ...logging.options } } } : {}),
  };
}

/** docker/cli, cli/compose/convert/service.go, convertCredentialSpec. @throws ComposeError */
function credentialSpec(
  { definition }: ComposeService,
  stack: string,
  configs: readonly PayloadReference[],
): Pick<ContainerOptions, "credentialSpec"> {
  const said = mapAt(definition, "credential_spec");
  const given = ["Config", "File", "Registry"].filter((kind) => scalarText(said[kind.toLowerCase()]) !== "");
  const [kind = "", ...more] = given;
  if (kind === "") return {};
  const words = given.map((one) => JSON.stringify(one));
  const last = words.pop();
  const refuse = (why: string) => new ComposeError(`invalid credential spec: ${why}`);
  if (more.length > 0)
    throw refuse(`cannot specify both ${words.join(", ")}${words.length > 1 ? "," : ""} and ${last}`);
  const value = scalarText(said[kind.toLowerCase()]);
  if (kind !== "Config") return { credentialSpec: `${kind.toLowerCase()}://${value}` };
  const config = [value, scoped(stack, value)].map((name) => configs.find((one) => one.name === name)).find(Boolean);
  if (!config) throw refuse(`spec specifies config ${value}, but no such config can be found`);
  return { credentialSpec: `config://${config.id}` };
}

/** With their whole names, each once, in order; ALL stands for the rest (docker/cli, opts/capabilities.go). */
function capabilities(names: readonly string[]): string[] {
  const whole = names.map((name) =>
    name
      .trim()
      .toUpperCase()
      .replace(/^(?!CAP_|ALL$|RESET$)/, "CAP_"),
  );
  return whole.includes("ALL") ? ["ALL"] : [...new Set(whole)].sort();
}

function healthConfig(health: ComposeHealthcheck): NonNullable<ContainerOptions["healthcheck"]> {
  if (health.disable) {
    if (health.test.length > 0 && health.test[0] !== "NONE")
      throw new ComposeError("test and disable can't be set at the same time");
    return { Test: ["NONE"] };
  }
  return {
    Test: [...health.test],
    ...(health.interval === undefined ? {} : { Interval: health.interval }),
    ...(health.timeout === undefined ? {} : { Timeout: health.timeout }),
    ...(health.startPeriod === undefined ? {} : { StartPeriod: health.startPeriod }),
    ...(health.startInterval === undefined ? {} : { StartInterval: health.startInterval }),
    ...(health.retries === undefined ? {} : { Retries: health.retries }),
  };
}
