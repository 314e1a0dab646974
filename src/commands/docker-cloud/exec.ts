import { openSession } from "../../cli/container/session.ts";
import { CloudFailure } from "../../cloud/docker-cloud/cloud-failure.ts";
import { engineContainer } from "../../cloud/docker-cloud/container-state.ts";
import { findCloudContainer } from "../../cloud/docker-cloud/find.ts";
import { createExec } from "../../engine/container/exec.ts";
import { EngineError } from "../../engine/errors.ts";
import type { CloudRun } from "./cloud-run.ts";
import type { Parser } from "./parser.ts";

/** A program in a container of the cloud, with this terminal for its own; sh unless told. @throws CloudFailure */
async function exec(run: CloudRun): Promise<number> {
  const { cloud, process } = run;
  await run.request();
  const found = engineContainer(cloud, findCloudContainer(cloud, run.text("identifier") ?? ""));
  if (!found) throw new CloudFailure("ApiError", "Connection is already closed.");
  const command = run.list("command");
  try {
    const session = createExec(found.engine, found.container.id, {
      cmd: command.length > 0 ? command : ["sh"],
      tty: process.stdin.isTTY,
      stdin: true,
      ...(process.tty ? { columns: process.tty.columns, rows: process.tty.rows } : {}),
    });
    const streams = openSession(process, session.streams, {
      ...{ stdin: true, stdout: true, stderr: true, closeStdin: true },
      detachKeys: "",
    });
    try {
      // The client learns of the end, not of how it was.
      await session.run();
      return 0;
    } finally {
      streams.close();
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new CloudFailure("ApiError", error.message);
  }
}

/** `docker-cloud exec` and `docker-cloud container exec`. @param identifier what the help says of the container */
export const execParser = (identifier: string): Parser => ({
  name: "exec",
  help: "Run a command in a running container",
  description: "Run a command in a running container",
  helpAlone: true,
  arguments: [
    { names: ["identifier"], help: identifier },
    { names: ["command"], help: "the command to run (default: sh)", kind: "remainder" },
  ],
  run: exec,
});
