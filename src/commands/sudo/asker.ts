import { type Credentials, type FileSystem, ROOT } from "../../kernel/filesystem.ts";
import type { Process } from "../../kernel/process.ts";
import { findUser, type User } from "../accounts.ts";
import { Failure, type Run } from "../command.ts";
import { readSudoers, rulesOf, type SudoRule } from "./sudoers.ts";

/** Who called sudo, and what /etc/sudoers lets them do. */
export interface Asker {
  readonly run: Run;
  /** With all of root's rights: what sudo itself does. */
  readonly process: Process;
  readonly files: FileSystem;
  readonly user: User;
  readonly credentials: Credentials;
  readonly rules: readonly SudoRule[];
  readonly defaults: readonly string[];
}

/** @throws Failure for a number that no user has */
export function askerOf(run: Run): Asker {
  const { user } = run.process;
  const uid = user.realUid ?? user.uid;
  const credentials = { uid, gid: user.realGid ?? user.gid, groups: user.groups };
  const process = run.process.become(ROOT);
  const { files } = process;
  const found = findUser(files, String(uid));
  if (!found) throw new Failure(`you do not exist in the passwd database`);
  const sudoers = readSudoers(files);
  const rules = rulesOf(files, sudoers, found, [credentials.gid, ...user.groups]);
  return { run, process, files, user: found, credentials, rules, defaults: sudoers.defaults };
}
