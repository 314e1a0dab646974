import type { Layer } from "../kernel/layer.ts";

/** Which files a layer of a public image holds. */
export interface RootfsSource {
  /** A distribution ("alpine", "trixie") or what an image adds to one ("nginx", "buildpack-deps"). */
  readonly name: string;
  /** Of the distribution or of the program: "3.24.2". */
  readonly version: string;
  /** Of what an image adds: the distribution that it adds it to. */
  readonly base?: string;
  /** Time of its files, ms since the epoch. */
  readonly created: number;
}

/** Finds the files; undefined when a layer needs none to be simulated. */
export type RootfsLoader = (source: RootfsSource) => Promise<Layer | undefined>;
