import { type Command, noArgs } from "../command.ts";
import { listPayloadsOf } from "../payload/list.ts";

export const command: Command = {
  path: "secret ls",
  args: noArgs,
  run: (context) => listPayloadsOf("secret", context),
};
