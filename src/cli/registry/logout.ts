import { type Command, maxArgs } from "../command.ts";
import { eraseCredentials, serverKey } from "./credentials.ts";

/** `cli/command/registry/logout.go` (recording 17). */
export const command: Command = {
  path: "logout",
  args: maxArgs(1),
  async run({ args, out, process }) {
    const key = serverKey(args[0]);
    await out(`Removing login credentials for ${key}\n`);
    eraseCredentials(process, key);
    return 0;
  },
};
