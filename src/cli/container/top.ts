import { containerTop } from "../../engine/container/top.ts";
import { type Command, minArgs } from "../command.ts";
import { alignColumns } from "../format/tab-writer.ts";
import { containerNames, running } from "./complete.ts";

export const command: Command = {
  path: "container top",
  args: minArgs(1),
  async run({ engine, args: [ref = "", ...options], out }) {
    const { Titles, Processes } = containerTop(engine, ref, options);
    const lines = [Titles, ...Processes].map((cells) => `${cells.join("\t")}\n`).join("");
    await out(alignColumns(lines, { minWidth: 20, padding: 3 }));
    return 0;
  },
  complete: ({ engine, args }) => (args.length === 0 ? containerNames(engine, running) : []),
};
