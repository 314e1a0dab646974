import { languageOf } from "../../cli/not-simulated.ts";
import { NetworkError } from "../../kernel/network-error.ts";
import type { Program } from "../../kernel/process.ts";
import { type PackageFile, packageFiles } from "../apt/package.ts";
import { Run } from "../command.ts";
import { type Options, parseOptions, UsageError } from "../options.ts";
import { strftime } from "../time-text.ts";
import { ApkDatabase } from "./database.ts";

/** A package of Alpine's archive. */
export interface ApkPackage {
  readonly name: string;
  readonly version: string;
  /** kB on a disk. */
  readonly size: number;
  readonly depends: readonly string[];
  readonly files: readonly PackageFile[];
  readonly description: string;
}

/** Alpine's archive, as far as the lab has it. */
export interface ApkCatalog {
  readonly packages: ReadonlyMap<string, ApkPackage>;
  /** What the base image has: how many packages, and their kB together. */
  readonly base: { readonly packages: number; readonly kB: number; readonly busybox: string; readonly apk: string };
}

async function loadCatalog(): Promise<ApkCatalog> {
  const { default: data } = await import("../../../content/packages/alpine.json", { with: { type: "json" } });
  const packages = Object.entries(data.packages).map(([name, [version, size, depends, files, description]]) => {
    const needs = String(depends).split(" ");
    return [
      name,
      {
        name,
        version: String(version),
        size: Number(size),
        depends: needs.filter((word) => word !== ""),
        files: packageFiles(String(files)),
        description: String(description),
      },
    ] as const;
  });
  return { packages: new Map(packages), base: data.base };
}

const OPTIONS = {
  short: "qUuvItX:",
  long: "no-cache update-cache=U virtual:=t quiet=q upgrade=u no-progress repository:=X verbose=v purge simulate=s installed=I",
};

/** What the lists are fetched from. */
const repositories = (run: Run): string[] =>
  (run.files.exists("/etc/apk/repositories") ? run.files.readFile("/etc/apk/repositories") : "")
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line !== "");

const listPath = (url: string) => `/var/cache/apk/APKINDEX.${url.replace(/[^a-z0-9]+/gi, "_")}.tar.gz`;

/** Fetches the lists of the repositories; false when one could not be. */
async function fetchLists(run: Run, keep: boolean): Promise<boolean> {
  let good = true;
  for (const url of repositories(run)) {
    const host = /^[a-z]+:\/\/([^/:]+)/.exec(url)?.[1] ?? "";
    await run.out(run.has("q") ? "" : `fetch ${url}/x86_64/APKINDEX.tar.gz\n`);
    try {
      const [address = ""] = run.process.machine.network.resolve(host);
      run.process.machine.network.router.route(address, 443, "tcp");
      await run.process.sleep(250);
      if (keep) run.files.writeFile(listPath(url), "", { size: url.endsWith("community") ? 1_900_000 : 480_000 });
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      await run.process.sleep(1000);
      await run.process.stderr.write(`WARNING: fetching ${url}: temporary error (try again later)\n`);
      good = false;
    }
  }
  return good;
}

/** Packages in the order they are installed: each after what it needs. */
function withDependencies(names: readonly string[], catalog: ApkCatalog, has: (name: string) => boolean): ApkPackage[] {
  const out: ApkPackage[] = [];
  const seen = new Set<string>();
  const visit = (name: string) => {
    const one = catalog.packages.get(name);
    if (!one || seen.has(name) || has(name)) return;
    seen.add(name);
    for (const other of [...one.depends].sort()) visit(other);
    out.push(one);
  };
  for (const name of [...names].sort()) visit(name);
  return out;
}

async function add(run: Run, catalog: ApkCatalog, words: readonly string[]): Promise<number> {
  const say = (text: string) => (run.has("q") ? Promise.resolve() : run.out(text));
  const database = new ApkDatabase(run.files, catalog);
  const haveLists = repositories(run).every((url) => run.files.exists(listPath(url)));
  const noCache = run.has("no-cache");
  const good = noCache || run.has("U") ? await fetchLists(run, !noCache) : haveLists || (await fetchLists(run, true));
  const names = words.map((word) => word.replace(/[<>=~@].*$/, ""));
  const unknown = names.filter((name) => !good || !catalog.packages.has(name));
  if (unknown.length > 0) {
    const because = words.filter((_word, index) => unknown.includes(names[index] ?? ""));
    await run.process.stderr.write(
      `ERROR: unable to select packages:\n${because.map((word) => `  ${word} (no such package):\n    required by: world[${word}]\n`).join("")}`,
    );
    return unknown.length;
  }
  const packages = withDependencies(names, catalog, (name) => database.has(name));
  const virtual = run.options.value("t");
  const total = packages.length + (virtual === undefined ? 0 : 1);
  for (const [index, one] of packages.entries()) {
    await run.process.sleep(30 + one.size / 8);
    await say(
      `(${String(index + 1).padStart(String(total).length)}/${total}) Installing ${one.name} (${one.version})\n`,
    );
    database.install(one);
  }
  if (virtual !== undefined) {
    await say(
      `(${total}/${total}) Installing ${virtual} (${strftime("%Y%m%d.%H%M%S", run.process.machine.clock.now())})\n`,
    );
    database.group(virtual, names);
  } else database.want(names);
  if (packages.length > 0) await say(`Executing busybox-${catalog.base.busybox}.trigger\n`);
  await say(database.summary());
  return 0;
}

async function remove(run: Run, catalog: ApkCatalog, names: readonly string[]): Promise<number> {
  const say = (text: string) => (run.has("q") ? Promise.resolve() : run.out(text));
  const database = new ApkDatabase(run.files, catalog);
  const missing = names.filter((name) => !database.has(name) && !database.isGroup(name));
  if (missing.length > 0) {
    await run.process.stderr.write(missing.map((name) => `ERROR: No such package: ${name}\n`).join(""));
    return 1;
  }
  const gone = database.unwant(names);
  for (const [index, one] of gone.entries()) {
    await run.process.sleep(20);
    await say(
      `(${String(index + 1).padStart(String(gone.length).length)}/${gone.length}) Purging ${one.name} (${one.version})\n`,
    );
    database.remove(one);
  }
  if (gone.length > 0) await say(`Executing busybox-${catalog.base.busybox}.trigger\n`);
  await say(database.summary());
  return 0;
}

/** `apk`, Alpine's package tool: add, del, update, upgrade, info, search, list. */
export const apk: Program = async (process) => {
  let options: Options;
  try {
    options = parseOptions(process.args.slice(1), OPTIONS);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    await process.stderr.write(`ERROR: command line: ${error.short}\n`);
    return 1;
  }
  const run = new Run(process, options, 1);
  const catalog = await process.machine.clock.hold(loadCatalog());
  const [applet, ...words] = options.operands;
  if (options.has("version")) {
    await run.out(`apk-tools ${catalog.base.apk}, compiled for x86_64.\n`);
    return 0;
  }
  if (["add", "del", "update", "upgrade", "fix"].includes(applet ?? "") && process.user.uid !== 0) {
    await process.stderr.write(
      "ERROR: Unable to lock database: Permission denied\nERROR: Failed to open apk database: Permission denied\n",
    );
    return 99;
  }
  if (applet === "add") return add(run, catalog, words);
  if (applet === "del") return remove(run, catalog, words);
  const database = new ApkDatabase(process.files, catalog);
  if (applet === "update") {
    const good = await fetchLists(run, !run.has("no-cache"));
    await run.out(good ? `OK: ${catalog.packages.size} distinct packages available\n` : "");
    return good ? 0 : 1;
  }
  if (applet === "upgrade" || applet === "fix") {
    await fetchLists(run, true);
    await run.out(database.summary());
    return 0;
  }
  if (applet === "info" || applet === "list") {
    const wanted = words.length === 0 ? database.list() : database.list().filter(({ name }) => words.includes(name));
    const isVeryVerbose = process.args.some((arg) => /^-\w*v\w*v/.test(arg));
    for (const one of wanted)
      await run.out(
        applet === "list"
          ? `${one.name}-${one.version} x86_64 {${one.name}} [installed]\n`
          : words.length === 0
            ? `${one.name}${run.has("v") ? `-${one.version}` : ""}${isVeryVerbose ? ` - ${one.description}` : ""}\n`
            : `${one.name}-${one.version} description:\n${one.description}\n\n`,
      );
    return wanted.length > 0 || words.length === 0 ? 0 : 1;
  }
  if (applet === "search") {
    const found = [...catalog.packages.values()].filter(({ name }) =>
      words.every((word) => name.includes(word.replaceAll("*", ""))),
    );
    await run.out(found.map((one) => `${one.name}-${one.version}\n`).join(""));
    return 0;
  }
  await process.stderr.write(
    applet === undefined
      ? `apk-tools ${catalog.base.apk}, compiled for x86_64.\n\nusage: apk [<OPTIONS>...] COMMAND [<ARGUMENTS>...]\n`
      : languageOf(process.env) === "es"
        ? `Este laboratorio no simula «apk ${applet}».\n`
        : `This playground does not simulate "apk ${applet}".\n`,
  );
  return 1;
};
