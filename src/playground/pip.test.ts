import { beforeEach, expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

let lab: HeadlessLab;
const output = async (line: string) => (await lab.run("manager1", line)).output;
const inPython = (line: string) =>
  output(`docker run --rm python:3 sh -c '${line}' 2>&1`).then((text) =>
    text.replace(/^[\s\S]*Downloaded newer image for python:3\n/, ""),
  );

beforeEach(() => {
  lab = new HeadlessLab();
});

test("what a package needs is collected, downloaded and installed in pip's order (a run of pip 26.2 on record)", async () => {
  expect(await inPython("pip install --root-user-action ignore --no-cache-dir fastapi")).toMatch(
    new RegExp(
      [
        "^Collecting fastapi",
        "  Downloading fastapi-0\\.142\\.2-py3-none-any\\.whl\\.metadata \\(27 kB\\)",
        "Collecting starlette>=0\\.46\\.0 \\(from fastapi\\)",
        "  Downloading starlette-1\\.7\\.0-py3-none-any\\.whl\\.metadata \\(6\\.6 kB\\)",
        "Collecting pydantic>=2\\.9\\.0 \\(from fastapi\\)[\\s\\S]*",
        "Collecting annotated-types>=0\\.6\\.0 \\(from pydantic>=2\\.9\\.0->fastapi\\)",
        "[\\s\\S]*Collecting pydantic-core==2\\.46\\.5 \\(from pydantic>=2\\.9\\.0->fastapi\\)",
        "[\\s\\S]*Downloading fastapi-0\\.142\\.2-py3-none-any\\.whl \\(144 kB\\)",
        "Downloading annotated_doc-0\\.0\\.5-py3-none-any\\.whl \\(5\\.3 kB\\)",
        "Downloading opentelemetry_api-[\\s\\S]* {3}━{40} 2\\.1/2\\.1 MB 11\\.2 MB/s {2}0:00:00",
        "Downloading annotated_types[\\s\\S]*",
        "Installing collected packages: typing-extensions, idna, annotated-types, annotated-doc, typing-inspection, pydantic-core, opentelemetry-api, anyio, starlette, pydantic, fastapi",
        "",
        "Successfully installed annotated-doc-0\\.0\\.5 annotated-types-0\\.8\\.0 anyio-4\\.15\\.1 fastapi-0\\.142\\.2 ",
      ].join("\n"),
    ),
  );
});

test("packages are listed, shown, frozen and taken away", async () => {
  expect(
    await inPython(
      "pip install -q requests; pip freeze; pip show requests | tail -2; pip uninstall -y requests; pip uninstall -y requests; pip check",
    ),
  ).toBe(
    "WARNING: Running pip as the 'root' user can result in broken permissions and conflicting behaviour with the system package manager, possibly rendering your system unusable. It is recommended to use a virtual environment instead: https://pip.pypa.io/warnings/venv. Use the --root-user-action option if you know what you are doing and want to suppress this warning.\n" +
      "certifi==2026.7.22\ncharset-normalizer==3.5.2\nidna==3.20\nrequests==2.34.2\nurllib3==2.8.0\n" +
      "Requires: certifi, charset_normalizer, idna, urllib3\nRequired-by: \n" +
      "Found existing installation: requests 2.34.2\nUninstalling requests-2.34.2:\n  Successfully uninstalled requests-2.34.2\n" +
      "WARNING: Skipping requests as it is not installed.\nNo broken requirements found.\n",
  );
});

test("a requirements file is read, in a build too", async () => {
  const built = await output(
    "printf 'hug\\n# a comment\\ngunicorn>=20\\n' > requirements.txt; printf 'FROM python:3\\nCOPY requirements.txt .\\nRUN pip install --no-cache-dir -r requirements.txt && which gunicorn hug\\n' > Dockerfile; docker build --progress plain . 2>&1",
  );
  expect(built).toContain("Collecting hug (from -r requirements.txt (line 1))\n");
  expect(built).toContain("Collecting gunicorn>=20 (from -r requirements.txt (line 3))\n");
  expect(built).toContain("Collecting falcon==2.0.0 (from hug->-r requirements.txt (line 1))\n");
  expect(built).toMatch(/\/usr\/local\/bin\/gunicorn\n#\d+ [\d.]+ \/usr\/local\/bin\/hug\n/);
});

test("faults are told as pip tells them", async () => {
  expect(await inPython("pip install flask==9.9; pip frobnicate; pip install -r no.txt; pip install")).toBe(
    "ERROR: Could not find a version that satisfies the requirement flask==9.9 (from versions: 3.1.3)\nERROR: No matching distribution found for flask==9.9\n" +
      "(This playground has the course's Python packages only, in one version: PyPI may have more.)\n" +
      'ERROR: unknown command "frobnicate"\n' +
      "ERROR: Could not open requirements file: [Errno 2] No such file or directory: 'no.txt'\n" +
      'ERROR: You must give at least one requirement to install (see "pip help install")\n',
  );
  expect(await output("docker run --rm --network none python:3 pip install flask 2>&1 | tail -1")).toBe(
    "ERROR: No matching distribution found for flask\n",
  );
});

test("Debian keeps pip away from its Python; a virtual environment is the way out", async () => {
  expect((await lab.run("manager1", "pip --version")).exit).toBe(127);
  await output("apt-get update -qq && apt-get install -y -qq python3-pip > /dev/null 2>&1");
  expect(await output("pip install flask 2>&1")).toMatch(
    /^error: externally-managed-environment\n\n× This environment is externally managed\n╰─> To install Python packages system-wide, try apt install\n {4}python3-xyz, where xyz is the package you are trying to\n/,
  );
  expect(await output("rm -rf venv; python3 -m venv venv; ls venv 2>&1")).toMatch(
    /^The virtual environment was not created[\s\S]*apt install python3\.14-venv/,
  );
  await output("apt-get install -y -qq python3-venv > /dev/null 2>&1");
  expect(
    await output(
      "python3 -m venv venv && . venv/bin/activate && which pip python && pip install -q flask && which flask && pip --version; deactivate; which pip",
    ),
  ).toMatch(
    /^\/root\/curso\/venv\/bin\/pip\n\/root\/curso\/venv\/bin\/python\n\/root\/curso\/venv\/bin\/flask\npip \S+ from \/root\/curso\/venv\/lib\/python3\.14\/site-packages\/pip \(python 3\.14\)\n\/usr\/bin\/pip\n$/,
  );
});

test("pyenv puts another Python in force", async () => {
  expect(await output("pyenv global 2.7.14 2>&1; pyenv versions")).toBe(
    "pyenv: version `2.7.14' not installed\n* system (set by /root/.pyenv/version)\n",
  );
  expect(
    await output(
      'pyenv install 2.7.14 2>/dev/null; pyenv global 2.7.14; eval "$(pyenv init -)"; which python; python --version; pip --version; pyenv versions; pyenv version',
    ),
  ).toBe(
    "/root/.pyenv/shims/python\nPython 2.7.14\npip 26.2.1 from /root/.pyenv/versions/2.7.14/lib/python2.7/site-packages/pip (python 2.7)\n" +
      "  system\n* 2.7.14 (set by /root/.pyenv/version)\n2.7.14 (set by /root/.pyenv/version)\n",
  );
});

test("pyenv leaves a version that is there, and tells which ones have a command", async () => {
  expect(
    await output(
      "pyenv install 2.7.14 2>/dev/null; pyenv install -s 2.7.14; pyenv global system; pyenv which python2.7 2>&1; pyenv which nosuch 2>&1",
    ),
  ).toBe(
    "pyenv: python2.7: command not found\n\nThe `python2.7' command exists in these Python versions:\n  2.7.14\n\n" +
      "Note: See 'pyenv help global' for tips on allowing multiple\n      Python versions to be found at the same time.\n" +
      "pyenv: nosuch: command not found\n",
  );
});
