import { Failure, type Run } from "./command.ts";

/** Only root may change the account files; others are told which file they cannot lock. @throws Failure */
export function requireRoot(run: Run, file: "passwd" | "group", status: number): void {
  if (run.process.user.uid === 0) return;
  throw new Failure(`Permission denied.\n${run.name}: cannot lock /etc/${file}; try again later.`, status);
}

/** A name that useradd and groupadd take (shadow-utils, chkname.c). */
export function isAccountName(name: string): boolean {
  return /^[a-z_][a-z0-9_.-]{0,30}\$?$/i.test(name) && !/^\d+$/.test(name);
}
