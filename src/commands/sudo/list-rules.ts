import { findUser, groups } from "../accounts.ts";
import { Failure } from "../command.ts";
import type { Asker } from "./asker.ts";
import { authenticate } from "./authenticate.ts";
import { readSudoers, rulesOf } from "./sudoers.ts";

/** `sudo -l`: what somebody may run. @throws Failure */
export async function listRules(asker: Asker): Promise<number> {
  const { run, process, files } = asker;
  const asked = run.options.value("U");
  const user = asked === undefined ? asker.user : findUser(files, asked);
  if (!user) throw new Failure(`unknown user ${asked}`);
  const gids = groups(files)
    .filter(({ gid, members }) => gid === user.gid || members.includes(user.name))
    .map(({ gid }) => gid);
  const rules = user === asker.user ? asker.rules : rulesOf(files, readSudoers(files), user, gids);
  if (asker.user.uid !== 0 && !asker.rules.some(({ noPassword }) => noPassword)) await authenticate(asker);
  const host = process.machine.hostname;
  if (rules.length === 0) {
    await run.out(`User ${user.name} is not allowed to run sudo on ${host}.\n`);
    return 1;
  }
  const defaults = asker.defaults.map((setting) => setting.replaceAll('"', "").replaceAll(":", "\\:")).join(", ");
  const lines = rules.map(
    ({ runAs, noPassword, commands }) =>
      `    (${runAs.replace(":", " : ")}) ${noPassword ? "NOPASSWD: " : ""}${commands.join(", ")}\n`,
  );
  await run.out(
    `Matching Defaults entries for ${user.name} on ${host}:\n    ${defaults}\n\n` +
      `User ${user.name} may run the following commands on ${host}:\n${lines.join("")}`,
  );
  return 0;
}
