import { createPayload } from "../../swarm/payloads.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import { quote } from "../format/quote.ts";
import { payloadContent } from "../payload/content.ts";

export const command: Command = {
  path: "config create",
  args: exactArgs(2),
  async run({ engine, flags, args, process, out }) {
    const [name = "", file = ""] = args;
    const data = await payloadContent(process, file).catch((error: unknown) => {
      if (!(error instanceof CommandError)) throw error;
      throw new CommandError(`error reading content from ${quote(file)}: ${error.message}`);
    });
    const templating = flags.string("template-driver");
    const spec = { name, labels: flags.map("label"), data, ...(templating === "" ? {} : { templating }) };
    await out(`${createPayload(engine, "config", spec)}\n`);
    return 0;
  },
  complete: ({ args }) => (args.length === 0 ? [] : undefined),
};
