import { type Command, noArgs } from "../command.ts";
import { contextInUse } from "./endpoint.ts";

export const command: Command = {
  path: "context show",
  args: noArgs,
  async run({ out, process, groupFlags }) {
    await out(`${contextInUse(process, groupFlags.get(""))}\n`);
    return 0;
  },
};
