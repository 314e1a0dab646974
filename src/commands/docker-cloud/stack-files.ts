import { parse, YAMLParseError } from "yaml";
import { CloudFailure } from "../../cloud/docker-cloud/cloud-failure.ts";
import type { StackFileService } from "../../cloud/docker-cloud/stack-file.ts";
import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import { python2Order } from "../../programs/python/dict-order.ts";
import type { CloudRun } from "./cloud-run.ts";

/** Names that are looked for, here and then in the folders above (dockercloudcli, utils.py). */
const NAMES = [
  "docker-cloud.yml",
  "docker-cloud.yaml",
  "tutum.yml",
  "tutum.yaml",
  "docker-compose.yml",
  "docker-compose.yaml",
];

const bad = (message: string) => new CloudFailure("BadParameter", message);

/**
 * The services of the stack files of a command line, of the later files where both have one; variables are filled in.
 * @throws CloudFailure for a file that is not there or is none
 */
export async function stackServices(run: CloudRun): Promise<StackFileService[]> {
  const paths = run.has("file") ? run.list("file") : foundFiles(run);
  const services = new Map<string, StackFileService>();
  for (const path of paths) {
    const content = readStackFile(run, path);
    const missing = new Set<string>();
    for (const name of python2Order(Object.keys(content))) {
      const own = content[name];
      if (!isMapping(own)) throw bad(`Bad format of the stack file(${path}): '${String(own)}' is no service`);
      const filled = Object.fromEntries(
        Object.entries(own).map(([key, value]) => [key, interpolated(run, value, { name, key, path, missing })]),
      );
      services.set(name, { ...withLocalVariables(run, filled), name });
    }
    for (const variable of missing)
      await run.err(
        `WARNING:dockercloudcli.interpolation:The ${variable} variable is not set. Defaulting to a blank string.`,
      );
  }
  return python2Order([...services.keys()]).flatMap((name) => services.get(name) ?? []);
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function foundFiles(run: CloudRun): string[] {
  const { files, cwd } = run.process;
  for (let folder = cwd; ; folder = folder.replace(/\/[^/]*$/, "")) {
    const name = NAMES.find((one) => files.exists(`${folder}/${one}`));
    if (name !== undefined) {
      const path = `${folder}/${name}`;
      const override = `${folder}/${name.replaceAll(".", ".override.")}`;
      return files.exists(override) ? [path, override] : [path];
    }
    if (folder === "") return [];
  }
}

function readStackFile(run: CloudRun, path: string): Record<string, unknown> {
  const { files, cwd } = run.process;
  try {
    // PyYAML reads YAML 1.1: there an unquoted 22:22 is a number.
    const content: unknown = parse(files.readFile(resolvePath(cwd, path)), { version: "1.1" });
    if (!isMapping(content) || Object.keys(content).length === 0) throw bad(`Bad format of the stack file: ${path}`);
    return content;
  } catch (error) {
    if (error instanceof FileError)
      throw bad(
        `[Errno ${error.code === "EACCES" ? 13 : error.code === "EISDIR" ? 21 : 2}] ${error.message}: '${path}'`,
      );
    if (error instanceof YAMLParseError) throw bad(`Bad format of the stack file(${path}): ${error.message}`);
    throw error;
  }
}

interface Place {
  readonly name: string;
  readonly key: string;
  readonly path: string;
  /** Variables that were asked for and are not set. */
  readonly missing: Set<string>;
}

/** `$NAME` and `${NAME}` of all texts, as Python's string.Template fills them in. @throws CloudFailure for another `$` */
function interpolated(run: CloudRun, value: unknown, place: Place): unknown {
  if (Array.isArray(value)) return value.map((item) => interpolated(run, item, place));
  if (isMapping(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolated(run, item, place)]));
  if (typeof value !== "string") return value;
  return value.replace(/\$(?:(\$)|([_a-zA-Z]\w*)|\{([_a-zA-Z]\w*)\})?/g, (_, escaped, bare, braced) => {
    if (escaped !== undefined) return "$";
    const name: unknown = bare ?? braced;
    if (typeof name !== "string")
      throw bad(
        `Bad format of the stack file(${place.path}): Invalid interpolation format for "${place.key}" option in service "${place.name}": "${value}"`,
      );
    const found = run.process.env[name];
    if (found === undefined) place.missing.add(name);
    return found ?? "";
  });
}

/** Variables that are named without a value have that of the shell (utils.py, inject_env_var). */
function withLocalVariables(run: CloudRun, service: Record<string, unknown>): Record<string, unknown> {
  const { environment } = service;
  const { env } = run.process;
  if (Array.isArray(environment))
    return {
      ...service,
      environment: environment.map((one: unknown) =>
        typeof one === "string" && !one.includes("=") && env[one] ? `${one}=${env[one]}` : one,
      ),
    };
  if (!isMapping(environment)) return service;
  return {
    ...service,
    environment: Object.fromEntries(
      Object.entries(environment).map(([key, value]) => [key, value ? value : (env[key] ?? value)]),
    ),
  };
}
