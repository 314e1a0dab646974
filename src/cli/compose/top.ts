import { projectContainers, sortedByName } from "../../compose/containers.ts";
import { LABEL } from "../../compose/labels.ts";
import { containerTop } from "../../engine/container/top.ts";
import { anyArgs, type Command } from "../command.ts";
import { alignColumns } from "../format/tab-writer.ts";
import { serviceNames } from "./complete.ts";
import { ComposeInvocation } from "./invocation.ts";

/** docker/compose, cmd/compose/top.go (recording 13): one table for all, the command last. */
export const command: Command = {
  path: "compose top",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { args, engine, out } = context;
      const { name } = await compose.projectOrName();
      const titles = ["SERVICE", "#"];
      const rows: Map<string, string>[] = [];
      for (const one of sortedByName(
        projectContainers({ engine }, name, { oneOff: "include", all: false, services: args }),
      )) {
        const { Titles, Processes } = containerTop(engine, one.id);
        for (const title of Titles) if (!titles.includes(title)) titles.push(title);
        for (const process of Processes) {
          const cells = Titles.map((title, at): [string, string] => [title, process[at] ?? ""]);
          rows.push(new Map([["SERVICE", one.service], ["#", one.labels[LABEL.number] ?? ""], ...cells]));
        }
      }
      if (rows.length === 0) return 0;
      const order = [...titles.filter((title) => title !== "CMD"), ...titles.filter((title) => title === "CMD")];
      const lines = [order, ...rows.map((row) => order.map((title) => row.get(title) ?? "-"))];
      await out(alignColumns(lines.map((cells) => `${cells.join("\t")}\n`).join(""), { minWidth: 4, padding: 2 }));
      return 0;
    }),
  complete: serviceNames,
};
