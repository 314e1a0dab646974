import { type Command, CommandError, exactArgs } from "../command.ts";
import { ContextStore, contextNames } from "./context-store.ts";

export const command: Command = {
  path: "context use",
  args: exactArgs(1),
  complete: ({ process }) => contextNames(process),
  async run({ args: [name = ""], process, groupFlags, out, err }) {
    const store = new ContextStore(process, groupFlags.get("")?.string("config"));
    if (name !== "default" && !store.get(name)) throw new CommandError(`context "${name}": ${store.missing(name)}`);
    store.setConfig({ currentContext: name === "default" ? undefined : name });
    await out(`${name}\n`);
    await err(`Current context is now "${name}"\n`);
    if (process.env.DOCKER_HOST && name !== "default") {
      await err(
        `Warning: DOCKER_HOST environment variable overrides the active context. To use "${name}", either set the global --context flag, or unset DOCKER_HOST environment variable.\n`,
      );
    }
    return 0;
  },
};
