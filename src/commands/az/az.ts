import type { Cloud } from "../../cloud/cloud.ts";
import { CloudError } from "../../cloud/cloud-error.ts";
import { EngineError } from "../../engine/errors.ts";
import type { Process, Program } from "../../kernel/process.ts";
import { isSignedIn } from "./account.ts";
import { type AzCommand, AzError, AzRun } from "./az-command.ts";
import { closeMatch } from "./close-match.ts";
import { COMMANDS, namesAfter } from "./commands.ts";
import { completions } from "./complete.ts";
import { commandHelp, groupHelp } from "./help.ts";
import { interactive } from "./interactive.ts";
import { introduce } from "./introduction.ts";
import { formatted, sorted } from "./output.ts";
import { GLOBAL_ARGUMENTS, parseArguments } from "./parse-arguments.ts";
import { queried } from "./query.ts";
import { versionJson, versionText } from "./version.ts";
import { welcome } from "./welcome.ts";

/**
 * The Azure CLI over a cloud of the lab's own. Rebuilt from its documentation (learn.microsoft.com/cli/azure) and from
 * how knack, the library under it, reads a command line and prints an answer; no real Azure is asked anything.
 * @param online whether the host it runs on reaches the world
 */
export function az(cloud: Cloud, online: () => boolean): Program {
  const program: Program = async (process) => {
    const [, ...words] = process.args;
    await introduce(cloud, process);
    if (words[0] === "interactive" && !words.some((word) => word === "--help" || word === "-h"))
      return interactive(process, (line) => runLine(cloud, process, line, online));
    return runLine(cloud, process, words, online);
  };
  program.complete = async (words) => completions(words.slice(1));
  return program;
}

/** One command line, without the name of the command. @returns the exit status */
async function runLine(
  cloud: Cloud,
  process: Process,
  words: readonly string[],
  online: () => boolean,
): Promise<number> {
  try {
    return await dispatch(cloud, process, words, online);
  } catch (error) {
    const { message, status, advice } = failureOf(error);
    await process.stderr.write(process.stderr.isTTY ? `\x1b[91m${message}\x1b[0m\n` : `ERROR: ${message}\n`);
    if (advice !== "") await process.stderr.write(advice);
    return status;
  }
}

/** What az prints of an error (azure-cli-core, util.py). @throws what is none of the expected */
function failureOf(error: unknown): { message: string; status: number; advice: string } {
  if (error instanceof AzError) return { message: error.message, status: error.status, advice: error.advice };
  if (error instanceof EngineError) return { message: error.message, status: 1, advice: "" };
  if (!(error instanceof CloudError)) throw error;
  const { code, message, status } = error;
  return {
    message: `(${code}) ${message}\nCode: ${code}\nMessage: ${message}`,
    status: status === 404 ? 3 : 1,
    advice: "",
  };
}

async function dispatch(
  cloud: Cloud,
  process: Process,
  words: readonly string[],
  online: () => boolean,
): Promise<number> {
  const { stdout } = process;
  const firstOption = words.findIndex((word) => word.startsWith("-"));
  const path = firstOption < 0 ? [...words] : words.slice(0, firstOption);
  const options = firstOption < 0 ? [] : words.slice(firstOption);
  const asksHelp = options.some((word) => word === "--help" || word === "-h");
  if (path.length === 0) {
    if (options.includes("--version") || options.includes("-v")) await stdout.write(versionText());
    else if (asksHelp) await stdout.write(groupHelp("", COMMANDS));
    else if (options.length === 0) await stdout.write(welcome(COMMANDS));
    else throw new AzError("the following arguments are required: _command_package", 2);
    return 0;
  }
  if (path.join(" ") === "version") {
    await stdout.write(formatted(versionJson, { format: "json", colour: false, queried: false }));
    return 0;
  }
  const command = COMMANDS.find((one) => isBegin(one.path.split(" "), path));
  if (command) {
    const given = [...path.slice(command.path.split(" ").length), ...options];
    return runCommand(cloud, process, command, given, online);
  }
  const known = path.findIndex((word, index) => !namesAfter(path.slice(0, index)).includes(word));
  const wrong = path[known];
  if (wrong !== undefined) throw misspelled(path.slice(0, known), wrong);
  await stdout.write(groupHelp(path.join(" "), COMMANDS));
  if (asksHelp) return 0;
  throw new AzError("the following arguments are required: _subcommand", 2);
}

const isBegin = (begin: readonly string[], words: readonly string[]) =>
  begin.length <= words.length && begin.every((word, index) => words[index] === word);

function misspelled(path: readonly string[], word: string): AzError {
  const close = closeMatch(word, namesAfter(path));
  const advice = close === undefined ? "" : `Did you mean '${close}' ?\n`;
  const examples = COMMANDS.filter((command) => command.path.startsWith([...path, close ?? "\0"].join(" ")))
    .flatMap(({ examples: all = [] }) => all)
    .slice(0, 3)
    .map(([line, what]) => `${line}\n${what}\n\n`);
  return new AzError(
    `'${word}' is misspelled or not recognized by the system.`,
    2,
    `${advice}\nExamples from AI knowledge base:\n${examples.join("")}https://aka.ms/cli_ref\nRead more about the command in reference docs\n`,
  );
}

async function runCommand(
  cloud: Cloud,
  process: Process,
  command: AzCommand,
  words: readonly string[],
  online: () => boolean,
): Promise<number> {
  const { stdout } = process;
  const values = parseArguments(command, words);
  if (values.has("help")) {
    await stdout.write(commandHelp(command, GLOBAL_ARGUMENTS));
    return 0;
  }
  const local = command.path === "login" || command.path === "logout";
  if (!local && !isSignedIn(process)) throw new AzError("Please run 'az login' to setup account.");
  if (command.path !== "logout" && !online())
    throw new AzError(
      "Please ensure you have network connection. Error detail: HTTPSConnectionPool(host='management.azure.com', port=443): Max retries exceeded (Caused by NewConnectionError: Failed to establish a new connection: [Errno 113] No route to host)",
    );
  const answer = await command.run(new AzRun(cloud, process, values));
  if (answer === undefined) return 0;
  const query = values.get("query")?.[0];
  const all = sorted(answer);
  const shown = query === undefined ? all : await queried(all, query, cloud.clock);
  if (shown === null) return 0;
  const format = values.get("output")?.[0] ?? "json";
  const { table } = command;
  await stdout.write(formatted(shown, { format, colour: stdout.isTTY, queried: query !== undefined, table }));
  return 0;
}
