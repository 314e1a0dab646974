import { EngineError } from "../../engine/errors.ts";
import { requireManager } from "../../swarm/leadership.ts";
import { createPayload } from "../../swarm/payloads.ts";
import { type Command, CommandError, rangeArgs } from "../command.ts";
import { payloadContent } from "../payload/content.ts";

export const command: Command = {
  path: "secret create",
  args: rangeArgs(1, 2),
  async run({ engine, flags, args, process, out }) {
    const [name = "", file = ""] = args;
    const driver = flags.string("driver");
    if (driver !== "") {
      if (file !== "") throw new CommandError("when using secret driver secret data must be empty");
      requireManager(engine);
      // No node of this lab has a plugin that keeps secrets.
      throw new EngineError(500, `rpc error: code = Unknown desc = plugin "${driver}" not found`);
    }
    if (file === "") throw new CommandError("secret file is required");
    const data = await payloadContent(process, file);
    const templating = flags.string("template-driver");
    const spec = { name, labels: flags.map("label"), data, ...(templating === "" ? {} : { templating }) };
    await out(`${createPayload(engine, "secret", spec)}\n`);
    return 0;
  },
  complete: ({ args }) => (args.length === 0 ? [] : undefined),
};
