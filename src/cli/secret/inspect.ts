import { type Command, minArgs } from "../command.ts";
import { inspectPayloads } from "../payload/inspect.ts";
import { payloadNames } from "../payload/names.ts";

export const command: Command = {
  path: "secret inspect",
  args: minArgs(1),
  run: (context) => inspectPayloads("secret", context),
  complete: ({ engine }) => payloadNames(engine, "secret"),
};
