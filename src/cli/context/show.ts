import { type Command, noArgs } from "../command.ts";

export const command: Command = {
  path: "context show",
  args: noArgs,
  async run({ out, endpoint }) {
    await out(`${endpoint.context}\n`);
    return 0;
  },
};
