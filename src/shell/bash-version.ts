import type { FileSystem } from "../kernel/filesystem.ts";

/** The bash of each release: that of the packages it offers (content/packages), with its patch level. */
const VERSIONS: Readonly<Record<string, string>> = {
  alpine: "5.3.3",
  bionic: "5.2.15",
  bookworm: "5.2.15",
  bullseye: "5.2.15",
  centos: "4.2.46",
  focal: "5.2.15",
  forky: "5.3.15",
  jammy: "5.2.15",
  resolute: "5.3.15",
};

/** Debian 13's, where the system is another. */
const USUAL = "5.2.37";

/** The year of the copyright of a series. */
const YEARS: Readonly<Record<string, string>> = { "4.2": "2011", "5.2": "2022", "5.3": "2025" };

/** Which bash this is: major, minor, patch and build, by the system that it is part of. */
export function bashVersion(files: FileSystem): readonly [string, string, string, string] {
  const release = files.exists("/etc/os-release") ? files.readFile("/etc/os-release") : "";
  const field = (name: string) => new RegExp(`^${name}="?([^"\\n]*)"?$`, "m").exec(release)?.[1] ?? "";
  const text = VERSIONS[field("VERSION_CODENAME")] ?? VERSIONS[field("ID")] ?? USUAL;
  const [major = "", minor = "", patch = ""] = text.split(".");
  return [major, minor, patch, major === "4" ? "2" : "1"];
}

/** `$BASH_VERSION` */
export function bashRelease(files: FileSystem): string {
  const [major, minor, patch, build] = bashVersion(files);
  return `${major}.${minor}.${patch}(${build})-release`;
}

/** `bash --version` (version.c). */
export function bashIntroduction(files: FileSystem): string {
  const [major, minor] = bashVersion(files);
  return `GNU bash, version ${bashRelease(files)} (x86_64-pc-linux-gnu)
Copyright (C) ${YEARS[`${major}.${minor}`] ?? "2022"} Free Software Foundation, Inc.
License GPLv3+: GNU GPL version 3 or later <http://gnu.org/licenses/gpl.html>

This is free software; you are free to change and redistribute it.
There is NO WARRANTY, to the extent permitted by law.
`;
}
