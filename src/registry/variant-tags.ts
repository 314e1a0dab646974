import { sealed } from "../engine/image/documents.ts";
import type { Image } from "../engine/image/image.ts";
import { digestOf } from "../kernel/sha256.ts";
import { fullVersion } from "./full-version.ts";
import type { RootfsSource } from "./rootfs-source.ts";

/**
 * Registries hold more tags than are on record here. A version that an official image surely has had ("redis:7",
 * "python:3.9-slim") is put together from the nearest one on record: its config and sizes, with the version put in (a
 * full one where the tag names a series, as its images say it) and digests of its own. It is marked as reconstructed.
 */

/** Releases of distributions that people ask for, with the names their files have here. */
const RELEASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  debian: {
    "11": "bullseye",
    bullseye: "bullseye",
    "12": "bookworm",
    bookworm: "bookworm",
    oldstable: "bookworm",
    stable: "trixie",
    testing: "forky",
    forky: "forky",
    sid: "forky",
    unstable: "forky",
  },
  ubuntu: { "18.04": "bionic", bionic: "bionic", "20.04": "focal", focal: "focal", "22.04": "jammy", jammy: "jammy" },
};

const FLAVOURS = ["alpine", "slim"] as const;
const VERSION = /^v?(\d+)(\.\d+){0,2}$/;

const ALPINE = String.raw`alpine(?:\d+\.\d+)?`;
const DEBIAN = "trixie|bookworm|bullseye|buster";

/** What stands in a repository's tags beside a version, or alone: a flavour, a release of the distribution, or both. */
const PARTS: Readonly<Record<string, string>> = {
  busybox: "glibc|musl|uclibc",
  caddy: "alpine",
  debian: "slim",
  httpd: `${ALPINE}|${DEBIAN}`,
  mongo: "noble|jammy|focal",
  nginx: `${ALPINE}|${DEBIAN}|perl|slim`,
  node: `${ALPINE}|${DEBIAN}|slim`,
  postgres: `${ALPINE}|${DEBIAN}`,
  python: `${ALPINE}|${DEBIAN}|slim`,
  redis: `${ALPINE}|${DEBIAN}`,
};

/** Words that stand where a version does, with the series that they mean; "" is the one on record. */
const CHANNELS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  busybox: { stable: "", unstable: "", latest: "" },
  "hello-world": { linux: "" },
  nginx: { stable: "1.30", mainline: "" },
  node: { latest: "", current: "", lts: "", krypton: "24", jod: "22", iron: "20", hydrogen: "18", gallium: "16" },
};

export interface Variant {
  readonly image: Image;
  /** By the place of the layer. */
  readonly sources: ReadonlyMap<number, RootfsSource>;
}

/**
 * The image of a tag that is not on record; undefined when there is no reason to believe that it exists.
 * @param known the repository's images on record, by tag
 * @param sourceOf what a layer of theirs holds
 */
export function variant(
  repository: string,
  tag: string,
  known: ReadonlyMap<string, Image>,
  sourceOf: (diffId: string) => RootfsSource | undefined,
): Variant | undefined {
  const name = repository.slice(repository.lastIndexOf("/") + 1);
  const asked = readTag(name, tag);
  if (!asked) return undefined;
  const { version, suffix } = asked;
  const release = RELEASES[name]?.[version];
  if (release === undefined && (name in RELEASES || (version !== "" && !isPast(version, known)))) return undefined;
  const nearest = nearestImage(suffix, known);
  if (!nearest) return undefined;
  const full = version === "" ? undefined : fullVersion(name, version);
  const lines = (nearest.config.Env ?? []).map(
    (line) => [line, full === undefined ? line : withVersion(line, name, full)] as const,
  );
  const changed = lines.filter(([before, after]) => before !== after);
  const sources = new Map<number, RootfsSource>();
  const layers = nearest.layers.map((layer, i) => {
    const source = sourceOf(layer.diffId);
    if (source) sources.set(i, full === undefined ? source : versioned(source, name, full, release));
    const seed = `${repository}:${tag} ${layer.digest}`;
    return { ...layer, digest: digestOf(seed), diffId: digestOf(`${seed}, unpacked`) };
  });
  const image = sealed({
    created: nearest.created,
    comment: nearest.comment,
    config: nearest.config.Env ? { ...nearest.config, Env: lines.map(([, after]) => after) } : nearest.config,
    layers,
    history: nearest.history.map((entry) => {
      const set = changed.find(([before]) => entry.createdBy === `ENV ${before}`);
      return set ? { ...entry, createdBy: `ENV ${set[1]}` } : entry;
    }),
    ...(nearest.attestation
      ? { attestation: { ...nearest.attestation, digest: digestOf(`${repository}:${tag}, attestation`) } }
      : {}),
    reconstructed: true,
  });
  return { image, sources };
}

/** The version ("" for the one on record) and the rest of a tag; undefined where a repository has no tags like it. */
function readTag(name: string, tag: string): { readonly version: string; readonly suffix: string } | undefined {
  const [first = "", ...others] = tag.split("-");
  const part = new RegExp(`^(?:${PARTS[name] ?? "(?!)"})$`);
  if (!others.every((other) => part.test(other))) return undefined;
  const series = CHANNELS[name]?.[first];
  // Debian's parts follow a release: there is no debian:slim.
  if (series === undefined && part.test(first) && !(name in RELEASES)) return { version: "", suffix: `-${tag}` };
  return { version: series ?? first, suffix: tag.slice(first.length) };
}

/** Whether a version is not newer than all on record. */
function isPast(version: string, known: ReadonlyMap<string, Image>): boolean {
  const major = VERSION.exec(version)?.[1];
  if (major === undefined) return false;
  const newest = Math.max(...[...known.keys()].map((tag) => Number(/^v?(\d+)/.exec(tag)?.[1] ?? 0)));
  const [, minor] = version.replace(/^v/, "").split(".").map(Number);
  if (Number(major) !== newest || minor === undefined) return Number(major) > 0 && Number(major) <= newest;
  const minors = [...known.keys()].map((tag) => (/^v?(\d+)\.(\d+)/.exec(tag) ?? []).slice(1).map(Number));
  return minor <= Math.max(...minors.filter(([first]) => first === newest).map(([, second = 0]) => second));
}

function nearestImage(suffix: string, known: ReadonlyMap<string, Image>): Image | undefined {
  const flavour = FLAVOURS.find((one) => suffix.includes(one));
  const tags = [...known.keys()];
  const fitting = flavour === undefined ? undefined : tags.find((tag) => tag.includes(flavour));
  return known.get(fitting ?? "latest") ?? known.get(tags[0] ?? "");
}

function versioned(source: RootfsSource, name: string, version: string, release: string | undefined): RootfsSource {
  if (release !== undefined) return { ...source, name: release };
  return source.name === name ? { ...source, version } : source;
}

/** `REDIS_VERSION=7.4.5` and `PG_MAJOR=16`, for another version. @param full that version, in full */
function withVersion(line: string, name: string, full: string): string {
  const [key = "", value = ""] = line.split("=");
  if (key.toLowerCase() === `${name}_version`) return `${key}=${value.startsWith("v") ? "v" : ""}${full}`;
  // PostgreSQL's series had two numbers until 10, MongoDB's have.
  const series = full
    .split(".")
    .slice(0, name === "mongo" || Number.parseInt(full, 10) < 10 ? 2 : 1)
    .join(".");
  if (key === "PG_VERSION" && value.includes("-")) return `${key}=${full}-1.pgdg${value.split(".pgdg").at(-1)}`;
  if (key === "PG_VERSION") return `${key}=${full}`;
  return key === "PG_MAJOR" || key === "MONGO_MAJOR" ? `${key}=${series}` : line;
}
