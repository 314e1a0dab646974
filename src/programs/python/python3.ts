import { languageOf } from "../../cli/not-simulated.ts";
import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import type { Process, Program } from "../../kernel/process.ts";
import { type DockerCloudAccess, dockerCloudScript } from "./docker-cloud-script.ts";
import { fileServer } from "./file-server.ts";
import { type Installation, installationOf } from "./installation.ts";
import type { PythonSession } from "./interpreter/session.ts";
import { milestones, milestonesScript } from "./milestones.ts";
import { pip } from "./pip/pip.ts";
import { Site } from "./pip/site.ts";
import { statusClient, statusClientUrl } from "./status-client.ts";
import { venv, virtualenv } from "./venv.ts";

/**
 * Python as far as the course needs it: its version, `-m http.server`, pip, virtual environments, and the course's own
 * services, known by what they do. Other code goes to an interpreter of a small part of the language (interpreter/).
 */
export const python3 =
  (dockerCloud: DockerCloudAccess): Program =>
  async (process) => {
    const args = process.args.slice(1);
    while (/^-[uBEIsOqvW]+$/.test(args[0] ?? "")) args.shift();
    const [first, ...rest] = args;
    if (first === "-V" || first === "--version") {
      await process.stdout.write(`Python ${installationOf(process).version}\n`);
      return 0;
    }
    if (first === "-m") {
      const [module = "", ...words] = rest;
      if (module === "http.server") return fileServer(process, words);
      if (Object.hasOwn(MODULES, module)) return runModule(process, module, words);
    }
    const installation = installationOf(process);
    const open = async (argv: readonly string[], folder: string) => {
      const { PythonSession } = await process.machine.clock.hold(import("./interpreter/session.ts"));
      return new PythonSession(process, installation, dockerCloud, argv, folder);
    };
    if (first === "-c")
      return (await (await open(["-c", ...rest.slice(1)], process.cwd)).run(rest[0] ?? "", "<string>")).status;
    if (first === undefined) {
      const { introducePython, plainLook, runPrompt } = await process.machine.clock.hold(
        import("./interpreter/prompt.ts"),
      );
      await introducePython(process);
      return runPrompt(process, await open([""], process.cwd), plainLook(installation));
    }
    if (first.startsWith("-")) return unknownOption(process, first, rest[0]);
    const path = resolvePath(process.cwd, first);
    let text: string;
    try {
      text = process.files.readFile(path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await process.stderr.write(
        `${process.args[0]}: can't open file '${path}': [Errno ${error.code === "EACCES" ? 13 : 2}] ${error.message}\n`,
      );
      return 2;
    }
    const module = Object.entries(MODULES).find(([, { script }]) => script.test(text))?.[0];
    if (module !== undefined) return runModule(process, module, rest);
    if (/^from dockercloudcli\.cli import main$/m.test(text))
      return dockerCloudScript(process, installation, rest, path, dockerCloud);
    if (/^from bpython\.curtsies import main$/m.test(text)) return bpython(process, installation, rest, open);
    const service = milestonesScript(text);
    if (service) return milestones(process, service, path);
    const url = statusClientUrl(text);
    if (url !== undefined) return statusClient(process, url, rest, first);
    const session = await open([first, ...rest], path.slice(0, path.lastIndexOf("/")) || "/");
    return (await session.run(text, first)).status;
  };

/** The command that pip makes of `bpython`: a prompt with another look. */
async function bpython(
  process: Process,
  installation: Installation,
  words: readonly string[],
  open: (argv: readonly string[], folder: string) => Promise<PythonSession>,
): Promise<number> {
  const { bpythonLook, introducePython, runPrompt } = await process.machine.clock.hold(
    import("./interpreter/prompt.ts"),
  );
  const look = bpythonLook(installation, new Site(process, installation).get("bpython")?.version ?? "");
  if (words.includes("--version") || words.includes("-V")) {
    await process.stdout.write(`${look.greeting.split("\n")[0] ?? ""}\n`);
    return 0;
  }
  await introducePython(process);
  return runPrompt(process, await open([""], process.cwd), look);
}

/** Modules that the lab has, and how the script that starts one is known. */
const MODULES: Readonly<Record<string, { readonly run: typeof pip; readonly script: RegExp }>> = {
  pip: { run: pip, script: /^from pip\._internal\.cli\.main import main$/m },
  venv: { run: venv, script: /^from venv import main$/m },
  virtualenv: { run: virtualenv, script: /^from virtualenv\.__main__ import run_with_catch$/m },
};

/** Debian keeps pip and virtualenv in packages of their own: without them the module is not there. */
async function runModule(process: Process, module: string, words: readonly string[]): Promise<number> {
  const installation = installationOf(process);
  const { environment, systemPackages, executable, scripts } = installation;
  const command =
    environment === undefined && systemPackages !== undefined ? `/usr/bin/${module}` : `${scripts}/${module}`;
  if (module !== "venv" && !process.files.exists(command)) {
    await process.stderr.write(`${executable}: No module named ${module}\n`);
    return 1;
  }
  return MODULES[module]?.run(process, installation, words) ?? 1;
}

/** An option that this playground's Python does not take, or a module that it cannot run. */
async function unknownOption(process: Process, option: string, module: string | undefined): Promise<number> {
  const what = option === "-m" && module !== undefined ? `python -m ${module}` : `python ${option}`;
  await process.stderr.write(
    languageOf(process.env) === "es"
      ? `Este laboratorio no simula «${what}».\n`
      : `This playground does not simulate "${what}".\n`,
  );
  return 1;
}
