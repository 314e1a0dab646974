import { stackDefinition } from "../../compose/stack/stack-definition.ts";
import { type Command, noArgs } from "../command.ts";
import { readStackFile } from "./compose-files.ts";

export const command: Command = {
  path: "stack config",
  args: noArgs,
  async run(context) {
    await context.out(stackDefinition(await readStackFile(context, false)));
    return 0;
  },
};
