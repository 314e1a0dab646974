import { type Command, CommandError, minArgs } from "../command.ts";
import { ContextStore, contextNames } from "./context-store.ts";

export const command: Command = {
  path: "context rm",
  args: minArgs(1),
  complete: ({ process }) => contextNames(process),
  async run({ args, flags, groupFlags, endpoint, process, out }) {
    const store = new ContextStore(process, groupFlags.get("")?.string("config"));
    const failures: string[] = [];
    for (const name of args) {
      const failure = refusal(store, name, name === endpoint.context, flags.bool("force"));
      if (failure !== undefined) {
        failures.push(failure);
        continue;
      }
      if (name === store.current) store.setConfig({ currentContext: undefined });
      if (store.get(name)) store.remove(name);
      await out(`${name}\n`);
    }
    if (failures.length > 0) throw new CommandError(failures.join("\n"));
    return 0;
  },
};

function refusal(store: ContextStore, name: string, current: boolean, force: boolean): string | undefined {
  if (name === "default") return 'context "default" cannot be removed';
  if (force) return undefined;
  if (current) return `context "${name}" is in use, set -f flag to force remove`;
  return store.get(name) ? undefined : `context "${name}" does not exist`;
}
