import type { Process } from "../../kernel/process.ts";
import { openLog } from "../open-log.ts";

export const ERROR_LOG = "/var/log/nginx/error.log";

export type Level = "emerg" | "alert" | "error" | "warn" | "notice";

/** The lines of an error log. @param path where it is; where it cannot be opened, the terminal takes them */
export function log(process: Process, path = ERROR_LOG) {
  const output = openLog(process, path, process.stderr);
  const line = (level: Level, text: string, pid = process.pid) =>
    output.write(`${stamp(process)} [${level}] ${pid}#${pid}: ${text}\n`);
  return { line, notice: (text: string, pid?: number) => line("notice", text, pid) };
}

/** What is wrong with a start: in its log, and on the terminal while that is its own. */
export function complain(process: Process, level: Level, message: string): Promise<void> {
  const { pid, stderr } = process;
  return stderr.write(`${stamp(process)} [${level}] ${pid}#${pid}: ${message}\nnginx: [${level}] ${message}\n`);
}

/** `2026/11/24 03:27:05` */
function stamp({ machine }: Process): string {
  return new Date(machine.clock.now()).toISOString().slice(0, 19).replaceAll("-", "/").replace("T", " ");
}
