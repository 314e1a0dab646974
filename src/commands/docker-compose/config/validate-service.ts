import type { FileSystem } from "../../../kernel/filesystem.ts";
import { ConfigurationError } from "../failures.ts";
import {
  isList,
  isMap,
  listAt,
  mapAt,
  PyFloat,
  type PyMap,
  pyRepr,
  pyStr,
  textAt,
  textsAt,
  truthy,
} from "../python/py-value.ts";
import { buildOf, isUrl } from "./process-service.ts";

/** What a service shares with another: "service:web". @returns the other's name */
export function serviceIn(mode: string | undefined): string | undefined {
  return mode?.startsWith("service:") ? mode.slice("service:".length) : undefined;
}

/** "container:web": the container's name. */
export function containerIn(mode: string | undefined): string | undefined {
  return mode?.startsWith("container:") ? mode.slice("container:".length) : undefined;
}

interface Checked {
  readonly name: string;
  readonly service: PyMap;
  readonly services: readonly string[];
}

/**
 * What a schema cannot say (compose/config/validation.py).
 * @param checkPaths whether what is built must be there
 * @throws ConfigurationError
 */
export function validateService(checked: Checked, files: FileSystem, checkPaths: boolean): void {
  const { name, service } = checked;
  if (checkPaths) validatePaths(service, files);
  validateCpus(service);
  validateUlimits(name, service);
  validateShared(checked, "ipc", "IPC namespace");
  validateNetworkMode(checked);
  validateShared(checked, "pid", "PID namespace");
  validateDependencies(checked);
  validateHealthcheck(name, service);
  validateCredentials(name, service);
  if (!truthy(service.image) && /[A-Z]/.test(name))
    throw new ConfigurationError(
      `Service '${name}' contains uppercase characters which are not valid as part of an image name. Either use a lowercase service name or use the \`image\` field to set a custom name for the service image.`,
    );
}

function validatePaths(service: PyMap, files: FileSystem): void {
  const { context } = buildOf(service);
  if (context === undefined) return;
  const path = pyStr(context);
  if (isUrl(path) || (files.exists(path) && files.allows(path, 4))) return;
  throw new ConfigurationError(`build path ${path} either does not exist, is not accessible, or is not a valid URL.`);
}

function validateCpus({ cpus }: PyMap): void {
  const value = cpus instanceof PyFloat ? cpus.value : 0;
  if (!Number.isInteger(value * 1e9))
    throw new ConfigurationError("cpus must have nine or less digits after decimal point");
}

function validateUlimits(name: string, service: PyMap): void {
  const ulimits = mapAt(service, "ulimits");
  for (const limit of Object.values(ulimits))
    if (isMap(limit) && Number(limit.soft) > Number(limit.hard))
      throw new ConfigurationError(
        `Service '${name}' has invalid ulimit '${pyRepr(ulimits)}'. 'soft' value can not be greater than 'hard' value `,
      );
}

function validateShared({ name, service, services }: Checked, key: string, what: string): void {
  const other = serviceIn(textAt(service, key));
  if (other !== undefined && !services.includes(other))
    throw new ConfigurationError(`Service '${name}' uses the ${what} of service '${other}' which is undefined.`);
}

function validateNetworkMode(checked: Checked): void {
  const { service } = checked;
  if (!truthy(service.network_mode)) return;
  if ("networks" in service) throw new ConfigurationError("'network_mode' and 'networks' cannot be combined");
  validateShared(checked, "network_mode", "network stack");
}

function validateDependencies({ name, service, services }: Checked): void {
  for (const other of Object.keys(mapAt(service, "depends_on")))
    if (!services.includes(other))
      throw new ConfigurationError(`Service '${name}' depends on service '${other}' which is undefined.`);
  for (const link of textsAt(service, "links"))
    if (!services.includes(link.split(":")[0] ?? ""))
      throw new ConfigurationError(`Service '${name}' has a link to service '${link}' which is undefined.`);
}

function validateHealthcheck(name: string, service: PyMap): void {
  const check = mapAt(service, "healthcheck");
  if (!isList(check.test)) return;
  const [first] = listAt(check, "test");
  const invalid = (why: string) => new ConfigurationError(`Service "${name}" defines an invalid healthcheck: ${why}`);
  if (first === undefined) throw invalid('"test" is an empty list');
  if (first === "NONE" && Object.keys(check).length > 1)
    throw invalid('"disable: true" cannot be combined with other options');
  if (first !== "NONE" && first !== "CMD" && first !== "CMD-SHELL")
    throw invalid('when "test" is a list the first item must be either NONE, CMD or CMD-SHELL');
}

function validateCredentials(name: string, service: PyMap): void {
  const spec = mapAt(service, "credential_spec");
  if (Object.keys(spec).length > 0 && !("registry" in spec) && !("file" in spec))
    throw new ConfigurationError(`Service '${name}' is missing 'credential_spec.file' or credential_spec.registry'`);
}
