import { languageOf } from "../../cli/not-simulated.ts";
import type { Program } from "../../kernel/process.ts";
import { Run } from "../command.ts";
import { globRegex } from "../glob-regex.ts";
import { type Options, parseOptions, UsageError } from "../options.ts";
import { toolVersion } from "../tool-versions.ts";
import { loadCatalog } from "./catalog.ts";
import { distributionOf } from "./distribution.ts";
import { Installed, stanzaOf } from "./installed.ts";
import { fullName, type Package } from "./package.ts";

const ACTIONS = {
  short: "lsLSipPrVC",
  long:
    "list=l status=s listfiles=L search=S install=i print-avail=p purge=P remove=r print-architecture get-selections " +
    "configure audit=C verify=V show=W",
};

/** `dpkg` and `dpkg-query`: what is installed. */
function program(query: boolean): Program {
  return async (process) => {
    const say = (text: string) => process.stderr.write(text);
    let options: Options;
    try {
      options = parseOptions(
        process.args.slice(1),
        query ? { ...ACTIONS, short: "lsLSWf:", long: `${ACTIONS.long} showformat:=f` } : ACTIONS,
      );
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      await say(
        `${process.args[0]}: error: unknown option ${error.message.replace(/.*'(-*)([^']*)'.*/, (_all, _dashes, name: string) => (name.length > 1 ? name : `-${name}`))}\n\n${HINTS}`,
      );
      return 2;
    }
    const run = new Run(process, options, 1);
    if (options.has("version")) {
      await run.out(
        `Debian 'dpkg' package management program version ${toolVersion(process.machine.files, "dpkg")} (amd64).\n`,
      );
      return 0;
    }
    if (options.has("print-architecture")) {
      await run.out("amd64\n");
      return 0;
    }
    const catalog = await loadCatalog(process, distributionOf(process.files).codename);
    const installed = new Installed(process.files, catalog);
    const named = (name: string) => catalog.packages.get(name.replace(/:[a-z0-9]+$/, ""));
    const { operands } = options;
    if (options.has("l")) return listAll(run, installed, catalog.packages, operands);
    if (options.has("W")) return showEach(run, installed, operands);
    if (options.has("get-selections")) {
      for (const one of installed.list()) await run.out(`${fullName(one).padEnd(48)}install\n`);
      return 0;
    }
    if (options.has("s")) return statuses(run, installed, named, operands);
    if (options.has("L")) return fileLists(run, installed, named, operands);
    if (options.has("S")) return owners(run, installed, operands);
    for (const key of ["i", "r", "P"])
      if (options.has(key)) {
        const missing = key === "i" ? operands.find((name) => !process.files.exists(run.path(name))) : undefined;
        await say(
          missing !== undefined
            ? `dpkg: error: cannot access archive '${missing}': No such file or directory\n`
            : languageOf(process.env) === "es"
              ? "Este laboratorio no simula esta acción de dpkg: usa apt-get.\n"
              : "This playground does not simulate this action of dpkg: use apt-get.\n",
        );
        return 2;
      }
    if (options.has("C") || options.has("configure") || options.has("V")) return 0;
    await say(`${process.args[0]}: error: need an action option\n\n${HINTS}`);
    return 2;
  };
}

const HINTS = `Type dpkg --help for help about installing and deinstalling packages [*];
Use 'apt' or 'aptitude' for user-friendly package management;
Type dpkg -Dhelp for a list of dpkg debug flag values;
Type dpkg --force-help for a list of forcing options;
Type dpkg-deb --help for help about manipulating *.deb files;

Options marked [*] produce a lot of output - pipe it through 'less' or 'more' !
`;

const NO_INFO = "Use dpkg --info (= dpkg-deb --info) to examine archive files.\n";
const NO_CONTENTS = "Use dpkg --contents (= dpkg-deb --contents) to list archive files contents.\n";

/** The table of `dpkg -l`, as wide as it needs to be; on a terminal descriptions are cut at its edge. */
async function listAll(
  run: Run,
  installed: Installed,
  packages: ReadonlyMap<string, Package>,
  patterns: readonly string[],
): Promise<number> {
  const tests = patterns.map((pattern) => globRegex(pattern));
  const rows = [...packages.values()]
    .filter((one) => installed.has(one.name) || installed.hasConfiguration(one.name))
    .filter((one) => tests.length === 0 || tests.some((test) => test.test(one.name)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (rows.length === 0) {
    for (const pattern of patterns)
      await run.process.stderr.write(`dpkg-query: no packages found matching ${pattern}\n`);
    return patterns.length === 0 ? 0 : 1;
  }
  const width = (least: number, of: (one: Package) => string) => Math.max(least, ...rows.map((one) => of(one).length));
  const [name, version, architecture] = [
    width(14, fullName),
    width(12, (one) => one.version),
    width(12, (one) => one.architecture),
  ];
  const used = name + version + architecture + 7;
  const columns = run.process.stdout.isTTY ? (run.process.tty?.columns ?? 80) : undefined;
  const description = columns === undefined ? width(33, (one) => one.description) : Math.max(14, columns - used);
  const line = (state: string, cells: readonly [string, string, string, string]) =>
    `${state}  ${cells[0].padEnd(name)} ${cells[1].padEnd(version)} ${cells[2].padEnd(architecture)} ${cells[3].slice(0, description)}`.trimEnd();
  const bar = "=".repeat;
  const rule = `+++-${bar.call("=", name)}-${bar.call("=", version)}-${bar.call("=", architecture)}-${bar.call("=", description)}`;
  await run.out(
    `Desired=Unknown/Install/Remove/Purge/Hold\n| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend\n|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)\n` +
      `${line("||/", ["Name", "Version", "Architecture", "Description"]).replace("||/  ", "||/ ")}\n${rule}\n` +
      rows
        .map(
          (one) =>
            `${line(installed.has(one.name) ? "ii" : "rc", [fullName(one), one.version, one.architecture, one.description])}\n`,
        )
        .join(""),
  );
  return 0;
}

/** `dpkg-query -W -f='${Package} ${Version}\n'`. */
async function showEach(run: Run, installed: Installed, patterns: readonly string[]): Promise<number> {
  const format = run.options.value("f") ?? "${binary:Package}\\t${Version}\\n";
  const tests = patterns.map((pattern) => globRegex(pattern));
  const found = installed.list().filter((one) => tests.length === 0 || tests.some((test) => test.test(one.name)));
  for (const one of found) {
    const fields: Readonly<Record<string, string>> = {
      Package: one.name,
      "binary:Package": fullName(one),
      Version: one.version,
      Architecture: one.architecture,
      "Installed-Size": String(one.installedSize),
      Status: "install ok installed",
      "db:Status-Abbrev": "ii ",
      "binary:Summary": one.description,
    };
    await run.out(
      format
        .replace(/\$\{([\w:-]+)(?:;-?\d+)?\}/g, (_all, name: string) => fields[name] ?? "")
        .replaceAll("\\n", "\n")
        .replaceAll("\\t", "\t"),
    );
  }
  if (found.length > 0 || patterns.length === 0) return 0;
  for (const pattern of patterns) await run.process.stderr.write(`dpkg-query: no packages found matching ${pattern}\n`);
  return 1;
}

/** `dpkg -s`: what is known of packages that are installed, or whose configuration is still there. */
function statuses(
  run: Run,
  installed: Installed,
  named: (name: string) => Package | undefined,
  names: readonly string[],
): Promise<number> {
  const shown = (one: Package) => {
    if (installed.has(one.name)) return `${stanzaOf(one, "install ok installed")}\n`;
    return installed.hasConfiguration(one.name) ? `${stanzaOf(one, "deinstall ok config-files")}\n` : undefined;
  };
  return eachNamed(run, names, named, shown, "is not installed and no information is available", NO_INFO);
}

/** `dpkg -L`: the files of packages that are installed. */
function fileLists(
  run: Run,
  installed: Installed,
  named: (name: string) => Package | undefined,
  names: readonly string[],
): Promise<number> {
  const shown = (one: Package) =>
    installed.has(one.name)
      ? `/.\n${one.files.map(({ path }) => `${path}\n`).join("")}/usr/share/doc/${one.name}\n`
      : undefined;
  return eachNamed(run, names, named, shown, "is not installed", NO_CONTENTS);
}

/** Prints what there is of each package, and says of the others what is wrong, with a hint at the end. */
async function eachNamed(
  run: Run,
  names: readonly string[],
  named: (name: string) => Package | undefined,
  shown: (one: Package) => string | undefined,
  wrong: string,
  hint: string,
): Promise<number> {
  let status = 0;
  for (const name of names) {
    const one = named(name);
    const text = one && shown(one);
    if (text !== undefined) {
      await run.out(text);
      continue;
    }
    await run.process.stderr.write(`dpkg-query: package '${name}' ${wrong}\n`);
    status = 1;
  }
  if (status === 1) await run.process.stderr.write(hint);
  return status;
}

async function owners(run: Run, installed: Installed, patterns: readonly string[]): Promise<number> {
  let status = 0;
  for (const pattern of patterns) {
    const test = pattern.startsWith("/") ? globRegex(pattern) : globRegex(`*${pattern}*`);
    const found = installed
      .list()
      .flatMap((one) =>
        one.files.filter(({ path }) => test.test(path)).map(({ path }) => `${fullName(one)}: ${path}\n`),
      );
    await run.out(found.join(""));
    if (found.length > 0) continue;
    await run.process.stderr.write(`dpkg-query: no path found matching pattern ${pattern}\n`);
    status = 1;
  }
  return status;
}

export const dpkg = program(false);
export const dpkgQuery = program(true);
