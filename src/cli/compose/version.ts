import { COMPOSE_VERSION } from "../../compose/labels.ts";
import { type Command, noArgs } from "../command.ts";
import { ComposeInvocation } from "./invocation.ts";

export const command: Command = {
  path: "compose version",
  args: noArgs,
  run: (context) =>
    ComposeInvocation.run(context, async () => {
      const { flags, out } = context;
      if (flags.bool("short")) await out(`${COMPOSE_VERSION}\n`);
      else if (flags.string("format") === "json") await out(`{"version":${JSON.stringify(COMPOSE_VERSION)}}\n`);
      else await out(`Docker Compose version ${COMPOSE_VERSION}\n`);
      return 0;
    }),
};
