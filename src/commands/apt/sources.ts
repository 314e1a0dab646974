import type { FileSystem } from "../../kernel/filesystem.ts";
import { distributionOf } from "./distribution.ts";

/** A suite of an archive that this system takes packages from. */
export interface Source {
  /** "http://deb.debian.org/debian" */
  readonly uri: string;
  /** "trixie-security" */
  readonly suite: string;
  readonly components: readonly string[];
  /** Files with the keys that may sign it; any trusted one when empty. */
  readonly signedBy: readonly string[];
}

/** A line of a sources list that apt cannot read; `message` is its own. */
export class SourceError extends Error {}

/**
 * The sources of /etc/apt/sources.list and sources.list.d (sources.list(5)), one-line and deb822.
 * @throws SourceError
 */
export function sourcesOf(files: FileSystem): Source[] {
  const found: Source[] = [];
  if (files.exists("/etc/apt/sources.list"))
    found.push(...oneLine(files.readFile("/etc/apt/sources.list"), "/etc/apt/sources.list"));
  const folder = "/etc/apt/sources.list.d";
  for (const name of files.exists(folder) ? files.readdir(folder) : []) {
    const path = `${folder}/${name}`;
    if (name.endsWith(".list")) found.push(...oneLine(files.readFile(path), path));
    if (name.endsWith(".sources")) found.push(...deb822(files.readFile(path)));
  }
  return found;
}

function oneLine(text: string, path: string): Source[] {
  return text.split("\n").flatMap((line, index) => {
    const bare = line.replace(/#.*/, "").trim();
    if (bare === "" || bare.startsWith("deb-src")) return [];
    const match = /^deb(?:\s+\[([^\]]*)\])?\s+(\S+)\s+(\S+)((?:\s+\S+)*)$/.exec(bare);
    if (!match) {
      const type = bare.split(/\s+/)[0] ?? "";
      throw new SourceError(
        type === "deb"
          ? `Malformed entry ${index + 1} in list file ${path} (Suite)`
          : `Type '${type}' is not known on line ${index + 1} in source list ${path}`,
      );
    }
    const [, options = "", uri = "", suite = "", components = ""] = match;
    const signedBy = /signed-by=(\S+)/.exec(options)?.[1];
    return [source(uri, suite, components.trim(), signedBy?.split(",") ?? [])];
  });
}

function deb822(text: string): Source[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, "im").exec(stanza)?.[1]?.trim() ?? "";
    if (!/\bdeb\b/.test(field("Types")) || field("Enabled") === "no") return [];
    const signedBy = field("Signed-By");
    return field("URIs")
      .split(/\s+/)
      .flatMap((uri) =>
        field("Suites")
          .split(/\s+/)
          .map((suite) => source(uri, suite, field("Components"), signedBy === "" ? [] : signedBy.split(/\s+/))),
      );
  });
}

const source = (uri: string, suite: string, components: string, signedBy: readonly string[]): Source => ({
  uri: uri.replace(/\/$/, ""),
  suite,
  components: components.split(/\s+/).filter((word) => word !== ""),
  signedBy,
});

/** The host that a source is fetched from. */
export const hostOf = ({ uri }: Source): string => /^[a-z]+:\/\/([^/:]+)/.exec(uri)?.[1] ?? "";

/** A source's file in /var/lib/apt/lists. @param file "InRelease", or a component's "main_binary-amd64_Packages" */
export const listPath = ({ uri, suite }: Source, file: string): string =>
  `/var/lib/apt/lists/${uri.replace(/^[a-z]+:\/\//, "").replaceAll("/", "_")}_dists_${suite}_${file}`;

/** Which part of the archive a source carries (Package.part); undefined for an archive that the lab does not have. */
export function partOf(files: FileSystem, source: Source): string | undefined {
  const { codename } = distributionOf(files);
  const host = hostOf(source);
  if (host === "download.docker.com")
    return /^https?:\/\/[^/]+\/linux\/(debian|ubuntu)$/.test(source.uri) ? "docker" : undefined;
  if (!/^(deb|security|ftp)\.debian\.org$|^(archive|security)\.ubuntu\.com$/.test(host)) return undefined;
  const extra = source.suite.replace(/^[a-z]+-?/, "");
  const release = source.suite.replace(/-.*/, "");
  if (release !== codename && !["stable", "testing", "unstable", "sid"].includes(release)) return undefined;
  return extra === "backports" ? "backports" : extra;
}
