import type { Asker } from "./asker.ts";
import { authenticate } from "./authenticate.ts";
import { ruleFor } from "./sudoers.ts";

/** Whether the command may pass; asks for the password where the rule wants one. @throws Failure */
export async function mayRun(asker: Asker, path: string, asUser: string): Promise<boolean> {
  const { run, files, user, rules } = asker;
  if (user.uid === 0) return true;
  const rule =
    path === "" ? (rules.findLast(({ noPassword }) => noPassword) ?? rules[0]) : ruleFor(files, rules, path, asUser);
  if (!rule?.noPassword) await authenticate(asker, rule !== undefined);
  if (rule) return true;
  const { process } = run;
  if (rules.length === 0) {
    await process.stderr.write(`${user.name} is not in the sudoers file.\n`);
  } else {
    const words = [path, ...run.operands.slice(1)].join(" ");
    await process.stderr.write(
      `Sorry, user ${user.name} is not allowed to execute '${words}' as ${asUser} on ${process.machine.hostname}.\n`,
    );
  }
  return false;
}
