import { masterUrl } from "../classic-swarm.ts";
import { checkedUrl, machineOf } from "../driver.ts";
import { boolFlag, stringFlag } from "../flag.ts";
import type { MachineCommand, MachineRun } from "../machine-command.ts";
import { MachineError } from "../machine-error.ts";
import { oneMachine } from "../one-machine.ts";
import { type ShellSyntax, syntaxOf, usageHint } from "../shell-syntax.ts";

/** `docker-machine env NAME`: the lines that make a shell's `docker` speak to a machine; with `-u`, to its own again. */
export const env: MachineCommand = {
  name: "env",
  usage: "Display the commands to set up the environment for the Docker client",
  description: "Argument is a machine name.",
  flags: [
    boolFlag("swarm", "Display the Swarm config instead of the Docker daemon"),
    stringFlag(
      "shell",
      "Force environment to be configured for a specified shell: [fish, cmd, powershell, tcsh, emacs], default is auto-detect",
    ),
    boolFlag("unset, u", "Unset variables instead of setting them"),
    boolFlag("no-proxy", "Add machine IP to NO_PROXY environment variable"),
  ],
  async run(run) {
    const { line } = run;
    const unset = line.bool("unset");
    const shell = line.text("shell") || shellOf(run);
    const syntax = syntaxOf(shell, unset);
    const variables = unset ? noVariables(run) : variablesOf(run);
    const lines = variables.map(([name, value]) => lineOf(syntax, name, unset && shell !== "cmd" ? "" : value));
    await run.process.stdout.write(lines.join("") + usageHint(shell, run.called));
    return 0;
  },
};

const lineOf = ({ prefix, delimiter, suffix }: ShellSyntax, name: string, value: string) =>
  `${prefix}${name}${delimiter}${value}${suffix}`;

function noVariables({ line, process }: MachineRun): [string, string][] {
  if (line.args.length > 0) throw new MachineError("Error: Expected no machine name when the -u flag is present");
  const names = ["DOCKER_TLS_VERIFY", "DOCKER_HOST", "DOCKER_CERT_PATH", "DOCKER_MACHINE_NAME"];
  return [...names, ...(line.bool("no-proxy") ? [noProxyName(process.env)] : [])].map((name) => [name, ""]);
}

/** @throws MachineError when the machine is off, or its Docker does not answer */
function variablesOf(run: MachineRun): [string, string][] {
  const { line, store, process } = run;
  const machine = oneMachine(run);
  const url = urlFor(run, () => (line.bool("swarm") ? masterUrl(run, machine) : checkedUrl(run, machine)));
  const name = noProxyName(process.env);
  const before = process.env[name] ?? "";
  const { address } = machineOf(run, machine);
  return [
    ["DOCKER_TLS_VERIFY", "1"],
    ["DOCKER_HOST", url],
    ["DOCKER_CERT_PATH", store.folderOf(machine.Name)],
    ["DOCKER_MACHINE_NAME", machine.Name],
    ...(line.bool("no-proxy")
      ? [
          [name, before === "" ? address : before.includes(address) ? before : `${before},${address}`] as [
            string,
            string,
          ],
        ]
      : []),
  ];
}

function urlFor(_run: MachineRun, ask: () => string): string {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof MachineError)) throw error;
    throw new MachineError(`Error checking TLS connection: ${error.message}`);
  }
}

const noProxyName = (env: Readonly<Record<string, string>>) => (env.no_proxy ? "no_proxy" : "NO_PROXY");

/** The shell it was called from, by its name. @throws MachineError when nobody says which */
function shellOf({ process }: MachineRun): string {
  const path = process.env.SHELL;
  if (!path)
    throw new MachineError(
      "The default lines below are for a sh/bash shell, you can specify the shell you're using, with the --shell flag.\n\n\nError: Unknown shell",
    );
  return path.replace(/.*\//, "");
}
