import { CloudFailure } from "../../cloud/docker-cloud/cloud-failure.ts";
import type { DockerCloud } from "../../cloud/docker-cloud/docker-cloud.ts";
import type { Process } from "../../kernel/process.ts";
import { CloudRun, FAILED } from "./cloud-run.ts";
import { introduceDockerCloud } from "./introduction.ts";
import { ArgumentExit, parseArguments } from "./parse-arguments.ts";
import { HELP, type Parser } from "./parser.ts";
import { TOP } from "./top-parser.ts";
import { helpOf } from "./usage.ts";

/** The last version there was (2018). */
const VERSION = "1.0.9";

/** What requests says without a network. */
const UNREACHABLE =
  "HTTPSConnectionPool(host='cloud.docker.com', port=443): Max retries exceeded with url: /api/ (Caused by NewConnectionError('<requests.packages.urllib3.connection.VerifiedHTTPSConnection object>: Failed to establish a new connection: [Errno 113] No route to host',))";

/** Commands that ask nobody anything. */
const LOCAL: readonly string[] = ["login"];

/**
 * The command of Docker Cloud, version 1.0.9 of 2018, over the lab's own one. The service is gone and the package was
 * Python 2's; rebuilt from its source (docker/dockercloud-cli) with its argparse's usage, help and errors.
 * @param args what follows the command's name
 * @param online whether the host it runs on reaches the world
 * @returns the exit status
 */
export async function dockerCloudCommand(
  cloud: DockerCloud,
  process: Process,
  args: readonly string[],
  online: () => boolean,
): Promise<number> {
  try {
    // argparse of Python 2.7 tells the version on standard error.
    if (args[0] === "-v" || args[0] === "--version") throw new ArgumentExit(`docker-cloud ${VERSION}\n`, 0);
    const { path, values } = parseArguments(
      TOP,
      withHelp(args.filter((word, index) => index > 0 || word !== "--debug")),
    );
    const command = path.at(-1);
    await cloud.ready();
    await introduceDockerCloud(cloud, process);
    const run = new CloudRun(cloud, process, values);
    if (!online() && !LOCAL.includes(path[1]?.name ?? "")) {
      await run.err(UNREACHABLE);
      return FAILED;
    }
    return (await command?.run?.(run)) ?? 0;
  } catch (error) {
    if (error instanceof ArgumentExit) {
      if (error.helpOf) await process.stdout.write(helpOf(error.helpOf, error.helpOf.at(-1)?.arguments ?? []));
      else await process.stderr.write(error.message);
      return error.status;
    }
    if (!(error instanceof CloudFailure)) throw error;
    await process.stderr.write(`${error.message}\n`);
    return FAILED;
  }
}

/** A command that is nothing without arguments shows its help (dockercloudcli, cli.py, patch_help_option). */
function withHelp(words: readonly string[]): readonly string[] {
  let parser: Parser | undefined = TOP;
  for (const word of words) parser = parser?.commands?.list.find(({ name }) => name === word);
  return parser?.helpAlone ? [...words, HELP.names[0]] : words;
}

/** What Tab offers after these words. */
export function dockerCloudCompletions(words: readonly string[]): string[] {
  let parser: Parser | undefined = TOP;
  for (const word of words.slice(0, -1))
    if (!word.startsWith("-")) parser = parser?.commands?.list.find(({ name }) => name === word) ?? parser;
  const options = [HELP, ...(parser?.arguments ?? [])]
    .flatMap(({ names }) => names)
    .filter((name) => name.startsWith("--"));
  return words.at(-1)?.startsWith("-") ? options : (parser?.commands?.list.map(({ name }) => name) ?? []);
}
