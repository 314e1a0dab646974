import type { FileSystem } from "../../kernel/filesystem.ts";

/** Which system this is, by /etc/os-release. */
export interface Distribution {
  /** "debian", "ubuntu", "alpine" */
  readonly id: string;
  /** "trixie" */
  readonly codename: string;
  /** "13"; "" where there is none yet. */
  readonly number: string;
}

/** Releases that have a list of packages of their own. */
const LISTED = ["bookworm", "trixie", "forky"];

/** Which Debian stands in for a release that has no list of its own (content/packages/README.md). */
const STAND_INS: Readonly<Record<string, string>> = {
  bionic: "bookworm",
  bullseye: "bookworm",
  focal: "bookworm",
  jammy: "bookworm",
  resolute: "forky",
};

/** The list of packages that a release takes. @param codename "noble" */
export const catalogOf = (codename: string): string =>
  LISTED.includes(codename) ? codename : (STAND_INS[codename] ?? "trixie");

/** Reads /etc/os-release; what it does not say is "". */
export function distributionOf(files: FileSystem): Distribution {
  const text = files.exists("/etc/os-release") ? files.readFile("/etc/os-release") : "";
  const field = (name: string) => new RegExp(`^${name}="?([^"\\n]*)"?$`, "m").exec(text)?.[1] ?? "";
  return { id: field("ID"), codename: field("VERSION_CODENAME"), number: field("VERSION_ID") };
}
