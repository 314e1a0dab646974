import { readAnswer } from "../ask.ts";
import type { Run } from "../command.ts";
import { AptError, needRoot, quietness } from "./apt-command.ts";
import type { Apt } from "./apt-state.ts";
import { Transfer, unreachable } from "./fetch.ts";
import type { Package } from "./package.ts";
import { installationOf, orphansOf, removalOf } from "./plan.ts";
import { nameColumns, nameList, sizeText } from "./sizes.ts";
import { takeAway, unpack } from "./unpack.ts";
import { readingLists } from "./update.ts";

/** Bytes free on the lab's disks, as apt 3 tells them. */
const FREE = 41_300_000_000;

interface Changes {
  /** In the order they are unpacked. */
  readonly added: readonly Package[];
  readonly removed: readonly Package[];
  /** What the user named. */
  readonly asked: readonly string[];
  readonly suggested: readonly string[];
  /** Recommended, and not installed because of --no-install-recommends. */
  readonly recommended: readonly string[];
  readonly orphans: readonly string[];
  readonly purge: boolean;
}

const NONE: Changes = { added: [], removed: [], asked: [], suggested: [], recommended: [], orphans: [], purge: false };

/** What apt says before it has thought. */
export function thinking(run: Run): string {
  const done = run.process.stdout.isTTY ? " Done" : "";
  return `${readingLists(run)}Building dependency tree...${done}\nReading state information...${done}\n`;
}

const teller = (run: Run) => (text: string) => (quietness(run) > 1 ? Promise.resolve() : run.out(text));

/** `install`. @throws AptError */
export async function install(run: Run, apt: Apt, words: readonly string[], modern: boolean): Promise<number> {
  if (!run.has("s")) needRoot(run);
  const say = teller(run);
  await say(thinking(run));
  const wanted: Package[] = [];
  const unknown: string[] = [];
  for (const word of words) {
    if (word.endsWith(".deb") || word.includes("/."))
      throw new AptError(`Unsupported file ${word} given on commandline`);
    const { package: one, virtual, version } = apt.named(word);
    const bare = word.replace(/[=/].*$/, "");
    if (!one) {
      unknown.push(`Unable to locate package ${bare}`);
      continue;
    }
    if (version !== undefined && version !== "" && version !== one.version && !matches(version, one.version)) {
      unknown.push(`Version '${version}' for '${one.name}' was not found`);
      continue;
    }
    if (virtual) await say(`Note, selecting '${one.name}' instead of '${bare}'\n`);
    wanted.push(one);
  }
  if (unknown.length > 0) throw new AptError(unknown.join("\nE: "));
  const again = run.has("reinstall");
  const news = wanted.filter(({ name }) => again || !apt.installed.has(name));
  for (const one of wanted) {
    if (news.includes(one)) continue;
    await say(`${one.name} is already the newest version (${one.version}).\n`);
    if (!run.has("s")) apt.installed.setAutomatic([one.name], false);
  }
  const recommends = !run.has("no-install-recommends");
  const available = (name: string) => apt.available(name);
  const added = installationOf(
    news.map(({ name }) => name),
    {
      available,
      installed: (name) => apt.installed.has(name) && !(again && news.some((one) => one.name === name)),
      recommends,
    },
  );
  const missing = news.find(({ name }) => !apt.available(name));
  if (missing) throw new AptError(`Package '${missing.name}' has no installation candidate`);
  const there = (name: string) => apt.installed.has(name) || added.some((one) => one.name === name);
  const unmet = (groups: readonly (readonly string[])[]) =>
    groups.filter((group) => !group.some(there)).map((group) => group.join(" | "));
  return carryOut(run, apt, modern, {
    ...NONE,
    added,
    asked: news.map(({ name }) => name),
    suggested: [...new Set(added.flatMap(({ suggests }) => suggests))]
      .filter((text) => !text.split(" | ").some(there))
      .sort(),
    recommended: recommends ? [] : [...new Set(added.flatMap((one) => unmet(one.recommends)))].sort(),
  });
}

/** `curl=8.*` */
const matches = (pattern: string, version: string) => pattern.endsWith("*") && version.startsWith(pattern.slice(0, -1));

/** `remove` and `purge`. @throws AptError */
export async function removePackages(
  run: Run,
  apt: Apt,
  words: readonly string[],
  purge: boolean,
  modern: boolean,
): Promise<number> {
  if (!run.has("s")) needRoot(run);
  const say = teller(run);
  await say(thinking(run));
  const names: string[] = [];
  for (const word of words) {
    const { package: one } = apt.named(word);
    const known = one ?? apt.catalog.packages.get(word);
    if (!known) throw new AptError(`Unable to locate package ${word}`);
    if (apt.installed.has(known.name)) names.push(known.name);
    else await say(`Package '${known.name}' is not installed, so not removed\n`);
  }
  const present = apt.installed.list();
  const removed = removalOf(names, present);
  const essential = removed.filter(({ name }) => apt.catalog.base.has(name));
  if (essential.length > 0) {
    await say(
      `The following packages will be REMOVED:\n${nameList(removed.map(({ name }) => name))}` +
        `WARNING: The following essential packages will be removed.\nThis should NOT be done unless you know exactly what you are doing!\n` +
        nameList(essential.map(({ name }) => name)),
    );
    throw new AptError("Essential packages were removed and -y was used without --allow-remove-essential.");
  }
  const rest = present.filter((one) => !removed.includes(one));
  const orphans = removed.length === 0 ? [] : orphansOf(rest, apt.installed.automatic());
  const sweep = run.has("auto-remove") || run.has("autoremove");
  return carryOut(run, apt, modern, {
    ...NONE,
    removed: sweep ? [...removed, ...orphans] : removed,
    asked: names,
    orphans: sweep ? [] : orphans.map(({ name }) => name),
    purge,
  });
}

/** `autoremove`: what came along and nobody needs any more. */
export async function autoremove(run: Run, apt: Apt, purge: boolean, modern: boolean): Promise<number> {
  if (!run.has("s")) needRoot(run);
  await teller(run)(thinking(run));
  const removed = orphansOf(apt.installed.list(), apt.installed.automatic());
  return carryOut(run, apt, modern, { ...NONE, removed, purge });
}

/** Says what is about to happen, asks, and does it. @throws AptError */
export async function carryOut(run: Run, apt: Apt, modern: boolean, changes: Changes): Promise<number> {
  const say = teller(run);
  const { added, removed, asked } = changes;
  const bytes = added.reduce((sum, { size }) => sum + size, 0);
  const space =
    [...added].reduce((sum, one) => sum + one.installedSize * 1024, 0) -
    removed.reduce((sum, one) => sum + one.installedSize * 1024, 0);
  const nothing = added.length + removed.length === 0;
  await say((modern && apt.isThree ? modernReport : report)(run, changes, bytes, space));
  if (run.has("s")) {
    await simulate(run, apt, changes);
    return 0;
  }
  if (nothing) return 0;
  const moreThanAsked = added.some(({ name }) => !asked.includes(name)) || removed.length > 0;
  if (moreThanAsked && !run.has("y")) {
    await run.out(modern && apt.isThree ? "Continue? [Y/n] " : "Do you want to continue? [Y/n] ");
    const answer = await readAnswer(run.process);
    if (answer === undefined || !/^\s*(|y|yes|s|si|sí)\s*$/i.test(answer)) {
      await run.out("Abort.\n");
      return 1;
    }
  }
  if (added.length > 0) await download(run, apt, added);
  if (run.has("d")) return 0;
  if (removed.length > 0) await takeAway(run, removed, apt.installed, changes.purge);
  if (added.length > 0) {
    await unpack(run, added, apt.installed);
    apt.installed.setAutomatic(
      added.map(({ name }) => name).filter((name) => !asked.includes(name)),
      true,
    );
  }
  return 0;
}

/** Fetches packages. @throws AptError when their host is not to be reached */
async function download(run: Run, apt: Apt, packages: readonly Package[]): Promise<void> {
  const transfer = new Transfer(run.process);
  const say = teller(run);
  const failed: string[] = [];
  // They are fetched in the order of their names on the servers' side of the queue: as listed.
  for (const one of packages) {
    const source = apt.sourceOf(one);
    if (!source) continue;
    const place = `${source.uri} ${source.suite}/${source.components[0] ?? "main"} amd64 ${one.name} ${one.architecture} ${one.version}`;
    const why = unreachable(run.process, source);
    if (why !== undefined) {
      await say(`Err:${transfer.next()} ${place}\n  ${why}\n`);
      const folder = one.name.startsWith("lib") ? one.name.slice(0, 4) : one.name.charAt(0);
      failed.push(
        `Failed to fetch ${source.uri}/pool/main/${folder}/${one.name}/${one.name}_${one.version}_${one.architecture}.deb  ${why}`,
      );
      continue;
    }
    await transfer.take(one.size);
    await say(`Get:${transfer.next()} ${place} [${sizeText(one.size)}B]\n`);
  }
  if (failed.length > 0)
    throw new AptError(
      `${failed.join("\nE: ")}\nE: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?`,
    );
  await say(transfer.summary());
}

/** What apt-get shows of changes (apt 2). */
function report(run: Run, changes: Changes, bytes: number, space: number): string {
  const columns = run.process.stdout.isTTY ? (run.process.tty?.columns ?? 80) : 80;
  const block = (heading: string, names: readonly string[]) =>
    names.length === 0 ? "" : `${heading}\n${nameList([...names].sort(), columns)}`;
  const { added, removed, asked, orphans } = changes;
  const names = (packages: readonly Package[]) => packages.map(({ name }) => name);
  const automatic =
    orphans.length === 1
      ? "package was automatically installed and is"
      : "packages were automatically installed and are";
  const counts = `0 upgraded, ${added.length} newly installed, ${removed.length} to remove and 0 not upgraded.\n`;
  const sudo = run.process.env.SUDO_USER === undefined ? "" : "sudo ";
  return (
    block(`The following ${automatic} no longer required:`, orphans) +
    (orphans.length === 0 ? "" : `Use '${sudo}apt autoremove' to remove ${orphans.length === 1 ? "it" : "them"}.\n`) +
    block(
      "The following additional packages will be installed:",
      names(added).filter((name) => !asked.includes(name)),
    ) +
    (changes.suggested.length === 0 ? "" : `Suggested packages:\n${nameList(words(changes.suggested), columns)}`) +
    (changes.recommended.length === 0
      ? ""
      : `Recommended packages:\n${nameList(words(changes.recommended), columns)}`) +
    block(
      "The following packages will be REMOVED:",
      changes.purge ? names(removed).map((name) => `${name}*`) : names(removed),
    ) +
    block("The following NEW packages will be installed:", names(added)) +
    counts +
    (run.has("s") || added.length + removed.length === 0
      ? ""
      : (added.length === 0 ? "" : `Need to get ${sizeText(bytes)}B of archives.\n`) +
        (space < 0
          ? `After this operation, ${sizeText(-space)}B disk space will be freed.\n`
          : `After this operation, ${sizeText(space)}B of additional disk space will be used.\n`))
  );
}

/** A suggestion with alternatives may be broken before each `|`. */
const words = (texts: readonly string[]) => texts.flatMap((text) => text.split(/ (?=\|)/));

/** What `apt` 3 shows of changes (reconstructed from its source, apt-private/private-install.cc). */
function modernReport(run: Run, changes: Changes, bytes: number, space: number): string {
  const columns = run.process.stdout.isTTY ? (run.process.tty?.columns ?? 80) : 80;
  const block = (heading: string, names: readonly string[]) =>
    names.length === 0 ? "" : `${heading}:\n${nameColumns([...names].sort(), columns)}\n`;
  const { added, removed, asked } = changes;
  const names = added.map(({ name }) => name);
  const sizes =
    run.has("s") || added.length + removed.length === 0
      ? ""
      : (added.length === 0 ? "" : `  Download size: ${sizeText(bytes)}B\n`) +
        (space < 0
          ? `  Freed space: ${sizeText(-space)}B\n`
          : `  Space needed: ${sizeText(space)}B / ${sizeText(FREE)}B available\n`);
  return (
    block("The following packages were automatically installed and are no longer required", changes.orphans) +
    block(
      "Installing",
      names.filter((name) => asked.includes(name)),
    ) +
    block(
      "Installing dependencies",
      names.filter((name) => !asked.includes(name)),
    ) +
    block("Suggested packages", changes.suggested) +
    block(
      "REMOVING",
      removed.map(({ name }) => name),
    ) +
    `Summary:\n  Upgrading: 0, Installing: ${added.length}, Removing: ${removed.length}, Not Upgrading: 0\n${sizes}\n`
  );
}

async function simulate(run: Run, apt: Apt, { added, removed }: Changes): Promise<void> {
  const origin = (one: Package) =>
    `${apt.distribution.id === "ubuntu" ? "Ubuntu" : "Debian"}:${apt.distribution.number}/${apt.suiteLabel(one)}`;
  for (const one of removed) await run.out(`Remv ${one.name} [${one.version}]\n`);
  for (const word of ["Inst", "Conf"])
    for (const one of added)
      await run.out(`${word} ${one.name} (${one.version} ${origin(one)} [${one.architecture}])\n`);
}
