import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

/**
 * Adds packages, and all that they depend on or recommend, to content/packages/debian-RELEASE.json:
 *
 *     node scripts/debian-packages.ts --release trixie --lists DIR nginx apache2 …
 *
 * DIR holds Debian's lists (dists/RELEASE/main/binary-amd64/Packages, unpacked) by the names RELEASE,
 * RELEASE-security and RELEASE-updates; the last two may be missing. What is there already stays as it is.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { release: { type: "string" }, lists: { type: "string" } },
});
const { release, lists } = values;
if (release === undefined || lists === undefined) throw new Error("--release and --lists are needed");

type Row = (string | number)[];
type Stanza = Readonly<Record<string, string>>;

const FILE = join(import.meta.dirname, `../content/packages/debian-${release}.json`);
const document: { base: string; buildpack?: string; packages: Record<string, Row> } = JSON.parse(
  readFileSync(FILE, "utf8"),
);
const archive = new Map<string, { readonly stanza: Stanza; readonly part: string }>();
for (const part of ["", "updates", "security"]) readList(part === "" ? release : `${release}-${part}`, part);
const providers = new Map<string, string>();
for (const [name, { stanza }] of archive)
  for (const [provided = ""] of relations(stanza.Provides)) if (!providers.has(provided)) providers.set(provided, name);

const wanted = [...positionals];
const seen = new Set<string>();
for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
  if (seen.has(name)) continue;
  seen.add(name);
  const found = archive.get(name);
  if (!found) throw new Error(`${release} has no package ${name}`);
  const row = document.packages[name] ?? rowOf(found.stanza, found.part);
  document.packages[name] = row;
  for (const group of `${row[4]} ${row[5]}`.split(" ")) {
    const names = group.split("|");
    const first = names.find((one) => archive.has(one));
    const known = names.find((one) => document.packages[one]);
    if (first !== undefined) wanted.push(known ?? first);
  }
}
const { packages, ...sets } = document;
const rows = Object.keys(packages)
  .sort()
  .map((name) => `${JSON.stringify(name)}: ${JSON.stringify(packages[name])}`);
const lines = Object.entries(sets).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
writeFileSync(FILE, `{\n${lines.join("")}"packages": {\n${rows.join(",\n")}\n}\n}\n`);

function readList(file: string, part: string): void {
  let text: string;
  try {
    text = readFileSync(join(lists ?? "", file), "utf8");
  } catch {
    return;
  }
  for (const block of text.split("\n\n")) {
    const stanza = Object.fromEntries(
      block.split("\n").flatMap((line) => {
        const [, key, value] = /^([\w-]+): (.*)$/.exec(line) ?? [];
        return key === undefined || value === undefined ? [] : [[key, value]];
      }),
    );
    if (stanza.Package !== undefined) archive.set(stanza.Package, { stanza, part });
  }
}

/** `a (>= 1) | b, c` as [["a", "b"], ["c"]]; an alternative that means an older version (`perl (<< 5.19)`) is left out. */
function relations(text = ""): string[][] {
  return text
    .split(",")
    .map((group) => group.split("|"))
    .map((ones) => ones.filter((one) => ones.length === 1 || !one.includes("(<<")))
    .map((ones) => ones.map((one) => one.trim().split(/[\s(:]/)[0] ?? ""))
    .filter(([first]) => first !== "");
}

/** As the file writes it. A name that only others provide is followed by the first of those. */
function words(text: string | undefined): string {
  return relations(text)
    .map((names) => {
      const provider = names.some((name) => archive.has(name)) ? undefined : providers.get(names[0] ?? "");
      return [...names, ...(provider === undefined ? [] : [provider])].join("|");
    })
    .join(" ");
}

function rowOf(stanza: Stanza, part: string): Row {
  const needs = [words(stanza["Pre-Depends"]), words(stanza.Depends)].filter((text) => text !== "").join(" ");
  const suggests = relations(stanza.Suggests)
    .map((names) => names.join(" | "))
    .join(", ");
  const kind = stanza.Architecture === "all" ? "all" : stanza["Multi-Arch"] === "same" ? "same" : "";
  const row: Row = [
    stanza.Version ?? "",
    Number(stanza.Size),
    Number(stanza["Installed-Size"] ?? 0),
    stanza.Section ?? "",
    needs,
    words(stanza.Recommends),
    suggests,
    stanza.Description ?? "",
  ];
  if (part !== "" || kind !== "") row.push(part);
  if (kind !== "") row.push(kind);
  return row;
}
