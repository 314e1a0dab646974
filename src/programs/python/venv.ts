import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import type { Process } from "../../kernel/process.ts";
import type { Installation } from "./installation.ts";

/** A script that starts pip of one Python. */
export const pipScript = (python: string): string =>
  `#!${python}\n# -*- coding: utf-8 -*-\nimport re\nimport sys\nfrom pip._internal.cli.main import main\nif __name__ == '__main__':\n    sys.exit(main())\n`;

/** What `. bin/activate` does: the environment's commands come first, the prompt says so, `deactivate` undoes it. */
const activateScript = (
  folder: string,
  prompt: string,
): string => `# This file must be used with "source bin/activate" *from bash*
# You cannot run it directly

deactivate () {
    # reset old environment variables
    if [ -n "\${_OLD_VIRTUAL_PATH:-}" ] ; then
        PATH="\${_OLD_VIRTUAL_PATH:-}"
        export PATH
        unset _OLD_VIRTUAL_PATH
    fi

    # the shell remembers where commands were
    hash -r 2> /dev/null

    if [ -n "\${_OLD_VIRTUAL_PS1:-}" ] ; then
        PS1="\${_OLD_VIRTUAL_PS1:-}"
        export PS1
        unset _OLD_VIRTUAL_PS1
    fi

    unset VIRTUAL_ENV
    unset VIRTUAL_ENV_PROMPT
    if [ ! "\${1:-}" = "nondestructive" ] ; then
        # self destruct!
        unset -f deactivate
    fi
}

# unset irrelevant variables
deactivate nondestructive

VIRTUAL_ENV='${folder}'
export VIRTUAL_ENV

_OLD_VIRTUAL_PATH="$PATH"
PATH="$VIRTUAL_ENV/bin:$PATH"
export PATH

VIRTUAL_ENV_PROMPT='${prompt}'
export VIRTUAL_ENV_PROMPT

if [ -z "\${VIRTUAL_ENV_DISABLE_PROMPT:-}" ] ; then
    _OLD_VIRTUAL_PS1="\${PS1:-}"
    PS1="(\${VIRTUAL_ENV_PROMPT}) \${PS1:-}"
    export PS1
fi

hash -r 2> /dev/null
`;

/** Makes a virtual environment: a Python that is a link, a pip, `activate`. @throws FileError */
function makeEnvironment(process: Process, { executable, series, version }: Installation, folder: string): void {
  const { files } = process;
  const prompt = folder.replace(/.*\//, "");
  const put = (path: string, content: string, mode = 0o644) => files.writeFile(`${folder}/${path}`, content, { mode });
  const link = (path: string, target: string) => {
    if (!files.exists(`${folder}/${path}`)) files.symlink(target, `${folder}/${path}`);
  };
  for (const path of ["bin", "include", `lib/python${series}/site-packages`])
    files.mkdir(`${folder}/${path}`, { recursive: true });
  link("lib64", "lib");
  link("bin/python3", executable);
  link("bin/python", "python3");
  link(`bin/python${series}`, "python3");
  for (const name of ["pip", "pip3", `pip${series}`]) put(`bin/${name}`, pipScript(`${folder}/bin/python3`), 0o755);
  put("bin/activate", activateScript(folder, prompt));
  put(".gitignore", "# Created by venv; see https://docs.python.org/3/library/venv.html\n*\n");
  put(
    "pyvenv.cfg",
    `home = ${executable.replace(/\/[^/]*$/, "")}\ninclude-system-site-packages = false\nversion = ${version}\nexecutable = ${files.realpath(executable)}\ncommand = ${executable} -m venv ${folder}\n`,
  );
}

/** `python3 -m venv DIR…`. Debian keeps what it needs in a package of its own. */
export async function venv(process: Process, installation: Installation, args: readonly string[]): Promise<number> {
  const names = args.filter((arg) => !arg.startsWith("-"));
  if (names.length === 0) {
    await process.stderr.write(
      "usage: venv [-h] [--system-site-packages] [--symlinks | --copies] [--clear]\n            [--upgrade] [--without-pip] [--prompt PROMPT] [--upgrade-deps]\n            [--without-scm-ignore-files]\n            ENV_DIR [ENV_DIR ...]\nvenv: error: the following arguments are required: ENV_DIR\n",
    );
    return 2;
  }
  for (const name of names) {
    const folder = resolvePath(process.cwd, name);
    const { series, systemPackages } = installation;
    const debian = systemPackages !== undefined && process.files.exists("/etc/debian_version");
    if (debian && !process.files.exists(`/var/lib/dpkg/info/python${series}-venv.list`)) {
      await process.stdout.write(
        `The virtual environment was not created successfully because ensurepip is not\navailable.  On Debian/Ubuntu systems, you need to install the python3-venv\npackage using the following command.\n\n    apt install python${series}-venv\n\nYou may need to use sudo with that command.  After installing the python3-venv\npackage, recreate your virtual environment.\n\nFailing command: ${folder}/bin/python3\n\n`,
      );
      return 1;
    }
    try {
      await process.sleep(1500);
      makeEnvironment(process, installation, folder);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await process.stderr.write(`Error: [Errno 13] ${error.message}: '${error.path}'\n`);
      return 1;
    }
  }
  return 0;
}

/** `virtualenv DIR`. */
export async function virtualenv(
  process: Process,
  installation: Installation,
  args: readonly string[],
): Promise<number> {
  if (args[0] === "--version") {
    await process.stdout.write(`virtualenv 21.14.1 from ${installation.packages}/virtualenv/__init__.py\n`);
    return 0;
  }
  const name = args.filter(
    (arg, index) => !arg.startsWith("-") && args[index - 1] !== "-p" && args[index - 1] !== "--python",
  )[0];
  if (name === undefined) {
    await process.stderr.write(
      "usage: virtualenv [--version] [--with-traceback] [-v | -q] [--read-only-app-data] [--app-data APP_DATA] dest\nvirtualenv: error: the following arguments are required: dest\n",
    );
    return 2;
  }
  const folder = resolvePath(process.cwd, name);
  await process.sleep(700);
  makeEnvironment(process, installation, folder);
  await process.stdout.write(
    `created virtual environment CPython${installation.version}.final.0-64 in 712ms\n  creator CPython3Posix(dest=${folder}, clear=False, no_vcs_ignore=False, global=False)\n` +
      `  seeder FromAppData(download=False, pip=bundle, via=copy, app_data_dir=${process.env.HOME ?? "/root"}/.local/share/virtualenv)\n` +
      "    added seed packages: pip==26.2.1\n  activators BashActivator,CShellActivator,FishActivator,NushellActivator,PowerShellActivator,PythonActivator\n",
  );
  return 0;
}
