import { EngineError } from "../../engine/errors.ts";
import { removeService } from "../../swarm/services.ts";
import { type Command, minArgs } from "../command.ts";
import { serviceNames } from "./service-names.ts";

export const command: Command = {
  path: "service rm",
  args: minArgs(1),
  async run({ engine, args, out, err }) {
    const failures: string[] = [];
    for (const ref of args) {
      try {
        removeService(engine, ref);
        await out(`${ref}\n`);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        failures.push(`Error response from daemon: ${error.message}`);
      }
    }
    if (failures.length === 0) return 0;
    await err(`${failures.join("\n")}\n`);
    return 1;
  },
  complete: ({ engine }) => serviceNames(engine),
};
