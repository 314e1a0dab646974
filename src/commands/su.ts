import { credentialsOf, findUser } from "./accounts.ts";
import { command, Failure } from "./command.ts";
import { homeFolder, loginEnvironment } from "./login-environment.ts";
import { isPasswordOf } from "./password.ts";
import { runCommand, startError } from "./run-command.ts";
import { askSecret } from "./secret-line.ts";

/** Ends a child of `su` and `sudo` has Ctrl-C, not they themselves: they wait for it. */
export const heedNothing = () => {};

/** `su [-] [USER]` of util-linux: a shell of another user, who must say that one's password unless it is root who asks. */
export const su = command(
  {
    usage: "[options] [-] [<user> [<argument>...]]",
    about: "Change the effective user ID and group ID to that of <user>.",
    short: "c:fg:G:lmps:w:PT",
    long: "command:=c session-command:=c login=l preserve-environment=p shell:=s group:=g supp-group:=G pty=P whitelist-environment:=w",
    inOrder: false,
  },
  async (run) => {
    const operands = [...run.operands];
    const isLogin = run.has("l") || operands[0] === "-";
    if (operands[0] === "-") operands.shift();
    const name = operands.shift() ?? "root";
    const { files } = run;
    const user = findUser(files, name);
    if (user?.name !== name)
      throw new Failure(`user ${name} does not exist or the user entry does not contain all the required fields`);
    const asker = run.process.user.realUid ?? run.process.user.uid;
    if (run.process.user.uid !== 0) throw new Failure("must be suid to work properly");
    if (asker !== 0) {
      const password = await askSecret(run.process, "Password: ");
      if (password === undefined || !isPasswordOf(files, name, password)) {
        // PAM waits after a wrong one.
        await run.process.sleep(2000);
        throw new Failure("Authentication failure");
      }
    }
    const { process } = run;
    const shell = run.options.value("s") ?? user.shell;
    const kept = run.has("p") || run.has("m");
    const own: Record<string, string> = user.uid === 0 ? {} : { USER: user.name, LOGNAME: user.name };
    const env = isLogin
      ? loginEnvironment(files, user, process.env)
      : { ...process.env, ...(kept ? {} : { HOME: user.home, SHELL: shell, ...own }) };
    const called = `${isLogin ? "-" : ""}${shell.replace(/.*\//, "")}`;
    const line = run.options.value("c");
    const args = [shell, ...(line === undefined ? [] : ["-c", line]), ...operands];
    process.onSignal("SIGINT", heedNothing);
    process.onSignal("SIGQUIT", heedNothing);
    try {
      return await runCommand(process, args, {
        env,
        name: called,
        user: credentialsOf(files, user),
        ...(isLogin ? { cwd: homeFolder(files, user) } : {}),
      });
    } catch (error) {
      const { reason, status } = startError(error);
      throw new Failure(`failed to execute ${shell}: ${reason}`, status);
    }
  },
);

/** What stands for a shell where nobody may log in. */
export const nologin = command({ usage: "", about: "Politely refuse a login." }, async (run) => {
  await run.out("This account is currently not available.\n");
  return 1;
});
