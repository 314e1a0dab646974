import { ExecError } from "../../kernel/executable.ts";
import { runCommand } from "../run-command.ts";
import { UserError } from "./failures.ts";
import type { SubcommandContext } from "./subcommand.ts";

/**
 * Runs the docker command in compose's place, with what compose was told of the daemon (compose/cli/main.py,
 * `call_docker`).
 * @returns its status
 * @throws UserError when there is no such command
 */
export async function runDocker({ process, options }: SubcommandContext, words: readonly string[]): Promise<number> {
  const text = (name: string) => {
    const value = options.text(name);
    return value === undefined ? [] : [name, value.replace(/^=+/, "").replace(/^https?:\/\//, "tcp://")];
  };
  const flag = (name: string) => (options.flag(name) ? [name] : []);
  const daemon = [
    ...flag("--tls"),
    ...["--tlscacert", "--tlscert", "--tlskey"].flatMap(text),
    ...flag("--tlsverify"),
    ...text("--host"),
    ...text("--context"),
  ];
  try {
    return await runCommand(process, ["docker", ...daemon, ...words]);
  } catch (error) {
    if (error instanceof ExecError && error.code === "ENOENT")
      throw new UserError(
        "Couldn't find `docker` binary. You might need to install Docker:\n\nhttps://docs.docker.com/engine/installation/",
      );
    throw error;
  }
}
