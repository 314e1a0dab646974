import { type Command, minArgs } from "../command.ts";
import { inspectPayloads } from "../payload/inspect.ts";
import { payloadNames } from "../payload/names.ts";

export const command: Command = {
  path: "config inspect",
  args: minArgs(1),
  run: (context) => inspectPayloads("config", context),
  complete: ({ engine }) => payloadNames(engine, "config"),
};
