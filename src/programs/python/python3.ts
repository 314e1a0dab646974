import { languageOf } from "../../cli/not-simulated.ts";
import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import type { Process, Program } from "../../kernel/process.ts";
import { type DockerCloudAccess, dockerCloudScript } from "./docker-cloud-script.ts";
import { fileServer } from "./file-server.ts";
import { installationOf } from "./installation.ts";
import { milestones, milestonesScript } from "./milestones.ts";
import { pip } from "./pip/pip.ts";
import { statusClient, statusClientUrl } from "./status-client.ts";
import { venv, virtualenv } from "./venv.ts";

/**
 * Python as far as the course needs it: its version, `-m http.server`, pip, virtual environments, and the course's own scripts, known by what they
 * do. There is no interpreter behind it: of other code it says so.
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
    const printed = first === "-c" ? plainPrint(rest[0] ?? "") : undefined;
    if (printed !== undefined) {
      await process.stdout.write(`${printed}\n`);
      return 0;
    }
    if (first === undefined || first.startsWith("-")) return notRun(process, first === "-c" ? "-c" : (first ?? ""));
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
      return dockerCloudScript(process, installationOf(process), rest, path, dockerCloud);
    const service = milestonesScript(text);
    if (service) return milestones(process, service, path);
    const url = statusClientUrl(text);
    if (url !== undefined) return statusClient(process, url, rest, first);
    return notRun(process, first);
  };

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

/** What a `print` of plain literals prints; undefined for all other code. */
function plainPrint(code: string): string | undefined {
  const inside = /^\s*print\(\s*((?:(?:"[^"\\\n]*"|'[^'\\\n]*'|-?\d+)\s*(?:,\s*)?)*)\)\s*$/.exec(code)?.[1];
  return (
    inside
      ?.match(/"[^"]*"|'[^']*'|-?\d+/g)
      ?.map((word) => word.replace(/^["'](.*)["']$/s, "$1"))
      .join(" ") ?? (inside === "" ? "" : undefined)
  );
}

async function notRun(process: Process, what: string): Promise<number> {
  const spanish = languageOf(process.env) === "es";
  const code = what === "" ? "" : ` (${what})`;
  await process.stderr.write(
    spanish
      ? `Este laboratorio no ejecuta Python${code}: solo los servicios del curso y «python3 -m http.server».\n`
      : `This playground does not run Python${code}: only the course's services and "python3 -m http.server".\n`,
  );
  return 1;
}
