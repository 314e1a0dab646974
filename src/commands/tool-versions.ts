import type { FileSystem } from "../kernel/filesystem.ts";
import { catalogOf, distributionOf } from "./apt/distribution.ts";

/** Tools that tell a version which is that of their package. */
type Tool = "curl" | "dig" | "dpkg" | "git" | "iproute2" | "iputils" | "jq" | "openssl" | "python3" | "wget";

/**
 * What each tool tells, by the list of packages that a system takes it from (content/packages). It stands here as well
 * because a `curl` need not load those lists; a test of the playground compares the two.
 */
const VERSIONS: Readonly<Record<string, Readonly<Record<Tool, string>>>> = {
  bookworm: {
    curl: "7.88.1",
    dig: "9.18.49-1~deb12u3-Debian",
    dpkg: "1.21.23",
    git: "2.39.5",
    iproute2: "6.1.0",
    iputils: "20221126",
    jq: "1.6",
    openssl: "3.0.22",
    python3: "3.11.2",
    wget: "1.21.3",
  },
  trixie: {
    curl: "8.14.1",
    dig: "9.20.30-1~deb13u1-Debian",
    dpkg: "1.22.22",
    git: "2.47.3",
    iproute2: "6.15.0",
    iputils: "20240905",
    jq: "1.7.1",
    openssl: "3.5.9",
    python3: "3.13.5",
    wget: "1.25.0",
  },
  forky: {
    curl: "8.22.0",
    dig: "9.20.30-1-Debian",
    dpkg: "1.23.11",
    git: "2.53.0",
    iproute2: "7.2.0",
    iputils: "20250605",
    jq: "1.8.2",
    openssl: "3.6.5",
    python3: "3.14.7",
    wget: "1.25.0",
  },
  alpine: {
    curl: "8.17.0",
    dig: "9.20.15",
    dpkg: "1.22.21",
    git: "2.52.0",
    iproute2: "6.17.0",
    iputils: "20250605",
    jq: "1.8.1",
    openssl: "3.5.4",
    python3: "3.13.11",
    wget: "1.25.0",
  },
};

/** The version that a tool tells on a system. @param files the system's own */
export function toolVersion(files: FileSystem, tool: Tool): string {
  const { id, codename } = distributionOf(files);
  const versions = VERSIONS[id === "alpine" ? id : catalogOf(codename)] ?? VERSIONS.forky;
  return versions?.[tool] ?? "";
}
