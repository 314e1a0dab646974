import { isRunning, listContainers, shortId } from "../../engine/container/find.ts";
import { type ContainerStats, containerStats } from "../../engine/container/stats.ts";
import { anyArgs, type Command, type CommandContext } from "../command.ts";
import { formatList, type ListFormat } from "../format/list.ts";
import { binarySize, humanSize } from "../format/size.ts";
import { containerNames, running } from "./complete.ts";

/** The daemon reads once a second; a real client waits for two readings before it shows the first numbers. */
const EVERY_MS = 1000;

/** What was read, and percent of one processor since the reading before. */
type Row = ContainerStats & { readonly cpu: number; readonly asked: string };

/** As the client counts: what was computed of the time that passed; a limit on processors keeps it below. */
function cpuPercent(before: ContainerStats | undefined, now: ContainerStats, ms: number): number {
  if (!before || ms <= 0) return 0;
  const share = (now.computed - before.computed) / ms;
  return Math.min(Math.max(share, 0), now.cpus) * 100;
}

function statsFormat(trunc: boolean): ListFormat<Row> {
  const column = (header: string, value: (row: Row) => unknown) => ({ header, value });
  const percent = (value: number) => `${value.toFixed(2)}%`;
  return {
    type: "*container.statsContext",
    columns: {
      Container: column("CONTAINER", ({ asked }) => asked),
      ID: column("CONTAINER ID", ({ ID }) => (trunc ? shortId(ID) : ID)),
      Name: column("NAME", ({ Name }) => Name),
      CPUPerc: column("CPU %", ({ cpu }) => percent(cpu)),
      MemUsage: column("MEM USAGE / LIMIT", ({ memory, limit }) => `${binarySize(memory)} / ${binarySize(limit)}`),
      MemPerc: column("MEM %", ({ memory, limit }) => percent(limit === 0 ? 0 : (memory / limit) * 100)),
      NetIO: column("NET I/O", ({ received, sent }) => `${humanSize(received, 3)} / ${humanSize(sent, 3)}`),
      BlockIO: column("BLOCK I/O", ({ written }) => `0B / ${humanSize(written, 3)}`),
      PIDs: column("PIDS", ({ pids }) => String(pids)),
    },
    table: "table {{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}",
  };
}

export const command: Command = {
  path: "container stats",
  args: anyArgs,
  run: (context) => showStats(context, context.args),
  complete: ({ engine }) => containerNames(engine, running),
};

/**
 * Shows what containers use, again and again unless `--no-stream` is given.
 * @param named which ones; all that run where it is empty, or those that `among` finds at each look
 * @throws EngineError for a name that is not there
 */
export async function showStats(
  { engine, flags, out, process, tty }: CommandContext,
  named: readonly string[],
  among = () => listContainers(engine),
): Promise<number> {
  const list = statsFormat(!flags.bool("no-trunc"));
  const { clock } = process.machine;
  const read = () => {
    const all = flags.bool("all");
    const refs =
      named.length > 0
        ? named
        : among()
            .filter((container) => all || isRunning(container))
            .map(({ id }) => id);
    return { at: clock.now(), rows: refs.map((ref) => ({ ...containerStats(engine, ref), asked: ref })) };
  };
  // A name that is not there is told at once.
  let before = read();
  const nextRows = async (): Promise<Row[]> => {
    if (before.rows.length > 0 || !flags.bool("no-stream")) await process.sleep(EVERY_MS);
    const { at, rows } = read();
    const known = new Map(before.rows.map((row) => [row.ID, row]));
    const elapsed = at - before.at;
    before = { at, rows };
    return rows.map((row) => ({ ...row, cpu: cpuPercent(known.get(row.ID), row, elapsed) }));
  };
  const text = async () => formatList(list, await nextRows(), { format: flags.string("format") });
  if (flags.bool("no-stream")) {
    await out(await text());
    return 0;
  }
  for (;;) {
    const shown = await text();
    // The screen is written over, not scrolled (docker/cli, cli/command/container/stats.go).
    await out(tty ? `\x1b[H${shown.replaceAll("\n", "\x1b[K\n")}\x1b[J` : shown);
  }
}
