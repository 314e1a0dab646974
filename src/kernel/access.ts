import type { Credentials } from "./filesystem.ts";

interface Owned {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  readonly kind: string;
}

/**
 * Whether a user may do what `want` says (4 read, 2 write, 1 execute or enter, or their sum), by owner, group and others.
 * @param overrides whether root may do what those do not let it (capabilities(7), CAP_DAC_OVERRIDE)
 */
export function mayAccess(user: Credentials, file: Owned, want: number, overrides = true): boolean {
  if (user.uid === 0 && overrides) {
    // Root may do everything, but nobody can run what nobody may run.
    return (want & 1) === 0 || file.kind === "directory" || (file.mode & 0o111) !== 0;
  }
  const shift = file.uid === user.uid ? 6 : isIn(user, file.gid) ? 3 : 0;
  return ((file.mode >> shift) & want) === want;
}

/** Whether a group is the user's first or one of the others. */
export function isIn(user: Credentials, gid: number): boolean {
  return user.gid === gid || user.groups.includes(gid);
}

/** Whether a process may send another a signal (kill(2)): its own user's, or root any. */
export function maySignal(sender: Credentials, target: Credentials): boolean {
  if (sender.uid === 0) return true;
  const theirs = [target.uid, target.realUid ?? target.uid];
  return theirs.includes(sender.uid) || theirs.includes(sender.realUid ?? sender.uid);
}

/** In a sticky directory (`/tmp`) only a file's owner, the directory's or root may take the file away. */
export function mayTakeFrom(user: Credentials, directory: Owned, file: Owned): boolean {
  if ((directory.mode & 0o1000) === 0 || user.uid === 0) return true;
  return user.uid === file.uid || user.uid === directory.uid;
}
