import { FileError } from "../../kernel/filesystem.ts";
import type { Process, Program } from "../../kernel/process.ts";
import { type CommandLine, readCommandLine } from "./command-line.ts";
import { COMMANDS, commandNamed } from "./commands.ts";
import { boolFlag, type Flag, stringFlag } from "./flag.ts";
import { appHelp, commandHelp, VERSION } from "./help.ts";
import { introduce } from "./introduction.ts";
import type { MachineCommand, MachineRun } from "./machine-command.ts";
import { MachineError } from "./machine-error.ts";
import { MachineStore } from "./machine-store.ts";
import type { VirtualBox } from "./virtual-machine.ts";

/** docker-machine's own flags. @param home the user's folder */
const globalFlags = (home: string): Flag[] => [
  boolFlag("debug, D", "Enable debug mode"),
  stringFlag("storage-path, s", "Configures storage path", {
    value: `${home}/.docker/machine`,
    variable: "MACHINE_STORAGE_PATH",
  }),
  stringFlag("tls-ca-cert", "CA to verify remotes against", { variable: "MACHINE_TLS_CA_CERT" }),
  stringFlag("tls-ca-key", "Private key to generate certificates", { variable: "MACHINE_TLS_CA_KEY" }),
  stringFlag("tls-client-cert", "Client cert to use for TLS", { variable: "MACHINE_TLS_CLIENT_CERT" }),
  stringFlag("tls-client-key", "Private key used in client TLS auth", { variable: "MACHINE_TLS_CLIENT_KEY" }),
  stringFlag("github-api-token", "Token to use for requests to the Github API", {
    variable: "MACHINE_GITHUB_API_TOKEN",
  }),
  boolFlag("native-ssh", "Use the native (Go-based) SSH implementation.", { variable: "MACHINE_NATIVE_SSH" }),
  stringFlag("bugsnag-api-token", "BugSnag API token for crash reporting", { variable: "MACHINE_BUGSNAG_API_TOKEN" }),
];

/**
 * docker-machine 0.16.2, the last one, of September 2019. Rebuilt from its source (github.com/docker/machine, archived
 * in 2021), its documentation and what people showed of it; its one driver here is virtualbox.
 */
export function dockerMachine(virtualBox: VirtualBox): Program {
  const program: Program = async (process) => {
    try {
      return await dispatch(virtualBox, process);
    } catch (error) {
      if (error instanceof FileError)
        await process.stderr.write(`open ${error.path}: ${error.message.toLowerCase()}\n`);
      else if (error instanceof MachineError) await process.stderr.write(`${error.message}\n`);
      else throw error;
      return error instanceof MachineError ? error.status : 1;
    }
  };
  program.complete = async (words, process) => completions(words.slice(1), process);
  return program;
}

async function dispatch(virtualBox: VirtualBox, process: Process): Promise<number> {
  const home = process.env.HOME ?? "/root";
  const flags = globalFlags(home);
  const help = () => process.stdout.write(appHelp(COMMANDS, flags));
  const version: Flag = { names: ["version", "v"], kind: "bool", usage: "print the version" };
  let line: CommandLine;
  try {
    line = readCommandLine(process.args.slice(1), [...flags, version], process.env);
  } catch (error) {
    if (!(error instanceof MachineError)) throw error;
    await process.stdout.write("Incorrect Usage.\n\n");
    await help();
    throw withStatus(error, 0);
  }
  if (line.bool("version")) return printVersion(process);
  const [name, ...words] = line.args;
  if (name === undefined || (line.help && name === undefined)) {
    await help();
    return 0;
  }
  if (name === "help" || name === "h") return helpCommand(process, words, help);
  const command = commandNamed(name);
  if (!command)
    throw new MachineError(
      `docker-machine: '${name}' is not a docker-machine command. See '${process.args[0] ?? "docker-machine"} --help'.`,
    );
  const store = new MachineStore(process, line.text("storage-path"));
  return runCommand(command, words, { process, store, virtualBox });
}

async function runCommand(
  command: MachineCommand,
  words: readonly string[],
  { process, store, virtualBox }: Pick<MachineRun, "process" | "store" | "virtualBox">,
): Promise<number> {
  const showHelp = () => process.stdout.write(commandHelp(command));
  let line: CommandLine;
  try {
    const read = command.rawWords ? rawWords(words) : words;
    line = readCommandLine(read, command.flags ?? [], process.env, { mixed: !command.rawWords });
  } catch (error) {
    if (!(error instanceof MachineError)) throw error;
    await process.stdout.write("Incorrect Usage.\n\n");
    await showHelp();
    throw withStatus(error, 0);
  }
  if (line.help) {
    await showHelp();
    return 0;
  }
  await introduce(process, store);
  const run: MachineRun = {
    ...{ process, line, store, virtualBox, showHelp },
    called: process.args,
    info: (text) => process.stdout.write(`${text}\n`),
    warn: (text) => process.stderr.write(`${text}\n`),
  };
  return (await command.run(run)) ?? 0;
}

/** Words that are nobody's flags; a help that stands first is. */
const rawWords = (words: readonly string[]) => (/^--?h(elp)?$/.test(words[0] ?? "") ? words : ["--", ...words]);

/** A wrong command line is told of, and ends as if all were well: so did docker-machine's main. */
const withStatus = ({ message }: MachineError, status: number) => new MachineError(message, status);

async function printVersion(process: Process): Promise<number> {
  await process.stdout.write(`docker-machine version ${VERSION}\n`);
  return 0;
}

async function helpCommand(process: Process, [topic]: readonly string[], help: () => Promise<void>): Promise<number> {
  const command = topic === undefined ? undefined : commandNamed(topic);
  if (command) await process.stdout.write(commandHelp(command));
  else if (topic === undefined) await help();
  else throw new MachineError(`No help topic for '${topic}'`, 3);
  return 0;
}

/** Commands, then the machines there are. */
function completions(words: readonly string[], process: Process): string[] {
  const word = words.at(-1) ?? "";
  const names =
    words.length <= 1
      ? [...COMMANDS.map(({ name }) => name), "help"]
      : new MachineStore(process, `${process.env.HOME ?? "/root"}/.docker/machine`).list().map(({ Name }) => Name);
  return names.filter((name) => name.startsWith(word));
}
