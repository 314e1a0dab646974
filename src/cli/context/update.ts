import { type Command, CommandError, exactArgs } from "../command.ts";
import { ContextStore, contextNames } from "./context-store.ts";
import { endpointSettings } from "./create.ts";
import { parseHost } from "./endpoint.ts";

export const command: Command = {
  path: "context update",
  args: exactArgs(1),
  complete: ({ process }) => contextNames(process),
  async run({ args: [name = ""], flags, groupFlags, process, out, err }) {
    const store = new ContextStore(process, groupFlags.get("")?.string("config"));
    const before = name === "default" ? undefined : store.get(name);
    if (!before) {
      throw new CommandError(
        name === "default" ? '"default" is a reserved context name' : `context "${name}": ${store.missing(name)}`,
      );
    }
    const { host } = endpointSettings(flags.list("docker"));
    store.put({
      name,
      description: flags.changed("description") ? flags.string("description") : before.description,
      host: host === undefined ? before.host : parseHost(host),
    });
    await out(`${name}\n`);
    await err(`Successfully updated context "${name}"\n`);
    return 0;
  },
};
