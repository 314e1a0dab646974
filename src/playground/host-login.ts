import { credentialsOf, findUser } from "../commands/accounts.ts";
import { homeFolder, loginEnvironment } from "../commands/login-environment.ts";
import { becomeCommand } from "../commands/run-command.ts";
import { ROOT } from "../kernel/filesystem.ts";
import type { Child, Program } from "../kernel/process.ts";
import type { Tty } from "../kernel/tty.ts";
import { bash } from "../shell/bash.ts";
import type { Host } from "./host.ts";
import { darkConsole } from "./host-boot.ts";

/** What root finds set after logging in. */
export const LOGIN_ENVIRONMENT = {
  HOME: "/root",
  LOGNAME: "root",
  USER: "root",
  SHELL: "/bin/bash",
  TERM: "xterm-256color",
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LANG: "C.UTF-8",
};

/** What a terminal brings along to a login, unless it says otherwise. */
const TERMINAL_ENVIRONMENT = { TERM: "xterm-256color", LANG: "C.UTF-8" };

/** Where the course's files are, and where a login begins. */
export const COURSE_FOLDER = "/root/curso";

/** What becomes of a terminal's login. */
export interface LoginOptions {
  readonly shell?: Program | undefined;
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: string | undefined;
}

/**
 * Starts a login shell (or what stands in for it) on a terminal; on a host that is off, as soon as it is on.
 * @param how.shell runs instead of the user's own shell
 * @param how.env what the terminal brings along: its reader's language
 * @param how.user whose shell it is
 * @throws RangeError when the host has no such user
 */
export function logIn(host: Host, tty: Tty, how: LoginOptions & { readonly user: string }): Child {
  const { machine, state } = host;
  const { files } = machine;
  const { user: name } = how;
  const user = findUser(files, name);
  if (user?.name !== name) throw new RangeError(`no user ${name} on ${host.name}`);
  const own: Program = (process) => becomeCommand(process, [user.shell], { name: process.args[0] ?? "-sh" });
  const shell = how.shell ?? (user.shell === "/bin/bash" ? bash : own);
  const home = user.uid === 0 && files.exists(COURSE_FOLDER) ? COURSE_FOLDER : homeFolder(files, user);
  return machine.processes.start(machine, state.powered ? shell : darkConsole(host, shell), {
    args: [`-${user.shell.replace(/.*\//, "")}`],
    env: loginEnvironment(files, user, { ...TERMINAL_ENVIRONMENT, ...how.env }),
    cwd: home,
    user: user.uid === 0 ? ROOT : credentialsOf(files, user),
    stdin: tty.input,
    stdout: tty.output,
    stderr: tty.output,
    tty,
    group: "new",
  });
}
