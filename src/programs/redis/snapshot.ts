import type { Process } from "../../kernel/process.ts";
import type { Database } from "./database.ts";

/** The snapshot on disk: in the directory the server was started in, a volume in the official image. */
const dumpPath = ({ cwd }: Process) => `${cwd === "/" ? "" : cwd}/dump.rdb`;

/** Writes all keys to disk. */
export function save(process: Process, database: Database): void {
  process.files.writeFile(dumpPath(process), JSON.stringify(database));
  database.changed = false;
}

/** Reads them from there; false when there are none. */
export function load(process: Process, database: Database): boolean {
  if (!process.files.exists(dumpPath(process))) return false;
  const stored: unknown = JSON.parse(process.files.readFile(dumpPath(process)));
  return database.load(stored);
}
