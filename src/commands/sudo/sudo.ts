import { pathOf } from "../../kernel/executable.ts";
import { type Credentials, type FileSystem, ROOT } from "../../kernel/filesystem.ts";
import type { Process } from "../../kernel/process.ts";
import { credentialsOf, findGroup, findUser, groups, type User } from "../accounts.ts";
import { command, Failure, type Run } from "../command.ts";
import { homeFolder, loginEnvironment, systemEnvironment } from "../login-environment.ts";
import { isPasswordOf } from "../password.ts";
import { runCommand, startError } from "../run-command.ts";
import { askSecret } from "../secret-line.ts";
import { heedNothing } from "../su.ts";
import { readSudoers, ruleFor, rulesOf, type SudoRule } from "./sudoers.ts";

const USAGE = `usage: sudo -h | -K | -k | -V
usage: sudo -v [-ABkNnS] [-g group] [-h host] [-p prompt] [-u user]
usage: sudo -l [-ABkNnS] [-g group] [-h host] [-p prompt] [-U user] [-u user] [command [arg ...]]
usage: sudo [-ABbEHkNnPS] [-r role] [-t type] [-C num] [-D directory] [-g group] [-h host] [-p prompt] [-R directory] [-T timeout] [-u user] [VAR=value] [-i | -s] [command [arg ...]]
usage: sudo -e [-ABkNnS] [-r role] [-t type] [-C num] [-D directory] [-g group] [-h host] [-p prompt] [-R directory] [-T timeout] [-u user] file ...
`;

/** Debian's secure_path, unless /etc/sudoers says another. */
const SECURE_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** What env_keep lets through (plugins/sudoers/env.c), and what the lab's terminals need. */
const KEPT =
  /^(TERM|COLORTERM|COLORS|DISPLAY|HOSTNAME|KRB5CCNAME|LS_COLORS|PS1|PS2|XAUTHORITY|LANG|LANGUAGE|LINGUAS|LC_\w+)$/;

/** Shell words that people give to sudo, and that are no programs. */
const BUILTINS = new Set(["cd", "source", "export", "alias", "umask", "ulimit", "exit", "history", "set", "unset"]);

/** How long a password given is remembered, ms. */
const REMEMBERED_MS = 15 * 60_000;

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
    const sudoers = new Sudo(run);
    if (run.has("K") || (run.has("k") && run.operands.length === 0 && !run.has("v"))) {
      sudoers.forget();
      return 0;
    }
    return sudoers.run();
  },
);

class Sudo {
  readonly #run: Run;
  /** With all of root's rights: what sudo itself does. */
  readonly #process: Process;
  readonly #files: FileSystem;
  readonly #user: User;
  readonly #credentials: Credentials;
  readonly #rules: readonly SudoRule[];
  readonly #defaults: readonly string[];

  constructor(run: Run) {
    const { user } = run.process;
    this.#run = run;
    const uid = user.realUid ?? user.uid;
    this.#credentials = { uid, gid: user.realGid ?? user.gid, groups: user.groups };
    this.#process = run.process.become(ROOT);
    this.#files = this.#process.files;
    const found = findUser(this.#files, String(uid));
    if (!found) throw new Failure(`you do not exist in the passwd database`);
    this.#user = found;
    const sudoers = readSudoers(this.#files);
    this.#defaults = sudoers.defaults;
    this.#rules = rulesOf(this.#files, sudoers, found, [this.#credentials.gid, ...user.groups]);
  }

  async run(): Promise<number> {
    const run = this.#run;
    const words = [...run.operands];
    const given: Record<string, string> = {};
    while (/^[A-Za-z_]\w*=/.test(words[0] ?? "")) {
      const [name = "", value = ""] = (words.shift() ?? "").split(/=(.*)/s);
      given[name] = value;
    }
    if (run.has("l")) return this.#list();
    const shell = run.has("i") || run.has("s");
    if (words.length === 0 && !shell && !run.has("v")) {
      await this.#process.stderr.write(USAGE);
      return 1;
    }
    const target = await this.#target();
    if (run.has("v")) {
      return (await this.#allow("", target.user.name)) ? 0 : 1;
    }
    const env = { ...this.#environment(target.user), ...given };
    const args = shell ? this.#shellArguments(target.user, words) : words;
    const path = this.#pathOf(args[0] ?? "");
    if (!(await this.#allow(path ?? args[0] ?? "", target.user.name))) return 1;
    if (path === undefined) return this.#notFound(args[0] ?? "");
    return this.#start(args, { ...env, SUDO_COMMAND: [path, ...args.slice(1)].join(" ") }, target);
  }

  async #start(
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    target: { readonly user: User; readonly credentials: Credentials },
  ): Promise<number> {
    const run = this.#run;
    const process = this.#process;
    process.onSignal("SIGINT", heedNothing);
    process.onSignal("SIGQUIT", heedNothing);
    const folder = run.options.value("D");
    const cwd = run.has("i")
      ? homeFolder(this.#files, target.user)
      : folder === undefined
        ? process.cwd
        : run.path(folder);
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

  /** Whom to act as: root, or what -u and -g say. @throws Failure */
  async #target(): Promise<{ readonly user: User; readonly credentials: Credentials }> {
    const asked = this.#run.options.value("u") ?? (this.#run.has("g") ? this.#user.name : "root");
    const user = findUser(this.#files, asked.replace(/^#/, ""));
    if (!user) {
      await this.#run.warn(`unknown user ${asked}`);
      throw new Failure("error initializing audit plugin sudoers_audit");
    }
    const all = credentialsOf(this.#files, user);
    const name = this.#run.options.value("g");
    if (name === undefined) return { user, credentials: all };
    const group = findGroup(this.#files, name.replace(/^#/, ""));
    if (!group) throw new Failure(`unknown group ${name}`);
    return { user, credentials: { ...all, gid: group.gid, groups: [...new Set([...all.groups, all.gid])] } };
  }

  /** Whether the command may pass; asks for the password where the rule wants one. @throws Failure */
  async #allow(path: string, asUser: string): Promise<boolean> {
    if (this.#user.uid === 0) return true;
    const rule =
      path === ""
        ? (this.#rules.findLast(({ noPassword }) => noPassword) ?? this.#rules[0])
        : ruleFor(this.#files, this.#rules, path, asUser);
    if (!rule?.noPassword) await this.#authenticate(rule !== undefined);
    if (rule) return true;
    const { process } = this.#run;
    if (this.#rules.length === 0) {
      await process.stderr.write(`${this.#user.name} is not in the sudoers file.\n`);
    } else {
      const words = [path, ...this.#run.operands.slice(1)].join(" ");
      await process.stderr.write(
        `Sorry, user ${this.#user.name} is not allowed to execute '${words}' as ${asUser} on ${process.machine.hostname}.\n`,
      );
    }
    return false;
  }

  /** Asks for the user's own password, three times, unless it was given here a short while ago. @throws Failure */
  async #authenticate(remember = true): Promise<void> {
    const run = this.#run;
    const { clock } = this.#process.machine;
    const stamp = this.#stampPath();
    if (this.#files.exists(stamp) && clock.now() - this.#files.stat(stamp).mtime < REMEMBERED_MS) return;
    if (run.has("n")) throw new Failure("a password is required");
    const { name } = this.#user;
    const prompt = (run.options.value("p") ?? `[sudo] password for ${name}: `).replaceAll("%u", name);
    for (let attempt = 1; attempt <= 3; attempt++) {
      const password = await askSecret(this.#process, prompt, run.has("S"));
      if (password === undefined) {
        if (!this.#process.tty && !run.has("S"))
          await run.warn(
            "a terminal is required to read the password; either use ssh's -t option or configure an askpass helper",
          );
        throw new Failure(
          attempt === 1
            ? "a password is required"
            : `${attempt - 1} incorrect password attempt${attempt > 2 ? "s" : ""}`,
        );
      }
      if (isPasswordOf(this.#files, name, password)) {
        if (!remember) return;
        this.#files.mkdir("/run/sudo/ts", { recursive: true, mode: 0o700 });
        this.#files.writeFile(stamp, "", { mode: 0o600 });
        return;
      }
      await this.#process.sleep(2000);
      if (attempt < 3) await this.#process.stderr.write("Sorry, try again.\n");
    }
    throw new Failure("3 incorrect password attempts");
  }

  /** `sudo -k`: the password will be asked for again. */
  forget(): void {
    if (this.#files.exists(this.#stampPath())) this.#files.unlink(this.#stampPath());
  }

  #stampPath(): string {
    return `/run/sudo/ts/${this.#user.name}`;
  }

  #environment(target: User): Record<string, string> {
    const { env } = this.#process;
    const run = this.#run;
    const secure = this.#defaults
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
      ? { ...kept, ...loginEnvironment(this.#process.files, target, env) }
      : { ...kept, ...systemEnvironment(this.#process.files), PATH };
    return {
      ...base,
      ...(all && !run.has("H") && !run.has("i") && env.HOME !== undefined ? {} : { HOME: target.home }),
      MAIL: `/var/mail/${target.name}`,
      LOGNAME: target.name,
      USER: target.name,
      SHELL: run.has("s") ? (env.SHELL ?? this.#user.shell) : target.shell,
      SUDO_USER: this.#user.name,
      SUDO_UID: String(this.#user.uid),
      SUDO_GID: String(this.#credentials.gid),
    };
  }

  /** `-s` starts the asker's shell, `-i` the target's; words become its command, with what is special escaped. */
  #shellArguments(target: User, words: readonly string[]): string[] {
    const shell = this.#run.has("i") ? target.shell : (this.#process.env.SHELL ?? this.#user.shell);
    if (words.length === 0) return [shell];
    const line = words.map((word) => word.replace(/[^\w$-]/g, "\\$&")).join(" ");
    return [shell, "-c", line];
  }

  #pathOf(name: string): string | undefined {
    try {
      return pathOf(this.#files, name, this.#environment(this.#user).PATH ?? "", this.#process.cwd);
    } catch {
      return undefined;
    }
  }

  async #notFound(name: string): Promise<number> {
    await this.#run.warn(`${name}: command not found`);
    if (BUILTINS.has(name)) {
      await this.#run.warn(`"${name}" is a shell built-in command, it cannot be run directly.`);
      await this.#run.warn("the -s option may be used to run a privileged shell.");
      if (name === "cd") await this.#run.warn("the -D option may be used to run a command in a specific directory.");
    }
    return 1;
  }

  /** `sudo -l` */
  async #list(): Promise<number> {
    const run = this.#run;
    const asked = run.options.value("U");
    const user = asked === undefined ? this.#user : findUser(this.#files, asked);
    if (!user) throw new Failure(`unknown user ${asked}`);
    const gids = groups(this.#files)
      .filter(({ gid, members }) => gid === user.gid || members.includes(user.name))
      .map(({ gid }) => gid);
    const rules = user === this.#user ? this.#rules : rulesOf(this.#files, readSudoers(this.#files), user, gids);
    if (this.#user.uid !== 0 && !this.#rules.some(({ noPassword }) => noPassword)) await this.#authenticate();
    const host = this.#process.machine.hostname;
    if (rules.length === 0) {
      await run.out(`User ${user.name} is not allowed to run sudo on ${host}.\n`);
      return 1;
    }
    const defaults = this.#defaults.map((setting) => setting.replaceAll('"', "").replaceAll(":", "\\:")).join(", ");
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
}
