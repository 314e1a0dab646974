import type { Clock } from "../../../kernel/clock.ts";

/** A package of PyPI, the newest there was. */
export interface Distribution {
  /** As it writes itself: "Flask". */
  readonly name: string;
  readonly version: string;
  /** The file that pip downloads; cp311 in it stands for the Python that asks. */
  readonly wheel: string;
  /** Bytes of the file, of its metadata, and of what is in it. */
  readonly size: number;
  readonly metadata: number;
  readonly unpacked: number;
  readonly summary: string;
  readonly license?: string;
  readonly author?: string;
  readonly home?: string;
  /** "blinker>=1.9.0" */
  readonly requires?: readonly string[];
  /** Commands: `flask=flask.cli:main`, or `az@az` for one that the lab has a program for. */
  readonly scripts?: readonly string[];
  /** It says nothing of which Python it needs. */
  readonly anyPython?: boolean;
  readonly reconstructed?: boolean;
  /** The last one for Python 2, where that is another. */
  readonly python2?: Pick<Distribution, "version" | "wheel" | "requires">;
}

export type Index = Readonly<Record<string, Distribution>>;

/** PyPI, as far as the lab has it, as a Python of a series sees it; by normalised name. */
export async function loadIndex(clock: Clock, series: string): Promise<Index> {
  const module = await clock.hold(import("../../../../content/packages/pypi.json", { with: { type: "json" } }));
  const index: Index = module.default;
  if (!series.startsWith("2.")) return index;
  return Object.fromEntries(Object.entries(index).map(([name, one]) => [name, { ...one, ...one.python2 }]));
}

/** Names that mean the same (PEP 503). */
export const normalised = (name: string): string => name.replace(/[-_.]+/g, "-").toLowerCase();

/** Bytes as pip writes them (format_size). */
export function formatSize(bytes: number): string {
  if (bytes > 1_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  if (bytes > 10_000) return `${Math.floor(bytes / 1000)} kB`;
  return bytes > 1000 ? `${(bytes / 1000).toFixed(1)} kB` : `${bytes} bytes`;
}
