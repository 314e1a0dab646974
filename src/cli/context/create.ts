import { type Command, CommandError, exactArgs } from "../command.ts";
import { ContextStore, contextNames, DEFAULT_DESCRIPTION } from "./context-store.ts";
import { LOCAL_SOCKET } from "./endpoint.ts";
import { tlsOfSettings } from "./tls.ts";

const NAME = "^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$";
const ENDPOINT_KEYS: ReadonlySet<string> = new Set(["from", "host", "ca", "cert", "key", "skip-tls-verify"]);

export const command: Command = {
  path: "context create",
  args: exactArgs(1),
  checks: { docker: keyAndValue },
  complete: ({ flag, process }) => (flag === "from" ? contextNames(process) : []),
  async run({ args: [name = ""], flags, groupFlags, endpoint, process, out, err }) {
    const store = new ContextStore(process, groupFlags.get("")?.string("config"));
    requireNewName(store, name);
    const settings = endpointSettings(flags.list("docker"));
    const from = settings.from ?? (flags.string("from") || endpoint.context);
    const base = from === "default" ? { description: DEFAULT_DESCRIPTION, host: LOCAL_SOCKET } : store.get(from);
    if (!base) throw new CommandError(`context "${from}": ${store.missing(from)}`);
    store.put({
      name,
      description: flags.changed("description")
        ? flags.string("description")
        : flags.changed("docker")
          ? ""
          : base.description,
      host: settings.host ?? base.host,
    });
    const tls = tlsOfSettings(process, settings);
    if (tls) store.putTls(name, tls);
    await out(`${name}\n`);
    await err(`Successfully created context "${name}"\n`);
    return 0;
  },
};

/** @throws CommandError for a name that a new context cannot have */
export function requireNewName(store: ContextStore, name: string): void {
  if (name === "default") throw new CommandError('"default" is a reserved context name');
  requireName(name);
  if (store.get(name)) throw new CommandError(`context "${name}" already exists`);
}

/** @throws CommandError for a name that is none */
export function requireName(name: string): void {
  if (!new RegExp(NAME).test(name))
    throw new CommandError(`context name "${name}" is invalid, names are validated against regexp "${NAME}"`);
}

/** What pflag's stringToString asks of `--docker`. */
export function keyAndValue(value: string): string | undefined {
  const bare = value.split(",").find((pair) => !pair.includes("="));
  return bare === undefined ? undefined : `${bare} must be formatted as key=value`;
}

/** `--docker host=ssh://root@worker1,ca=…`. @throws CommandError for a key that is none, or a host that is no address */
export function endpointSettings(pairs: readonly string[]): Partial<Record<string, string>> {
  const settings: Record<string, string> = {};
  for (const pair of pairs.flatMap((list) => list.split(","))) {
    const [key = "", ...value] = pair.split("=");
    if (!ENDPOINT_KEYS.has(key))
      throw new CommandError(`unable to create docker endpoint config: unrecognized config key: ${key}`);
    settings[key] = value.join("=");
  }
  // Whether it can be reached is for whoever uses it (moby, client.ParseHostURL).
  if (settings.host !== undefined && !/^[^:]+:\/\/./.test(settings.host))
    throw new CommandError(
      `unable to create docker endpoint config: unable to apply docker endpoint options: unable to parse docker host \`${settings.host}\``,
    );
  return settings;
}
