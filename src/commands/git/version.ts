import type { Process } from "../../kernel/process.ts";

/** The version that each distribution has. */
const VERSIONS: Readonly<Record<string, string>> = { bookworm: "2.39.5", trixie: "2.47.3", forky: "2.53.0" };

export function gitVersion({ machine: { files } }: Process): string {
  const release = files.exists("/etc/os-release") ? files.readFile("/etc/os-release") : "";
  const codename = /^VERSION_CODENAME=(\w+)/m.exec(release)?.[1] ?? "";
  return VERSIONS[codename] ?? (/^ID=alpine/m.test(release) ? "2.52.0" : "2.53.0");
}
