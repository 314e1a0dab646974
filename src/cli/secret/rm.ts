import { type Command, minArgs } from "../command.ts";
import { payloadNames } from "../payload/names.ts";
import { removePayloads } from "../payload/remove.ts";

export const command: Command = {
  path: "secret rm",
  args: minArgs(1),
  run: (context) => removePayloads("secret", context),
  complete: ({ engine }) => payloadNames(engine, "secret"),
};
