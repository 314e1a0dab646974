import type { FileSystem } from "../kernel/filesystem.ts";

/** A row of one of the account files, by its fields. */
export type Row = string[];

type AccountFile = "passwd" | "group" | "shadow" | "gshadow";

/** How many fields a row has (passwd(5), group(5), shadow(5), gshadow(5)). */
const FIELDS: Readonly<Record<AccountFile, number>> = { passwd: 7, group: 4, shadow: 9, gshadow: 4 };

/** The rows of /etc/passwd, /etc/group, /etc/shadow or /etc/gshadow; none when there is no such file. */
export function readRows(files: FileSystem, file: AccountFile): Row[] {
  const path = `/etc/${file}`;
  if (!files.exists(path)) return [];
  return files
    .readFile(path)
    .split("\n")
    .filter((line) => line.includes(":"))
    .map((line) => {
      const fields = line.split(":");
      while (fields.length < FIELDS[file]) fields.push("");
      return fields;
    });
}

/** @throws FileError */
function writeRows(files: FileSystem, file: AccountFile, rows: readonly Row[]): void {
  const path = `/etc/${file}`;
  // A file of shadows that is new is for root's eyes.
  const mode = file === "shadow" || file === "gshadow" ? { mode: 0o640 } : {};
  files.writeFile(path, rows.map((row) => `${row.join(":")}\n`).join(""), mode);
}

/** Changes the rows of a file by their first field; what `change` returns takes the row's place, nothing takes it away. */
export function editRows(files: FileSystem, file: AccountFile, change: (row: Row) => Row | undefined): void {
  const rows = readRows(files, file);
  const next = rows.map((row) => change([...row])).filter((row) => row !== undefined);
  if (JSON.stringify(next) !== JSON.stringify(rows)) writeRows(files, file, next);
}

/** Adds a row at the end of an account file. */
export function addRow(files: FileSystem, file: AccountFile, row: Row): void {
  writeRows(files, file, [...readRows(files, file), row]);
}

/** The members that a list in a field names. */
export const memberList = (field: string | undefined): string[] =>
  (field ?? "").split(",").filter((name) => name !== "");

/** Puts a user into a group's list, or takes it out, in /etc/group and /etc/gshadow. */
export function setMember(files: FileSystem, group: string, user: string, isMember: boolean): void {
  for (const file of ["group", "gshadow"] as const) {
    editRows(files, file, (row) => {
      if (row[0] !== group) return row;
      const others = memberList(row[3]).filter((name) => name !== user);
      row[3] = (isMember ? [...others, user] : others).join(",");
      return row;
    });
  }
}

/**
 * The next free number as shadow-utils chooses it: one above the highest in use, or the lowest gap when that is over
 * the range. System accounts are counted from 999 down.
 */
export function freeId(files: FileSystem, file: "passwd" | "group", system = false): number {
  const used = new Set(readRows(files, file).map((row) => Number(row[2])));
  if (system) {
    for (let id = 999; id >= 100; id--) if (!used.has(id)) return id;
    return 99;
  }
  const high = [...used].filter((id) => id >= 1000 && id < 60_000);
  return high.length === 0 ? 1000 : Math.max(...high) + 1;
}

/** Days since the epoch, as /etc/shadow counts them. */
export const shadowDay = (now: number): string => String(Math.floor(now / 86_400_000));
