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

export function distributionOf(files: FileSystem): Distribution {
  const text = files.exists("/etc/os-release") ? files.readFile("/etc/os-release") : "";
  const field = (name: string) => new RegExp(`^${name}="?([^"\\n]*)"?$`, "m").exec(text)?.[1] ?? "";
  return { id: field("ID"), codename: field("VERSION_CODENAME"), number: field("VERSION_ID") };
}
