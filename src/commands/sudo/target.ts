import type { Credentials } from "../../kernel/filesystem.ts";
import { credentialsOf, findGroup, findUser, type User } from "../accounts.ts";
import { Failure } from "../command.ts";
import type { Asker } from "./asker.ts";

/** Whom a command runs as. */
export interface Target {
  readonly user: User;
  readonly credentials: Credentials;
}

/** Whom to act as: root, or what -u and -g say. @throws Failure */
export async function targetOf({ run, files, user: own }: Asker): Promise<Target> {
  const asked = run.options.value("u") ?? (run.has("g") ? own.name : "root");
  const user = findUser(files, asked.replace(/^#/, ""));
  if (!user) {
    await run.warn(`unknown user ${asked}`);
    throw new Failure("error initializing audit plugin sudoers_audit");
  }
  const all = credentialsOf(files, user);
  const name = run.options.value("g");
  if (name === undefined) return { user, credentials: all };
  const group = findGroup(files, name.replace(/^#/, ""));
  if (!group) throw new Failure(`unknown group ${name}`);
  return { user, credentials: { ...all, gid: group.gid, groups: [...new Set([...all.groups, all.gid])] } };
}
