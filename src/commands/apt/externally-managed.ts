import type { PackageFile } from "./package.ts";

/** What pip shows when it refuses (Debian's python3, README.venv; PEP 668). */
const TEXT = `[externally-managed]
Error=To install Python packages system-wide, try apt install
 python3-xyz, where xyz is the package you are trying to
 install.

 If you wish to install a non-Debian-packaged Python package,
 create a virtual environment using python3 -m venv path/to/venv.
 Then use path/to/venv/bin/python and path/to/venv/bin/pip. Make
 sure you have python3-full installed.

 If you wish to install a non-Debian packaged Python application,
 it may be easiest to use pipx install xyz, which will manage a
 virtual environment for you. Make sure you have pipx installed.

 See /usr/share/doc/python3.13/README.venv for more information.
`;

/** The file by which Debian tells pip to leave its Python alone. @param python "python3.13" */
export const externallyManaged = (python: string): PackageFile => ({
  path: `/usr/lib/${python}/EXTERNALLY-MANAGED`,
  content: TEXT.replace("python3.13", python),
});
