import type { Run } from "../command.ts";
import type { Installed } from "./installed.ts";
import { fullName, type Package } from "./package.ts";

/** From so many packages on, apt hands dpkg a folder of them with numbered names (Dpkg::Install::Recursive::Minimum). */
const FOLDER_FROM = 5;

/** How long dpkg takes for a package, ms. */
const STEP_MS = 45;

/** Files that dpkg counts in a fresh base system, reconstructed; each package adds some. */
const BASE_FILES = 5645;

const LINE = 30;

/** The end of a path that dpkg names a package's file by (summarize_filename in dpkg's source). */
function shortPath(path: string): string {
  let rest = path;
  while (rest.length > LINE && rest.includes("/")) rest = rest.slice(rest.indexOf("/") + 1);
  return rest === path ? path : `.../${rest}`;
}

const archiveName = ({ name, version, architecture }: Package) =>
  `${name}_${version.replaceAll(":", "%3a")}_${architecture}.deb`;

const count = (installed: Installed) =>
  installed.list().reduce((sum, one) => sum + 4 + Math.floor(one.installedSize / 60), BASE_FILES - 78 * 40);

/** `(Reading database ... 5645 files and directories currently installed.)` */
const readingDatabase = (installed: Installed): string =>
  `(Reading database ... ${count(installed)} files and directories currently installed.)\n`;

/** Lets dpkg unpack packages and set them up, in this order. */
export async function unpack(run: Run, packages: readonly Package[], installed: Installed): Promise<void> {
  const { process } = run;
  if (!installed.has("apt-utils"))
    await process.stderr.write("debconf: delaying package configuration, since apt-utils is not installed\n");
  const inFolder = packages.length >= FOLDER_FROM;
  const digits = String(packages.length - 1).length;
  let read = false;
  for (const [index, one] of packages.entries()) {
    const name = fullName(one);
    if (!installed.hasConfiguration(one.name)) await run.out(`Selecting previously unselected package ${name}.\n`);
    if (!read) await run.out(readingDatabase(installed));
    read = true;
    const path = inFolder
      ? `/tmp/apt-dpkg-install-abcdef/${String(index).padStart(digits, "0")}-${archiveName(one)}`
      : `/var/cache/apt/archives/${archiveName(one)}`;
    await run.out(`Preparing to unpack ${shortPath(path)} ...\n`);
    await process.sleep(STEP_MS);
    await run.out(`Unpacking ${name} (${one.version}) ...\n`);
    putFiles(run, one);
  }
  for (const one of packages) {
    await process.sleep(STEP_MS);
    await run.out(`Setting up ${fullName(one)} (${one.version}) ...\n`);
    for (const line of setUp(run, one)) await run.out(`${line}\n`);
    installed.add(one);
  }
  await triggers(run, packages, installed);
}

function putFiles(run: Run, one: Package): void {
  const { files } = run;
  const put = (path: string, action: (path: string) => void) => {
    files.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    if (files.exists(path)) files.remove(path);
    action(path);
  };
  let shown = 0;
  for (const { path, size = 0, program, target, content } of one.files) {
    if (target !== undefined) put(path, () => files.symlink(target, path));
    else if (content !== undefined)
      put(path, () => files.writeFile(path, content, { mode: content.startsWith("#!") ? 0o755 : 0o644 }));
    else if (program !== undefined) put(path, () => files.writeFile(path, "", { mode: 0o755, program, size }));
    shown += size;
  }
  // The rest of what it takes on the disk: libraries, data.
  const rest = Math.max(0, one.installedSize * 1024 - shown);
  if (rest > 0) put(`/usr/share/doc/${one.name}/contents`, (path) => files.writeFile(path, "", { size: rest }));
  const list = one.files.map(({ path }) => `${path}\n`).join("");
  put(`/var/lib/dpkg/info/${fullName(one)}.list`, (path) => files.writeFile(path, `/.\n${list}`));
}

/** Names that update-alternatives gives a package's binary, from the packages' own scripts. */
const ALTERNATIVES: Readonly<Record<string, readonly (readonly [binary: string, link: string, name: string])[]>> = {
  vim: ["ex", "vi", "view", "vim", "vimdiff", "rvim", "rview", "editor"].map((name) => [
    "/usr/bin/vim.basic",
    `/usr/bin/${name}`,
    name,
  ]),
  "vim-tiny": ["ex", "vi", "view", "rview", "editor"].map((name) => ["/usr/bin/vim.tiny", `/usr/bin/${name}`, name]),
  nano: [
    ["/bin/nano", "/usr/bin/editor", "editor"],
    ["/bin/nano", "/usr/bin/pico", "pico"],
  ],
  "netcat-openbsd": [["/bin/nc.openbsd", "/bin/nc", "nc"]],
  "netcat-traditional": [["/bin/nc.traditional", "/bin/nc", "nc"]],
  "inetutils-telnet": [["/usr/bin/inetutils-telnet", "/usr/bin/telnet", "telnet"]],
  traceroute: [["/usr/bin/traceroute.db", "/usr/bin/traceroute", "traceroute"]],
};

/** What a package's script does and says when it is set up. */
function setUp(run: Run, one: Package): string[] {
  const { files } = run;
  if (one.name === "ca-certificates") {
    files.mkdir("/etc/ssl/certs", { recursive: true });
    files.writeFile("/etc/ssl/certs/ca-certificates.crt", "", { size: 224_453 });
    return ["Updating certificates in /etc/ssl/certs...", "150 added, 0 removed; done."];
  }
  return (ALTERNATIVES[one.name] ?? []).flatMap(([binary, path, name]) => {
    if (files.exists(path)) return [];
    files.symlink(binary, path);
    return [`update-alternatives: using ${binary} to provide ${path} (${name}) in auto mode`];
  });
}

async function triggers(run: Run, packages: readonly Package[], installed: Installed): Promise<void> {
  const version = (name: string) => installed.list().find((one) => one.name === name)?.version ?? "";
  const names = packages.map(({ name }) => name);
  if (installed.has("man-db") && !names.includes("man-db"))
    await run.out(`Processing triggers for man-db (${version("man-db")}) ...\n`);
  if (packages.some(({ coinstallable }) => coinstallable))
    await run.out(`Processing triggers for libc-bin (${version("libc-bin")}) ...\n`);
  if (names.includes("ca-certificates"))
    await run.out(
      `Processing triggers for ca-certificates (${version("ca-certificates")}) ...\nUpdating certificates in /etc/ssl/certs...\n` +
        "0 added, 0 removed; done.\nRunning hooks in /etc/ca-certificates/update.d...\ndone.\n",
    );
}

/** Lets dpkg take packages away. @param purge their configuration too */
export async function takeAway(
  run: Run,
  packages: readonly Package[],
  installed: Installed,
  purge: boolean,
): Promise<void> {
  const { files, process } = run;
  await run.out(readingDatabase(installed));
  for (const one of packages) {
    await run.out(`Removing ${fullName(one)} (${one.version}) ...\n`);
    await process.sleep(STEP_MS);
    const links = (ALTERNATIVES[one.name] ?? []).map(([, path]) => path);
    const own = [
      ...one.files.map(({ path }) => path),
      `/usr/share/doc/${one.name}`,
      `/var/lib/dpkg/info/${fullName(one)}.list`,
    ];
    for (const path of own) if (exists(run, path)) files.remove(path);
    // A name that led to what is gone now leads nowhere.
    for (const path of links) if (exists(run, path) && !files.exists(path)) files.unlink(path);
    installed.remove(one, purge);
  }
  await triggers(run, packages, installed);
}

function exists(run: Run, path: string): boolean {
  const folder = path.slice(0, path.lastIndexOf("/")) || "/";
  return run.files.exists(folder) && run.files.readdir(folder).includes(path.slice(path.lastIndexOf("/") + 1));
}
