import { languageOf } from "../../../cli/not-simulated.ts";
import { type Options, parseOptions, UsageError } from "../../../commands/options.ts";
import { FileError } from "../../../kernel/filesystem.ts";
import type { Process } from "../../../kernel/process.ts";
import type { Installation } from "../installation.ts";
import { normalised } from "./index.ts";
import { install, PipError, wantedOf } from "./install.ts";
import { isSatisfied, keyOf, parseRequirement } from "./requirement.ts";
import { Site } from "./site.ts";

const OPTIONS = {
  short: "r:Uqvyi:e:t:f:c:hVo",
  long:
    "requirement:=r upgrade=U quiet=q verbose=v yes=y no-cache-dir user break-system-packages force-reinstall index-url:=i " +
    "extra-index-url: trusted-host: no-deps pre editable:=e target:=t find-links:=f constraint:=c disable-pip-version-check " +
    "no-input root-user-action: outdated=o format: timeout: retries: prefix: default-timeout: no-warn-script-location files",
};

/** Commands of pip that the lab does not have. */
const NOT_SIMULATED = "download wheel config search cache index hash completion debug inspect lock".split(" ");

const USAGE = `
Usage:   
  pip <command> [options]

Commands:
  install                     Install packages.
  uninstall                   Uninstall packages.
  freeze                      Output installed packages in requirements format.
  list                        List installed packages.
  show                        Show information about installed packages.
  check                       Verify installed packages have compatible dependencies.
  help                        Show help for commands.
`;

/** pip of one Python. @param args what follows `pip` */
export async function pip(process: Process, installation: Installation, args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args, OPTIONS);
    const [action, ...operands] = options.operands;
    options.operands.splice(0, options.operands.length, ...operands);
    return await perform(process, installation, action, options);
  } catch (error) {
    if (error instanceof PipError) {
      const prefix = error.message.startsWith("error: ") ? "" : "ERROR: ";
      await process.stderr.write(`${prefix}${error.message}\n`);
      return error.status;
    }
    if (error instanceof UsageError) {
      const name = /'(-[^']*)'/.exec(error.message)?.[1] ?? `-${/'(.)'/.exec(error.message)?.[1] ?? ""}`;
      await process.stderr.write(`\nUsage:   \n  pip <command> [options]\n\nno such option: ${name}\n`);
      return 2;
    }
    if (error instanceof FileError) {
      await process.stderr.write(
        `ERROR: Could not install packages due to an OSError: [Errno ${error.code === "EROFS" ? 30 : 13}] ${error.message}: '${error.path}'\nCheck the permissions.\n\n`,
      );
      return 1;
    }
    throw error;
  }
}

async function perform(
  process: Process,
  installation: Installation,
  action: string | undefined,
  options: Options,
): Promise<number> {
  const site = new Site(process, installation);
  const out = (text: string) => process.stdout.write(text);
  if (options.has("V") || options.has("version")) {
    await out(`pip ${site.pipVersion()} from ${site.pipFolder()} (python ${installation.series})\n`);
    return 0;
  }
  switch (action) {
    case "install":
      return install(process, installation, options);
    case "uninstall":
      return uninstall(process, site, installation, options);
    case "list":
      return list(process, site, options);
    case "freeze":
      for (const one of site.list())
        if (!["pip", "setuptools", "wheel"].includes(one.name)) await out(`${one.name}==${one.version}\n`);
      return 0;
    case "show":
      return show(process, site, options.operands);
    case "check":
      return check(process, site);
    case undefined:
    case "help":
      await out(USAGE);
      return 0;
    default:
      if (!NOT_SIMULATED.includes(action)) throw new PipError(`unknown command "${action}"`);
      await process.stderr.write(
        languageOf(process.env) === "es"
          ? `Este laboratorio no simula «pip ${action}».\n`
          : `This playground does not simulate "pip ${action}".\n`,
      );
      return 1;
  }
}

async function list(process: Process, site: Site, options: Options): Promise<number> {
  if (options.has("o")) return 0;
  const rows = site.list();
  if (options.value("format") === "freeze") {
    for (const one of rows) await process.stdout.write(`${one.name}==${one.version}\n`);
    return 0;
  }
  if (options.value("format") === "json") {
    await process.stdout.write(`${JSON.stringify(rows.map(({ name, version }) => ({ name, version })))}\n`);
    return 0;
  }
  const width = Math.max(7, ...rows.map(({ name }) => name.length));
  const second = Math.max(7, ...rows.map(({ version }) => version.length));
  await process.stdout.write(
    `${"Package".padEnd(width)} Version\n${"-".repeat(width)} ${"-".repeat(second)}\n` +
      rows.map(({ name, version }) => `${name.padEnd(width)} ${version}\n`).join(""),
  );
  return 0;
}

async function show(process: Process, site: Site, names: readonly string[]): Promise<number> {
  if (names.length === 0) {
    await process.stderr.write("WARNING: ERROR: Please provide a package name or names.\n");
    return 1;
  }
  const missing = names.filter((name) => !site.get(name));
  if (missing.length > 0) await process.stderr.write(`WARNING: Package(s) not found: ${missing.join(", ")}\n`);
  const texts = names.flatMap((name) => {
    const one = site.get(name);
    if (!one) return [];
    const needs = (requires: readonly string[]) => requires.map((text) => parseRequirement(text)?.name ?? "").sort();
    const by = site
      .list()
      .filter(({ requires }) => needs(requires).some((other) => normalised(other) === normalised(one.name)))
      .map((other) => other.name);
    const field = (key: string) => one.fields.get(key) ?? "";
    return [
      `Name: ${one.name}\nVersion: ${one.version}\nSummary: ${field("Summary")}\nHome-page: ${field("Home-page")}\nAuthor: ${field("Author")}\n` +
        `Author-email: ${field("Author-email")}\nLicense${field("License-Expression") === "" ? "" : "-Expression"}: ${field("License-Expression")}\nLocation: ${one.location}\nRequires: ${needs(one.requires).join(", ")}\nRequired-by: ${by.join(", ")}\n`,
    ];
  });
  await process.stdout.write(texts.join("---\n"));
  return texts.length > 0 ? 0 : 1;
}

async function uninstall(process: Process, site: Site, { managed }: Installation, options: Options): Promise<number> {
  const wanted = wantedOf(process, options.operands, options.values("r"));
  if (wanted.length === 0)
    throw new PipError('You must give at least one requirement to uninstall (see "pip help uninstall")');
  if (managed !== undefined && !options.has("break-system-packages"))
    throw new PipError(
      "error: externally-managed-environment\n\n× This environment is externally managed\nhint: See PEP 668 for the detailed specification.",
    );
  for (const { requirement } of wanted) {
    const one = site.get(requirement.name);
    if (!one || one.folder === "") {
      await process.stderr.write(`WARNING: Skipping ${requirement.name} as it is not installed.\n`);
      continue;
    }
    await process.stdout.write(
      `Found existing installation: ${one.name} ${one.version}\nUninstalling ${one.name}-${one.version}:\n`,
    );
    if (!options.has("y")) {
      await process.stdout.write(`  Would remove:\n    ${one.location}/${one.folder}/*\nProceed (Y/n)? `);
      const answer = await process.stdin.read();
      if (answer === null || !/^(y|Y|\n|$)/.test(answer)) return answer === null ? 1 : 0;
    }
    site.uninstall(one);
    await process.stdout.write(`  Successfully uninstalled ${one.name}-${one.version}\n`);
  }
  return 0;
}

async function check(process: Process, site: Site): Promise<number> {
  let status = 0;
  for (const one of site.list()) {
    for (const text of one.requires) {
      const requirement = parseRequirement(text);
      if (!requirement) continue;
      const other = site.get(keyOf(requirement));
      if (other && isSatisfied(requirement, other.version)) continue;
      status = 1;
      await process.stdout.write(
        other
          ? `${one.name} ${one.version} has requirement ${requirement.text}, but you have ${other.name} ${other.version}.\n`
          : `${one.name} ${one.version} requires ${requirement.name}, which is not installed.\n`,
      );
    }
  }
  if (status === 0) await process.stdout.write("No broken requirements found.\n");
  return status;
}
