import { isRunning, listContainers, shortId } from "../../engine/container/find.ts";
import { type ContainerStats, containerStats } from "../../engine/container/stats.ts";
import { anyArgs, type Command } from "../command.ts";
import { formatList, type ListFormat } from "../format/list.ts";
import { binarySize } from "../format/size.ts";
import { containerNames, running } from "./complete.ts";

const EVERY_MS = 1000;
/** A real client waits for two samples before it shows the first numbers. */
const FIRST_MS = 1000;

function statsFormat(trunc: boolean): ListFormat<ContainerStats> {
  const column = (header: string, value: (row: ContainerStats) => unknown) => ({ header, value });
  const percent = (value: number) => `${value.toFixed(2)}%`;
  const shown = (row: ContainerStats, text: string, otherwise: string) => (row.running ? text : otherwise);
  return {
    type: "*container.statsContext",
    columns: {
      Container: column("CONTAINER", ({ ID }) => (trunc ? shortId(ID) : ID)),
      ID: column("CONTAINER ID", ({ ID }) => (trunc ? shortId(ID) : ID)),
      Name: column("NAME", ({ Name }) => Name),
      CPUPerc: column("CPU %", (row) => shown(row, percent(row.cpu), "--")),
      MemUsage: column("MEM USAGE / LIMIT", (row) =>
        shown(row, `${binarySize(row.memory)} / ${binarySize(row.limit)}`, "-- / --"),
      ),
      MemPerc: column("MEM %", (row) => shown(row, percent((row.memory / row.limit) * 100), "--")),
      NetIO: column("NET I/O", (row) => shown(row, "0B / 0B", "--")),
      BlockIO: column("BLOCK I/O", (row) => shown(row, "0B / 0B", "--")),
      PIDs: column("PIDS", (row) => shown(row, String(row.pids), "--")),
    },
    table: "table {{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}",
  };
}

export const command: Command = {
  path: "container stats",
  args: anyArgs,
  async run({ engine, flags, args, out, process, tty }) {
    const list = statsFormat(!flags.bool("no-trunc"));
    const rows = () => {
      const all = flags.bool("all");
      const refs =
        args.length > 0
          ? args
          : listContainers(engine)
              .filter((container) => all || isRunning(container))
              .map(({ id }) => id);
      return refs.map((ref) => containerStats(engine, ref));
    };
    const text = () => formatList(list, rows(), { format: flags.string("format") });
    // A name that is not there is told at once.
    rows();
    if (flags.bool("no-stream")) {
      if (rows().length > 0) await process.sleep(FIRST_MS);
      await out(text());
      return 0;
    }
    for (;;) {
      // The screen is written over, not scrolled (docker/cli, cli/command/container/stats.go).
      await out(tty ? `\x1b[H${text().replaceAll("\n", "\x1b[K\n")}\x1b[J` : text());
      await process.sleep(EVERY_MS);
    }
  },
  complete: ({ engine }) => containerNames(engine, running),
};
