import { languageOf } from "../../cli/not-simulated.ts";
import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import type { Process, Program } from "../../kernel/process.ts";
import { fileServer } from "./file-server.ts";
import { milestones, milestonesScript } from "./milestones.ts";
import { statusClient, statusClientUrl } from "./status-client.ts";
import { pythonVersion } from "./version.ts";

/**
 * Python as far as the course needs it: its version, `-m http.server`, and the course's own scripts, known by what they
 * do. There is no interpreter behind it: of other code it says so.
 */
export const python3: Program = async (process) => {
  const args = process.args.slice(1);
  while (/^-[uBEIsOqvW]+$/.test(args[0] ?? "")) args.shift();
  const [first, ...rest] = args;
  if (first === "-V" || first === "--version") {
    await process.stdout.write(`Python ${pythonVersion(process)}\n`);
    return 0;
  }
  if (first === "-m" && rest[0] === "http.server") return fileServer(process, rest.slice(1));
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
  const service = milestonesScript(text);
  if (service) return milestones(process, service, path);
  const url = statusClientUrl(text);
  if (url !== undefined) return statusClient(process, url, rest, first);
  return notRun(process, first);
};

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
