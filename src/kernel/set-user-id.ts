import type { Credentials } from "./filesystem.ts";
import type { Process, Program } from "./process.ts";

/** What the kernel does for a set-user-ID program, whoever starts it. */
const setters = new WeakMap<Process, (user: Credentials) => Process>();

/** Lets a set-user-ID program that `process` becomes act as its file's owner; said by the kernel of each process it makes. */
export function allowSetUserId(process: Process, become: (user: Credentials) => Process): void {
  setters.set(process, become);
}

/** A program whose file has the set-user-ID bit: it acts as the file's owner. */
export function actingAs(uid: number, program: Program): Program {
  const elevated: Program = (process) => {
    const { user } = process;
    const real = { realUid: user.realUid ?? user.uid, realGid: user.realGid ?? user.gid };
    return program(setters.get(process)?.({ ...user, ...real, uid }) ?? process);
  };
  return program.complete ? Object.assign(elevated, { complete: program.complete }) : elevated;
}
