import type { Process, Program } from "../../kernel/process.ts";
import { findUser } from "../accounts.ts";
import { isBusybox } from "../busybox.ts";
import { screenColumns } from "../columns.ts";
import { forest, sorted } from "./order.ts";
import { type ListedProcess, listProcesses, terminalName } from "./process-list.ts";
import { type Request, readRequest } from "./request.ts";
import { UsageFault } from "./usage-fault.ts";

/** procps' ps, and busybox's. */
export const ps: Program = async (process) => {
  let request: Request;
  try {
    request = readRequest(process.args, isBusybox(process));
  } catch (error) {
    if (!(error instanceof UsageFault)) throw error;
    await process.stderr.write(
      `error: ${error.message}\n\nUsage:\n ps [options]\n\n Try 'ps --help <simple|list|output|threads|misc|all>'\n  or 'ps --help <s|l|o|t|m|a>'\n for additional help text.\n\nFor more details see ps(1).\n`,
    );
    return 1;
  }
  const { sort } = request;
  const asked = askedFor(request, process);
  const shown = sort === "" ? asked : sorted(asked, sort, process);
  await process.stdout.write(table(request, shown, process));
  return shown.length === 0 ? 1 : 0;
};

/** The processes that a command line is about. */
function askedFor(request: Request, process: Process): ListedProcess[] {
  const own = process.tty ? terminalName(process.machine, process.tty) : "?";
  const { pids, names, users } = request;
  const uids = users.map((name) => findUser(process.files, name)?.uid ?? Number(name));
  const some = pids.length + names.length + users.length > 0;
  return listProcesses(process).filter((of) => {
    if (some) return pids.includes(of.pid) || names.includes(of.name) || uids.includes(of.uid);
    if (request.every) return true;
    if (request.ofOthers || request.withoutTerminal) {
      return (request.withoutTerminal || of.terminal !== "?") && (request.ofOthers || of.uid === process.user.uid);
    }
    return of.terminal === own && of.uid === process.user.uid;
  });
}

function table(request: Request, shown: readonly ListedProcess[], process: Process): string {
  const columns = request.columns.filter((one) => one !== undefined);
  const rows = (request.forest ? forest(shown) : shown.map((of) => ({ of, indent: "" }))).map(({ of, indent }) =>
    columns.map(
      (one, i) => (i === columns.length - 1 && /COMMAND|CMD/.test(one.title) ? indent : "") + one.text(of, process),
    ),
  );
  if (request.headers && columns.some(({ title }) => title !== "")) rows.unshift(columns.map(({ title }) => title));
  const limit = process.stdout.isTTY && !request.wide ? screenColumns(process) : Number.POSITIVE_INFINITY;
  return rows
    .map((row, index) => {
      const cells = row.map((cell, i) => {
        const { width = 0, right = false } = columns[i] ?? {};
        if (i === row.length - 1 && !right) return cell;
        // busybox writes its own heading to the left.
        return right && !(isBusybox(process) && index === 0) ? cell.padStart(width) : cell.padEnd(width);
      });
      return `${cells.join(" ").slice(0, limit)}\n`;
    })
    .join("");
}
