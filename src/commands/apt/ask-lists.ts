import type { Run } from "../command.ts";
import { globRegex } from "../glob-regex.ts";
import { AptError } from "./apt-command.ts";
import type { Apt } from "./apt-state.ts";
import type { Package } from "./package.ts";
import { sizeText } from "./sizes.ts";

const fromLists = ({ stdout }: Run["process"], word: string) => `${word}...${stdout.isTTY ? " Done" : ""}\n`;

/** `jq/stable 1.7.1 amd64 [installed]` */
function listLine(apt: Apt, one: Package): string {
  const automatic = apt.installed.automatic().has(one.name);
  const offered = apt.sourceOf(one) !== undefined;
  const state = !apt.installed.has(one.name)
    ? ""
    : !offered
      ? " [installed,local]"
      : automatic
        ? " [installed,automatic]"
        : " [installed]";
  return `${one.name}/${apt.suiteLabel(one)} ${one.version} ${one.architecture}${state}\n`;
}

/** `apt list`. */
export async function list(run: Run, apt: Apt, patterns: readonly string[]): Promise<number> {
  await run.out(fromLists(run.process, "Listing"));
  if (run.has("upgradable") || run.has("upgradeable")) return 0;
  const tests = patterns.map((pattern) => globRegex(pattern));
  for (const one of apt.all()) {
    if (run.has("installed") && !apt.installed.has(one.name)) continue;
    if (tests.length > 0 && !tests.some((test) => test.test(one.name))) continue;
    await run.out(listLine(apt, one));
  }
  return 0;
}

/** `apt search` and `apt-cache search`: all words, in names or descriptions. */
export async function search(run: Run, apt: Apt, words: readonly string[], modern: boolean): Promise<number> {
  if (words.length === 0) throw new AptError("You must give at least one search pattern");
  const tests = words.map((word) => new RegExp(word, "i"));
  const found = apt.all().filter((one) => {
    const text = run.has("n") ? one.name : `${one.name} ${one.description}`;
    return apt.sourceOf(one) !== undefined && tests.every((test) => test.test(text));
  });
  if (modern) await run.out(fromLists(run.process, "Sorting") + fromLists(run.process, "Full Text Search"));
  for (const one of found)
    await run.out(modern ? `${listLine(apt, one)}  ${one.description}\n\n` : `${one.name} - ${one.description}\n`);
  return 0;
}

/** `apt show` and `apt-cache show`. @throws AptError when there is none of them */
export async function show(run: Run, apt: Apt, words: readonly string[], modern: boolean): Promise<number> {
  const found = words.map((word) => apt.named(word).package).filter((one) => one !== undefined);
  if (found.length === 0) throw new AptError("No packages found");
  for (const one of found) {
    const source = apt.sourceOf(one);
    const groups = (of: Package["depends"]) => of.map((names) => names.join(" | ")).join(", ");
    const fields: (readonly [string, string])[] = [
      ["Package", one.name],
      ["Version", one.version],
      ["Priority", apt.catalog.base.has(one.name) ? "required" : "optional"],
      ["Section", one.section],
      ["Installed-Size", modern ? `${sizeText(one.installedSize * 1024)}B` : String(one.installedSize)],
      ["Depends", groups(one.depends)],
      ["Recommends", groups(one.recommends)],
      ["Suggests", one.suggests.join(", ")],
      ["Download-Size", modern ? `${sizeText(one.size)}B` : ""],
      [
        "APT-Manual-Installed",
        modern && apt.installed.has(one.name) ? (apt.installed.automatic().has(one.name) ? "no" : "yes") : "",
      ],
      [
        "APT-Sources",
        modern
          ? source
            ? `${source.uri} ${source.suite}/${source.components[0]} amd64 Packages`
            : "/var/lib/dpkg/status"
          : "",
      ],
      ["Size", modern ? "" : String(one.size)],
      ["Description", one.description],
    ];
    await run.out(
      `${fields
        .filter(([, value]) => value !== "")
        .map(([name, value]) => `${name}: ${value}\n`)
        .join("")}\n`,
    );
  }
  return 0;
}

/** `apt-cache policy`. */
export async function policy(run: Run, apt: Apt, words: readonly string[]): Promise<number> {
  if (words.length === 0) {
    await run.out("Package files:\n 100 /var/lib/dpkg/status\n     release a=now\n");
    for (const { source } of apt.suites)
      await run.out(
        ` 500 ${source.uri} ${source.suite}/${source.components[0]} amd64 Packages\n     origin ${source.uri.replace(/^[a-z]+:\/\/([^/]+).*/, "$1")}\n`,
      );
    await run.out("Pinned packages:\n");
    return 0;
  }
  for (const word of words) {
    const one = apt.catalog.packages.get(apt.named(word).package?.name ?? word);
    if (!one || !apt.known(one.name)) continue;
    const source = apt.sourceOf(one);
    const here = apt.installed.has(one.name);
    await run.out(
      `${one.name}:\n  Installed: ${here ? one.version : "(none)"}\n  Candidate: ${one.version}\n  Version table:\n` +
        ` ${here ? "***" : "   "} ${one.version} ${source ? 500 : 100}\n` +
        (source ? `        500 ${source.uri} ${source.suite}/${source.components[0]} amd64 Packages\n` : "") +
        (here ? "        100 /var/lib/dpkg/status\n" : ""),
    );
  }
  return 0;
}
