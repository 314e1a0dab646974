import { pathOf } from "../../kernel/executable.ts";
import type { User } from "../accounts.ts";
import { command, Failure } from "../command.ts";
import { homeFolder } from "../login-environment.ts";
import { runCommand, startError } from "../run-command.ts";
import { heedNothing } from "../su.ts";
import { type Asker, askerOf } from "./asker.ts";
import { forget } from "./authenticate.ts";
import { sudoEnvironment } from "./environment.ts";
import { listRules } from "./list-rules.ts";
import { mayRun } from "./may-run.ts";
import { type Target, targetOf } from "./target.ts";

const USAGE = `usage: sudo -h | -K | -k | -V
usage: sudo -v [-ABkNnS] [-g group] [-h host] [-p prompt] [-u user]
usage: sudo -l [-ABkNnS] [-g group] [-h host] [-p prompt] [-U user] [-u user] [command [arg ...]]
usage: sudo [-ABbEHkNnPS] [-r role] [-t type] [-C num] [-D directory] [-g group] [-h host] [-p prompt] [-R directory] [-T timeout] [-u user] [VAR=value] [-i | -s] [command [arg ...]]
usage: sudo -e [-ABkNnS] [-r role] [-t type] [-C num] [-D directory] [-g group] [-h host] [-p prompt] [-R directory] [-T timeout] [-u user] file ...
`;

/** Shell words that people give to sudo, and that are no programs. */
const BUILTINS = new Set(["cd", "source", "export", "alias", "umask", "ulimit", "exit", "history", "set", "unset"]);

/** `sudo`: a command as another user, when /etc/sudoers lets the one who asks. */
export const sudo = command(
  {
    usage: "[options] [VAR=value] [-i | -s] [command [arg ...]]",
    about: "Execute a command as another user.",
    short: "AbEeHiKklNnPSsvVBC:D:g:h:p:R:T:U:u:",
    long: "background=b preserve-env?=E edit=e group:=g set-home=H login=i remove-timestamp=K reset-timestamp=k list=l non-interactive=n stdin=S shell=s user:=u validate=v other-user:=U chdir:=D prompt:=p",
    inOrder: true,
  },
  async (run) => {
    if (run.process.user.uid !== 0)
      throw new Failure("/usr/bin/sudo must be owned by uid 0 and have the setuid bit set");
    if (run.has("V")) {
      await run.out("Sudo version 1.9.17p2\n");
      return 0;
    }
    const asker = askerOf(run);
    if (run.has("K") || (run.has("k") && run.operands.length === 0 && !run.has("v"))) {
      forget(asker);
      return 0;
    }
    return runSudo(asker);
  },
);

async function runSudo(asker: Asker): Promise<number> {
  const { run } = asker;
  const words = [...run.operands];
  const given: Record<string, string> = {};
  while (/^[A-Za-z_]\w*=/.test(words[0] ?? "")) {
    const [name = "", value = ""] = (words.shift() ?? "").split(/=(.*)/s);
    given[name] = value;
  }
  if (run.has("l")) return listRules(asker);
  const shell = run.has("i") || run.has("s");
  if (words.length === 0 && !shell && !run.has("v")) {
    await asker.process.stderr.write(USAGE);
    return 1;
  }
  const target = await targetOf(asker);
  if (run.has("v")) {
    return (await mayRun(asker, "", target.user.name)) ? 0 : 1;
  }
  const env = { ...sudoEnvironment(asker, target.user), ...given };
  const args = shell ? shellArguments(asker, target.user, words) : words;
  const path = programPath(asker, args[0] ?? "");
  if (!(await mayRun(asker, path ?? args[0] ?? "", target.user.name))) return 1;
  if (path === undefined) return notFound(asker, args[0] ?? "");
  return start(asker, args, { ...env, SUDO_COMMAND: [path, ...args.slice(1)].join(" ") }, target);
}

/** @throws Failure when it cannot be started */
async function start(
  { run, process, files }: Asker,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  target: Target,
): Promise<number> {
  process.onSignal("SIGINT", heedNothing);
  process.onSignal("SIGQUIT", heedNothing);
  const folder = run.options.value("D");
  const cwd = run.has("i") ? homeFolder(files, target.user) : folder === undefined ? process.cwd : run.path(folder);
  const shell = (args[0] ?? "").replace(/.*\//, "");
  try {
    const started = runCommand(process, args, {
      ...{ env, cwd, user: target.credentials },
      ...(run.has("i") ? { name: `-${shell}` } : {}),
      ...(run.has("b") ? { group: "new" as const } : {}),
    });
    return run.has("b") ? 0 : await started;
  } catch (error) {
    const { reason, status } = startError(error);
    throw new Failure(`unable to execute ${args[0]}: ${reason}`, status === 127 ? 1 : status);
  }
}

/** `-s` starts the asker's shell, `-i` the target's; words become its command, with what is special escaped. */
function shellArguments({ run, process, user }: Asker, target: User, words: readonly string[]): string[] {
  const shell = run.has("i") ? target.shell : (process.env.SHELL ?? user.shell);
  if (words.length === 0) return [shell];
  const line = words.map((word) => word.replace(/[^\w$-]/g, "\\$&")).join(" ");
  return [shell, "-c", line];
}

function programPath(asker: Asker, name: string): string | undefined {
  try {
    return pathOf(asker.files, name, sudoEnvironment(asker, asker.user).PATH ?? "", asker.process.cwd);
  } catch {
    return undefined;
  }
}

async function notFound({ run }: Asker, name: string): Promise<number> {
  await run.warn(`${name}: command not found`);
  if (BUILTINS.has(name)) {
    await run.warn(`"${name}" is a shell built-in command, it cannot be run directly.`);
    await run.warn("the -s option may be used to run a privileged shell.");
    if (name === "cd") await run.warn("the -D option may be used to run a command in a specific directory.");
  }
  return 1;
}
