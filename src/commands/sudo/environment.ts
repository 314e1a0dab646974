import type { User } from "../accounts.ts";
import { loginEnvironment, systemEnvironment } from "../login-environment.ts";
import type { Asker } from "./asker.ts";

/** Debian's secure_path, unless /etc/sudoers says another. */
const SECURE_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** What env_keep lets through (plugins/sudoers/env.c), and what the lab's terminals need. */
const KEPT =
  /^(TERM|COLORTERM|COLORS|DISPLAY|HOSTNAME|KRB5CCNAME|LS_COLORS|PS1|PS2|XAUTHORITY|LANG|LANGUAGE|LINGUAS|LC_\w+)$/;

/**
 * What the command finds set: little of the asker's own, unless -E says so.
 * @param target whom it runs as
 */
export function sudoEnvironment(
  { run, process, user, credentials, defaults }: Asker,
  target: User,
): Record<string, string> {
  const { env } = process;
  const secure = defaults
    .map((setting) => /\bsecure_path\s*=\s*"?([^",]*)"?/.exec(setting)?.[1])
    .find((path) => path !== undefined);
  const PATH = secure ?? SECURE_PATH;
  const list = run.options.value("E");
  const names = list === undefined || list === "" ? [] : list.split(",");
  const all = run.has("E") && names.length === 0;
  const kept = Object.fromEntries(
    Object.entries(env).filter(([name]) => all || KEPT.test(name) || names.includes(name)),
  );
  const base = run.has("i")
    ? { ...kept, ...loginEnvironment(process.files, target, env) }
    : { ...kept, ...systemEnvironment(process.files), PATH };
  return {
    ...base,
    ...(all && !run.has("H") && !run.has("i") && env.HOME !== undefined ? {} : { HOME: target.home }),
    MAIL: `/var/mail/${target.name}`,
    LOGNAME: target.name,
    USER: target.name,
    SHELL: run.has("s") ? (env.SHELL ?? user.shell) : target.shell,
    SUDO_USER: user.name,
    SUDO_UID: String(user.uid),
    SUDO_GID: String(credentials.gid),
  };
}
