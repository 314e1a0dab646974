import { credentialsOf, findUser } from "./accounts.ts";
import { askLine } from "./ask.ts";
import { command, Failure } from "./command.ts";
import { homeFolder, loginEnvironment } from "./login-environment.ts";
import { isPasswordOf } from "./password.ts";
import { becomeCommand, startError } from "./run-command.ts";
import { askSecret } from "./secret-line.ts";

/** `login [-f] [USER]`: begins a session, as the program behind a console's prompt does. */
export const login = command(
  { usage: "[-p] [-h host] [-f username]", about: "Begin a session on the system.", short: "ph:f:H" },
  async (run) => {
    const { files, process } = run;
    if (process.user.uid !== 0 || (process.user.realUid ?? 0) !== 0)
      throw new Failure("Cannot possibly work without effective root");
    const trusted = run.options.value("f");
    let name = trusted ?? run.operands[0];
    for (let attempt = 0; attempt < 3; attempt++) {
      name ??= await askLine(run, `${process.machine.hostname} login: `);
      const user = findUser(files, name);
      const password = trusted === undefined ? await askSecret(process, "Password: ") : "";
      if (password === undefined) return 1;
      if (user?.name === name && (trusted !== undefined || isPasswordOf(files, name, password))) {
        const shell = user.shell.replace(/.*\//, "");
        try {
          return await becomeCommand(process.become(credentialsOf(files, user)), [user.shell], {
            name: `-${shell}`,
            env: loginEnvironment(files, user, process.env),
            cwd: homeFolder(files, user),
          });
        } catch (error) {
          throw new Failure(`cannot execute ${user.shell}: ${startError(error).reason}`);
        }
      }
      await process.sleep(3000);
      await run.out("\nLogin incorrect\n");
      name = undefined;
    }
    return 1;
  },
);

/** `logname`: who logged in on this terminal, whoever one has become since. */
export const logname = command({ usage: "", about: "Print the user's login name.", operands: [0, 0] }, async (run) => {
  const { machine, tty } = run.process;
  const first = machine.processes.list().find((entry) => tty !== null && entry.tty === tty);
  const user = first && findUser(run.files, String(first.user.realUid ?? first.user.uid));
  if (!user) throw new Failure("no login name");
  await run.out(`${user.name}\n`);
});
