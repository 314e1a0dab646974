import { type Command, minArgs } from "../command.ts";
import { payloadNames } from "../payload/names.ts";
import { removePayloads } from "../payload/remove.ts";

export const command: Command = {
  path: "config rm",
  args: minArgs(1),
  run: (context) => removePayloads("config", context),
  complete: ({ engine }) => payloadNames(engine, "config"),
};
