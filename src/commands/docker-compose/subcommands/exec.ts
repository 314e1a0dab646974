import { Exit, Failure, UserError } from "../failures.ts";
import { integer } from "../integer.ts";
import type { DocoptResult } from "../python/docopt.ts";
import { runDocker } from "../run-docker.ts";
import type { Subcommand } from "../subcommand.ts";

/** compose/cli/main.py, `exec_command`: `docker exec` does it. */
export const exec: Subcommand = {
  name: "exec",
  async run(context) {
    const { args, project: load } = context;
    const project = await load();
    const index = integer(args.text("--index") ?? "1");
    const service = project.service(args.word("SERVICE") ?? "");
    let id: string;
    try {
      ({ id } = service.container(index));
    } catch (error) {
      throw error instanceof Failure ? new UserError(error.message) : error;
    }
    throw new Exit(await runDocker(context, execWords(args, id)));
  },
};

function execWords(args: DocoptResult, id: string): string[] {
  const option = (flag: string, name: string) => {
    const value = args.text(name);
    return value ? [flag, value] : [];
  };
  return [
    "exec",
    args.flag("--detach") ? "--detach" : "--interactive",
    ...(args.flag("-T") ? [] : ["--tty"]),
    ...(args.flag("--privileged") ? ["--privileged"] : []),
    ...option("--user", "--user"),
    ...args.list("--env").flatMap((variable) => ["--env", variable]),
    ...option("--workdir", "--workdir"),
    id,
    args.word("COMMAND") ?? "",
    ...args.words("ARGS"),
  ];
}
