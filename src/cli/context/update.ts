import { type Command, CommandError, exactArgs } from "../command.ts";
import { ContextStore, contextNames } from "./context-store.ts";
import { endpointSettings, keyAndValue } from "./create.ts";
import { tlsOfSettings } from "./tls.ts";

export const command: Command = {
  path: "context update",
  args: exactArgs(1),
  checks: { docker: keyAndValue },
  complete: ({ process }) => contextNames(process),
  async run({ args: [name = ""], flags, groupFlags, process, out, err }) {
    const store = new ContextStore(process, groupFlags.get("")?.string("config"));
    const before = name === "default" ? undefined : store.get(name);
    if (!before) {
      throw new CommandError(
        name === "default" ? '"default" is a reserved context name' : `context "${name}": ${store.missing(name)}`,
      );
    }
    const settings = endpointSettings(flags.list("docker"));
    const { host } = settings;
    const tls = tlsOfSettings(process, settings);
    store.put({
      name,
      description: flags.changed("description") ? flags.string("description") : before.description,
      host: host ?? before.host,
    });
    // Told anew where the daemon is, the context forgets how it was spoken to.
    if (flags.changed("docker")) store.putTls(name, tls ?? {});
    await out(`${name}\n`);
    await err(`Successfully updated context "${name}"\n`);
    return 0;
  },
};
