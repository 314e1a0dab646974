import { waitContainer } from "../../engine/container/wait.ts";
import { type Command, CommandError, minArgs } from "../command.ts";
import { failureText } from "../failure.ts";
import { containerNames, running } from "./complete.ts";

export const command: Command = {
  path: "container wait",
  args: minArgs(1),
  async run({ engine, args, process, out }) {
    const failures: string[] = [];
    for (const ref of args) {
      try {
        await out(`${await waitContainer(engine, ref, "not-running", process.signal)}\n`);
      } catch (error) {
        const text = failureText(error);
        if (text === undefined) throw error;
        failures.push(text);
      }
    }
    if (failures.length > 0) throw new CommandError(failures.join("\n"));
    return 0;
  },
  complete: ({ engine }) => containerNames(engine, running),
};
