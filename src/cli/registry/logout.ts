import { type Command, maxArgs } from "../command.ts";
import { ContextStore } from "../context/context-store.ts";
import { eraseCredentials, serverKey } from "./credentials.ts";

/** `cli/command/registry/logout.go` (recording 17). */
export const command: Command = {
  path: "logout",
  args: maxArgs(1),
  async run({ args, groupFlags, out, process }) {
    const key = serverKey(args[0]);
    await out(`Removing login credentials for ${key}\n`);
    eraseCredentials(new ContextStore(process, groupFlags.get("")?.string("config")), key);
    return 0;
  },
};
