import type { DockerCloud } from "../../cloud/docker-cloud/docker-cloud.ts";
import type { Process } from "../../kernel/process.ts";
import type { Installation } from "./installation.ts";

/** What Python needs of the lab for Docker Cloud's client and library. */
export interface DockerCloudAccess {
  readonly cloud: DockerCloud;
  /** Whether the host it runs on reaches the world. */
  readonly online: () => boolean;
}

/**
 * The script that pip makes for `docker-cloud`. The client was Python 2's: under Python 3 it ends at the module
 * `exceptions`, which is no longer there (dockercloudcli/utils.py, line 16; the traceback follows the imports of its files).
 */
export async function dockerCloudScript(
  process: Process,
  { series, packages }: Installation,
  words: readonly string[],
  script: string,
  { cloud, online }: DockerCloudAccess,
): Promise<number> {
  if (series.startsWith("2.")) {
    const { dockerCloudCommand } = await process.machine.clock.hold(
      import("../../commands/docker-cloud/docker-cloud.ts"),
    );
    return dockerCloudCommand(cloud, process, words, online);
  }
  const frames: readonly (readonly [path: string, line: number, place: string, code: string])[] = [
    [script, 3, "<module>", "from dockercloudcli.cli import main"],
    [`${packages}/dockercloudcli/cli.py`, 10, "<module>", "from dockercloudcli import commands"],
    [`${packages}/dockercloudcli/commands.py`, 15, "<module>", "from dockercloudcli import utils"],
    [`${packages}/dockercloudcli/utils.py`, 16, "<module>", "from exceptions import BadParameter, StreamOutputError"],
  ];
  await process.stderr.write(
    `Traceback (most recent call last):\n${frames
      .map(([path, line, place, code]) => `  File "${path}", line ${line}, in ${place}\n    ${code}\n`)
      .join("")}ModuleNotFoundError: No module named 'exceptions'\n`,
  );
  return 1;
}
