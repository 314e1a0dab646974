import { toolVersion } from "../../commands/tool-versions.ts";
import { ExecError, pathOf } from "../../kernel/executable.ts";
import type { FileSystem } from "../../kernel/filesystem.ts";
import type { Process } from "../../kernel/process.ts";
import { pythonVersion } from "./version.ts";

/** One Python of a machine: the system's, the image's, a virtual environment's. */
export interface Installation {
  /** Its executable, as it was called: "/root/venv/bin/python3". */
  readonly executable: string;
  /** "3.14" */
  readonly series: string;
  /** "3.14.10" */
  readonly version: string;
  /** The environment's folder, for a virtual environment. */
  readonly environment: string | undefined;
  /** Where packages are put, and their commands. */
  readonly packages: string;
  readonly scripts: string;
  /** Where the system's own packages are, besides. */
  readonly systemPackages: string | undefined;
  /** The file by which a distribution keeps pip out (PEP 668). */
  readonly managed: string | undefined;
}

/** The last patch level of Python 2, which some systems have beside their own. */
const PYTHON_2 = "2.7.18";

/** The version of a system's own Python; an image of python tells its own. @param series "3.13" */
function systemVersion(files: FileSystem, series: string): string {
  if (series === "2.7") return PYTHON_2;
  const packaged = toolVersion(files, "python3");
  return packaged.startsWith(`${series}.`) ? packaged : `${series}.0`;
}

/** The Python that a process of one is, by the name it was called. */
export function installationOf(process: Process): Installation {
  const { files, env, cwd, args } = process;
  let executable = args[0] ?? "python3";
  try {
    executable = pathOf(files, executable, env.PATH ?? "", cwd);
  } catch (error) {
    if (!(error instanceof ExecError)) throw error;
  }
  const real = files.exists(executable) ? files.realpath(executable) : executable;
  const named = /python(\d\.\d+)$/.exec(real)?.[1];
  const ofImage = real.startsWith("/usr/local/");
  const folder = executable.replace(/\/[^/]*$/, "");
  const root = folder.replace(/\/bin$/, "");
  const own = /\/versions\/(\d\.\d+\.\d+)\//.exec(real)?.[1];
  const version = own ?? (ofImage || named === undefined ? pythonVersion(process) : systemVersion(files, named));
  const series = named ?? version.split(".").slice(0, 2).join(".");
  const lib = `lib/python${series}`;
  if (files.exists(`${root}/pyvenv.cfg`))
    return {
      ...{ executable, series, version, environment: root, scripts: `${root}/bin` },
      ...{ packages: `${root}/${lib}/site-packages`, systemPackages: undefined, managed: undefined },
    };
  if (ofImage || own !== undefined) {
    const prefix = real.replace(/\/bin\/[^/]*$/, "");
    return {
      ...{ executable, series, version, environment: undefined, scripts: `${prefix}/bin` },
      ...{ packages: `${prefix}/${lib}/site-packages`, systemPackages: undefined, managed: undefined },
    };
  }
  const mark = `/usr/${lib}/EXTERNALLY-MANAGED`;
  return {
    ...{ executable, series, version, environment: undefined, scripts: "/usr/local/bin" },
    packages: `/usr/local/${lib}/dist-packages`,
    systemPackages: "/usr/lib/python3/dist-packages",
    managed: files.exists(mark) ? mark : undefined,
  };
}
