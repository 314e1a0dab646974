import type { Run } from "../command.ts";
import { distributionOf } from "./distribution.ts";
import { Transfer, unreachable } from "./fetch.ts";
import { sizeText } from "./sizes.ts";
import { listPath, partOf, type Source, SourceError, sourcesOf } from "./sources.ts";

/** Bytes of a suite's InRelease and of its list of main, on record for Debian 13 on 2026-11-24; Docker's are rounded. */
const SIZES: Readonly<Record<string, readonly [release: number, packages: number]>> = {
  "": [140_000, 9_679_000],
  updates: [47_300, 1108],
  security: [43_400, 308_000],
  backports: [54_000, 250_000],
  docker: [32_500, 24_000],
};

/** The suites whose lists have been fetched. */
export const fetchedSources = (run: Run): Source[] =>
  readSources(run).filter((source) => {
    const [component = "main"] = source.components;
    return run.files.exists(listPath(source, `${component}_binary-amd64_Packages`));
  });

function readSources(run: Run): Source[] {
  try {
    return sourcesOf(run.files);
  } catch (error) {
    if (error instanceof SourceError) return [];
    throw error;
  }
}

/** Whether a file holds the key that a third party's source needs. */
function hasKey(run: Run, source: Source): boolean {
  const folder = "/etc/apt/trusted.gpg.d";
  const trusted = run.files.exists(folder) ? run.files.readdir(folder).map((name) => `${folder}/${name}`) : [];
  const paths = source.signedBy.length > 0 ? source.signedBy : trusted;
  return paths.some((path) => run.files.exists(path) && /PGP PUBLIC KEY|^\udc99/.test(run.files.readFile(path)));
}

/** `apt-get update`: a list for every suite that answers and is signed. */
export async function update(run: Run, quiet: boolean): Promise<number> {
  const say = (text: string) => (quiet ? Promise.resolve() : run.out(text));
  const tell = (text: string) => run.process.stderr.write(text);
  let sources: Source[];
  try {
    sources = sourcesOf(run.files);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    await tell(`E: ${error.message}\nE: The list of sources could not be read.\n`);
    return 100;
  }
  const transfer = new Transfer(run.process);
  const warnings: string[] = [];
  const errors: string[] = [];
  const ready: Source[] = [];
  for (const source of sources) {
    const name = `${source.uri} ${source.suite} InRelease`;
    const why = unreachable(run.process, source);
    if (why !== undefined) {
      await say(`Ign:${transfer.next()} ${name}\n`);
      await run.process.sleep(1000);
      await say(`Err:${transfer.next()} ${name}\n  ${why}\n`);
      warnings.push(`Failed to fetch ${source.uri}/dists/${source.suite}/InRelease  ${why}`);
      continue;
    }
    const part = partOf(run.files, source);
    if (part === undefined) {
      await say(
        `Ign:${transfer.next()} ${name}\nErr:${transfer.next()} ${source.uri} ${source.suite} Release\n  404  Not Found\n`,
      );
      errors.push(`The repository '${source.uri} ${source.suite} Release' does not have a Release file.`);
      continue;
    }
    const path = listPath(source, "InRelease");
    const [release] = SIZES[part] ?? [40_000, 0];
    if (run.files.exists(path)) {
      await say(`Hit:${transfer.next()} ${name}\n`);
    } else {
      await transfer.take(release);
      await say(`Get:${transfer.next()} ${name} [${sizeText(release)}B]\n`);
    }
    if (part === "docker" && !hasKey(run, source)) {
      const sentence = `The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 7EA0A9C3F273FCD8`;
      await say(`Err:${transfer.next()} ${name}\n  ${sentence}\n`);
      warnings.push(`GPG error: ${name}: ${sentence}`);
      errors.push(`The repository '${name}' is not signed.`);
      continue;
    }
    if (!run.files.exists(path)) {
      write(run, path, release);
      ready.push(source);
    }
  }
  for (const source of ready) {
    const [, packages] = SIZES[partOf(run.files, source) ?? ""] ?? [0, 40_000];
    for (const component of source.components) {
      await transfer.take(packages);
      await say(
        `Get:${transfer.next()} ${source.uri} ${source.suite}/${component} amd64 Packages [${sizeText(packages)}B]\n`,
      );
      write(run, listPath(source, `${component}_binary-amd64_Packages`), packages);
    }
  }
  await say(transfer.summary());
  await say(readingLists(run));
  for (const text of warnings) await tell(`W: ${text}\n`);
  if (errors.length > 0) {
    for (const text of errors)
      await tell(
        `E: ${text}\nN: Updating from such a repository can't be done securely, and is therefore disabled by default.\nN: See apt-secure(8) manpage for repository creation and user configuration details.\n`,
      );
    return 100;
  }
  if (warnings.length > 0)
    await tell("W: Some index files failed to download. They have been ignored, or old ones used instead.\n");
  return 0;
}

/** `Reading package lists...`, which a terminal sees end. */
export const readingLists = (run: Run): string =>
  `Reading package lists...${run.process.stdout.isTTY ? " Done" : ""}\n`;

/** What the lists say is in the lab's catalog: the file has their size, and says so. */
function write(run: Run, path: string, size: number): void {
  const folder = path.slice(0, path.lastIndexOf("/"));
  run.files.mkdir(`${folder}/partial`, { recursive: true });
  const { codename } = distributionOf(run.files);
  run.files.writeFile(path, `# The lab keeps the list of ${codename} elsewhere.\n`, { size });
}
