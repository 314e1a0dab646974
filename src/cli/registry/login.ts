import type { Process } from "../../kernel/process.ts";
import { readAll, readLines } from "../../kernel/stream.ts";
import { type Command, type CommandContext, CommandError, maxArgs } from "../command.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { readSecret } from "../read-secret.ts";
import { HUB, serverKey, storeCredentials } from "./credentials.ts";

/** `cli/command/registry/login.go`. The lab's own registry is open: it takes any name and password; those of its cloud do not. */
export const command: Command = {
  path: "login",
  args: maxArgs(1),
  async run(context) {
    const { flags, args, out, err, process } = context;
    const key = serverKey(args[0]);
    const username = flags.string("username");
    const given = flags.string("password");
    if (flags.bool("password-stdin")) {
      if (given !== "")
        throw new CommandError("conflicting options: cannot specify both --password and --password-stdin");
      if (username === "") throw new CommandError("the --password-stdin option requires --username to be set");
    } else if (given !== "") await err("WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n");
    if ((username === "" || (given === "" && !flags.bool("password-stdin"))) && !process.stdin.isTTY)
      throw new CommandError("error: cannot perform an interactive login from a non-TTY device");
    // Whoever has an account at Docker Hub must not type its password here.
    if (key === HUB) throw new CommandError(notSimulated("docker login", languageOf(process.env)));
    const user = username === "" ? await ask(context, "Username: ", true) : username;
    const password = flags.bool("password-stdin")
      ? (await readAll(process.stdin)).replace(/\r?\n$/, "")
      : given === ""
        ? await ask(context, "Password: ", false)
        : given;
    if (user === "") throw new CommandError("username is empty");
    if (password === "") throw new CommandError("password is empty");
    await requireRegistry(context, key);
    if (!context.engine.ports.registries.accepts(key, { username: user, password }))
      throw new CommandError(
        `Error response from daemon: Get "https://${key}/v2/": unauthorized: authentication required, visit https://aka.ms/acr/authorization for more information.`,
      );
    storeCredentials(process, key, user, password);
    await err(
      `\nWARNING! Your credentials are stored unencrypted in '${configFile(process)}'.\nConfigure a credential helper to remove this warning. See\nhttps://docs.docker.com/go/credential-store/\n\n`,
    );
    await out("Login Succeeded\n");
    return 0;
  },
};

const configFile = (process: Process) => `${process.env.HOME ?? "/root"}/.docker/config.json`;

async function ask({ out, process }: CommandContext, question: string, echo: boolean): Promise<string> {
  await out(question);
  const restore = echo ? () => {} : process.tty?.setRaw();
  try {
    if (echo) for await (const line of readLines(process.stdin, process.signal)) return line.trim();
    return await readSecret(process);
  } finally {
    restore?.();
    if (!echo) await out("\n");
  }
}

/** @throws CommandError when no registry answers by that name */
async function requireRegistry({ engine }: CommandContext, key: string): Promise<void> {
  if (await engine.ports.registries.isOpen(key)) return;
  const host = key.replace(/:\d+$/, "");
  throw new CommandError(
    `Error response from daemon: Get "https://${key}/v2/": dial tcp: lookup ${host}: no such host`,
  );
}
