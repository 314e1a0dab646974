import type { RegistryCredentials } from "../../engine/engine.ts";
import { EngineError } from "../../engine/errors.ts";
import { readAll, readLines } from "../../kernel/stream.ts";
import { type Command, type CommandContext, CommandError, maxArgs } from "../command.ts";
import { ContextStore } from "../context/context-store.ts";
import type { Flags } from "../flags.ts";
import { note } from "../format/note.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { readSecret } from "../read-secret.ts";
import { HUB, serverKey, storeCredentials } from "./credentials.ts";
import { credentialsFor } from "./stored-credentials.ts";

/** `cli/command/registry/login.go`. The lab's own registry is open: it takes any name and password; those of its cloud do not. */
export const command: Command = {
  path: "login",
  args: maxArgs(1),
  async run(context) {
    const { flags, groupFlags, args, out, err, process } = context;
    verifyFlags(flags);
    const store = new ContextStore(process, groupFlags.get("")?.string("config"));
    const key = serverKey(args[0]);
    const username = flags.string("username").trim();
    let password = flags.string("password");
    if (password !== "") await err("WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n");
    if (flags.bool("password-stdin")) password = (await readAll(process.stdin)).replace(/\r?\n$/, "");
    const stored = username === "" && password === "" ? credentialsFor(store, key) : undefined;
    if (!(stored && (await enterAgain(context, key, stored)))) {
      const credentials = await ask(context, key, stored?.username ?? "", { username, password });
      await context.engine.ports.registries.login(key, credentials);
      if (storeCredentials(store, key, credentials))
        await err(
          `\nWARNING! Your credentials are stored unencrypted in '${store.configPath}'.\nConfigure a credential helper to remove this warning. See\nhttps://docs.docker.com/go/credential-store/\n\n`,
        );
    }
    await out("Login Succeeded\n");
    return 0;
  },
};

/** @throws CommandError for flags that do not go together, or say nothing */
function verifyFlags(flags: Flags): void {
  if (flags.bool("password-stdin")) {
    if (flags.changed("password"))
      throw new CommandError("conflicting options: cannot specify both --password and --password-stdin");
    if (!flags.changed("username")) throw new CommandError("the --password-stdin option requires --username to be set");
  }
  for (const name of ["username", "password"])
    if (flags.changed(name) && flags.string(name) === "") throw new CommandError(`${name} is empty`);
}

/** Tries what an earlier login kept; false when that does not do any more. */
async function enterAgain({ engine, err, process }: CommandContext, key: string, stored: RegistryCredentials) {
  const advice = "To login with a different account, run 'docker logout' followed by 'docker login'";
  await err(`Authenticating with existing credentials... [Username: ${stored.username}]\n`);
  await err(`${note(advice, process.stderr.isTTY)}\n\n`);
  try {
    await engine.ports.registries.login(key, stored);
    return true;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    await err(`Login did not succeed, error: Error response from daemon: ${error.message}\n`);
    return false;
  }
}

/**
 * Asks for what was not given.
 * @param known the name that Enter stands for
 */
async function ask(
  { out, process }: CommandContext,
  key: string,
  known: string,
  given: RegistryCredentials,
): Promise<RegistryCredentials> {
  if ((given.username === "" || given.password === "") && !process.stdin.isTTY)
    throw new CommandError("error: cannot perform an interactive login from a non-TTY device");
  // Whoever has an account at Docker Hub must not type its password here.
  if (key === HUB) throw new CommandError(notSimulated("docker login", languageOf(process.env)));
  let { username, password } = given;
  if (username === "") {
    await out(known === "" ? "Username: " : `Username (${known}): `);
    for await (const line of readLines(process.stdin, process.signal)) {
      username = line.trim() || known;
      break;
    }
    if (username === "") throw new CommandError("error: username is required");
  }
  if (password.trim() === "") {
    await out("Password: ");
    const restore = process.tty?.setRaw();
    try {
      password = await readSecret(process);
    } finally {
      restore?.();
      await out("\n");
    }
    if (password === "") throw new CommandError("error: password is required");
  }
  return { username, password };
}
