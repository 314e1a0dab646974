import { removeService } from "../../swarm/services.ts";
import { type Command, minArgs } from "../command.ts";
import { eachInTurn } from "../each.ts";
import { serviceNames } from "./service-names.ts";

export const command: Command = {
  path: "service rm",
  args: minArgs(1),
  run(context) {
    const { engine } = context;
    return eachInTurn(context, (ref) => removeService(engine, ref));
  },
  complete: ({ engine }) => serviceNames(engine),
};
