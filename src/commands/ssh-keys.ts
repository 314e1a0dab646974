import type { FileSystem } from "../kernel/filesystem.ts";
import type { Process } from "../kernel/process.ts";
import { findUser } from "./accounts.ts";

/**
 * Whether a key of a process's user opens a login on another computer: one of ~/.ssh, or the one that `ssh -i` names. Of
 * private keys nothing is simulated: the public one beside it stands for both.
 * @param theirs the other's files, as its sshd sees them
 */
export function opensByKey({ files, env }: Process, theirs: FileSystem, user: string, identity?: string): boolean {
  const login = findUser(theirs, user);
  const accepted = `${login?.home ?? ""}/.ssh/authorized_keys`;
  if (login?.name !== user || !theirs.exists(accepted)) return false;
  const known = theirs.readFile(accepted);
  const folder = `${env.HOME ?? "/"}/.ssh`;
  const own = files.allows(folder, 5) ? files.readdir(folder).filter((name) => name.endsWith(".pub")) : [];
  const keys = [...own.map((name) => `${folder}/${name}`), ...(identity === undefined ? [] : [`${identity}.pub`])];
  return keys.some((path) => files.allows(path, 4) && known.includes(files.readFile(path).trim()));
}
